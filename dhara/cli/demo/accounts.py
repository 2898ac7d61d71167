"""Who one can sign in as in the demo world; `dhara up` shows them."""

from __future__ import annotations

PASSWORD = "dhara-demo"  # noqa: S105 - printed for everybody to see
NADIA = "nadia@dhara.example"
RAFI = "rafi@dhara.example"
OPERATOR = "operator@dhara.example"

# address, what they are in Bengali, in English
ACCOUNTS = (
    (NADIA, "বিক্রেতা, এক বছরের বিক্রি সহ", "seller with a year of sales"),
    (RAFI, "ক্রেতা, নিজের লাইব্রেরি সহ", "buyer with a library"),
    (OPERATOR, "বাজারের পরিচালক", "operator of the market"),
)

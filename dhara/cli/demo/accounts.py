"""Who one can sign in as in the demo world; `dhara up` shows them."""

from __future__ import annotations

PASSWORD = "dhara-demo"  # noqa: S105 - printed for everybody to see
NADIA = "nadia@demo.dhara.example"
KARIM = "karim@demo.dhara.example"
OPERATOR = "operator@demo.dhara.example"
# The operator's second factor: for an authenticator app, or `dhara demo --code`. Base32, as such apps take it.
OPERATOR_SECRET = "DHARADEMODHARADEMODHARADEMODHARA"  # noqa: S105 - printed for everybody to see

# address, what they are in Bengali, in English
ACCOUNTS = (
    (NADIA, "বিক্রেতা, এক বছরের বিক্রি সহ", "seller with a year of sales"),
    (KARIM, "ক্রেতা, নিজের লাইব্রেরি সহ", "buyer with a library"),
    (OPERATOR, "বাজারের পরিচালক; কোড: dhara demo --code", "operator of the market; code: dhara demo --code"),
)

"""The rates that Dhara knows: standard rates as they stood on 1 January 2026, to be checked by whoever relies on them.

They say nothing about earlier days. Only rates whose height is beyond doubt stand here; an operator adds others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

_CHECK: Final = "check with your accountant"
_SINCE: Final = date(2026, 1, 1)


@dataclass(frozen=True)
class Known:
    country: str
    name: str
    bp: int
    source: str
    kind: str = ""
    since: date = _SINCE


# Standard rates of the EU's members, in hundredths of a percent.
_EU: Final = {
    "AT": 2000, "BE": 2100, "BG": 2000, "HR": 2500, "CY": 1900, "CZ": 2100, "DK": 2500, "EE": 2400, "FI": 2550,
    "FR": 2000, "DE": 1900, "GR": 2400, "HU": 2700, "IE": 2300, "IT": 2200, "LV": 2100, "LT": 2100, "LU": 1700,
    "MT": 1800, "NL": 2100, "PL": 2300, "PT": 2300, "RO": 2100, "SK": 2300, "SI": 2200, "ES": 2100, "SE": 2500,
}  # fmt: skip

KNOWN: Final = (
    Known("BD", "VAT", 1500, f"Value Added Tax and Supplementary Duty Act 2012, standard rate; {_CHECK}"),
    Known("BD", "VAT", 500, f"NBR, service code S099.10 (IT-enabled services); {_CHECK}", kind="ites"),
    *(
        Known(country, "VAT", bp, f"Council Directive 2006/112/EC, national standard rate; {_CHECK}")
        for country, bp in _EU.items()
    ),
    Known("DE", "VAT", 700, f"UStG § 12 (2) no. 14 (e-books); {_CHECK}", kind="ebook"),
    Known("FR", "VAT", 550, f"CGI art. 278-0 bis (digital books); {_CHECK}", kind="ebook"),
    Known("GB", "VAT", 2000, f"VAT Act 1994, standard rate; {_CHECK}"),
    Known("GB", "VAT", 0, f"VAT Act 1994, Schedule 8 Group 3 (e-publications); {_CHECK}", kind="ebook"),
    Known("IN", "GST", 1800, f"IGST Act 2017, OIDAR services; {_CHECK}"),
)

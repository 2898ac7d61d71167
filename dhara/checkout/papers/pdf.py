"""A paper as PDF: invoice and notes in Bengali or English, Mushak 6.3 in the words of the form (Bengali).

What people typed reaches typst as JSON data and is never read as code.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from dhara.checkout.papers import rules
from dhara.checkout.papers.models import Paper
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import in_language, known, site_name
from dhara.kit.typesetting import typeset
from dhara.money.tax.queries import place_name

_HERE = Path(__file__).resolve().parents[1]
_TEMPLATES = _HERE / "templates" / "checkout" / "papers"
_KEEP_SECONDS: Final = 6 * 3600
_PAGES: Final = 40


def pdf(paper: Paper, language: str) -> bytes:
    """The paper for readers of `language`. It never changes, so it is kept a while."""
    lang = "bn" if paper.layout == rules.MUSHAK else known(language)
    key = f"paper:{paper.pk}:{lang}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = compiled(paper, lang)
        cache.set(key, kept, _KEEP_SECONDS)
    return kept


def compiled(paper: Paper, lang: str, **options: Any) -> bytes:
    """The same without the cache (with format="png": a picture of the first page)."""
    mushak = paper.layout == rules.MUSHAK
    says = mushak_content(paper) if mushak else content(paper, lang)
    template = _TEMPLATES / ("mushak.typ" if mushak else "invoice.typ")
    return typeset(template, says, root=_HERE, fonts=_HERE / "fonts", **options)


def content(paper: Paper, lang: str) -> dict[str, Any]:
    """All words and amounts, ready to be shown to readers of `lang`."""
    said = paper.content
    with in_language(lang):
        seller, buyer = said["seller"], said["buyer"]
        heading = str(rules.KINDS[paper.kind])
        return {
            "lang": lang,
            "title": f"{heading} {paper.label}",
            "heading": heading,
            "number": paper.label,
            "dates": [show_date(_local(paper), lang)],
            "seller": {"name": seller["name"], "lines": [*_place(seller), *_tax_id(seller)]},
            "buyer": {
                "role": _("Buyer"),
                "name": buyer["company"] or buyer["name"],
                "lines": [*([buyer["name"]] if buyer["company"] else []), *_place(buyer), *_tax_id(buyer)]
                + [buyer["email"]],
            },
            "about": _about(said, lang),
            "taxed": bool(paper.tax),
            "columns": _columns(taxed=bool(paper.tax)),
            "lines": [_line(line, paper, lang) for line in said["lines"]],
            "sums": _sums(paper, lang),
            "total": {"label": _("Total"), "amount": _amount(paper.gross, paper, lang)},
            "notes": [*_reverse(said), *([seller["note"]] if seller["note"] else [])],
            "signed": [words for words in (seller["signer"], seller["signer_title"]) if words],
            "footer": f"{site_name(lang)} · {settings.PUBLIC_URL.split('://')[-1]}",
            "pages": [_("Page %(number)s") % {"number": in_script(n, lang)} for n in range(1, _PAGES)],
        }


def mushak_content(paper: Paper) -> dict[str, Any]:
    """The blanks of the form, in Bengali digits; amounts are taka without sign."""
    said, at = paper.content, _local(paper)
    seller, buyer = said["seller"], said["buyer"]
    before = sum(line["before"] for line in said["lines"])
    return {
        "title": f"মূসক-৬.৩ {paper.label}",
        "number": paper.label,
        "date": show_date(at, "bn"),
        "time": in_script(at.strftime("%H:%M"), "bn"),
        "seller": {"name": seller["name"], "tax_id": _grouped(seller), "address": _one_line(seller["address"])},
        "buyer": {
            "name": buyer["company"] or buyer["name"],
            "tax_id": _grouped(buyer),
            "address": _one_line(buyer["address"]),
            "destination": buyer["email"],
        },
        "lines": [_mushak_line(place, line, paper) for place, line in enumerate(said["lines"], 1)],
        "totals": [
            _plain(before, paper),
            "",
            _plain(0, paper),
            "",
            _plain(paper.tax, paper),
            _plain(paper.gross, paper),
        ],
        "signer": seller["signer"],
        "signer_title": seller["signer_title"],
        "note": seller["note"],
        "pages": [f"পৃষ্ঠা {in_script(n, 'bn')}" for n in range(1, _PAGES)],
    }


def _mushak_line(place: int, line: dict[str, Any], paper: Paper) -> list[str]:
    quantity = int(line["quantity"])
    unit = Money(line["before"], paper.currency).split([1] * quantity)[0].minor if quantity else 0
    title = f"{line['title']} – {line['tier']}" if line["tier"] else line["title"]
    rate = f"{in_script(_percent(line['tax_bp']), 'bn')}%" if line["tax_bp"] else "০%"
    amounts = [_plain(line["tax"], paper), _plain(line["gross"], paper)]
    start = [number(place, "bn"), title, "সংখ্যা", number(quantity, "bn"), _plain(unit, paper)]
    return [*start, _plain(line["before"], paper), "০%", _plain(0, paper), rate, *amounts]


def _columns(*, taxed: bool) -> list[str]:
    about_tax = [_("Before tax"), _("Rate"), _("Tax")] if taxed else []
    return [_("What was sold"), _("Quantity"), *about_tax, _("Line total")]


def _line(line: dict[str, Any], paper: Paper, lang: str) -> dict[str, str]:
    return {
        "title": line["title"],
        "tier": line["tier"],
        "quantity": number(line["quantity"], lang) if line["quantity"] else "–",
        "before": _amount(line["before"], paper, lang),
        "rate": f"{in_script(_percent(line['tax_bp']), lang)}%" if line["tax_bp"] else "–",
        "tax": _amount(line["tax"], paper, lang) if line["tax"] else "–",
        "gross": _amount(line["gross"], paper, lang),
    }


def _sums(paper: Paper, lang: str) -> list[dict[str, str]]:
    """The price before tax, and each tax with its rate."""
    lines = paper.content["lines"]
    taxes: dict[tuple[str, int], int] = {}
    for line in lines:
        if line["tax"]:
            key = (line["tax_name"], line["tax_bp"])
            taxes[key] = taxes.get(key, 0) + line["tax"]
    if not taxes:
        return []
    rows = [(_("Before tax"), sum(line["before"] for line in lines))]
    rows += [(f"{name} {in_script(_percent(bp), lang)}%", amount) for (name, bp), amount in taxes.items()]
    return [{"label": label, "amount": _amount(minor, paper, lang)} for label, minor in rows]


def _about(said: dict[str, Any], lang: str) -> list[dict[str, str]]:
    facts = [{"label": _("Order"), "words": said["order"]}]
    if "original" in said:
        day = show_date(datetime.fromisoformat(said["original"]["issued_at"]), lang)
        facts.append({"label": _("Refers to"), "words": f"{said['original']['label']}, {day}"})
        if said.get("late_id"):
            facts.append({"label": _("Reason"), "words": _("The buyer's tax id was added after paying.")})
        if said["reason"]:
            facts.append({"label": _("Reason"), "words": said["reason"]})
    return facts


def _reverse(said: dict[str, Any]) -> list[str]:
    """The words that the law asks for where the buyer owes the tax."""
    if not any(line.get("reverse") for line in said["lines"]):
        return []
    return [_("Reverse charge: the buyer owes the tax (Article 196 of Council Directive 2006/112/EC).")]


def _place(who: dict[str, str]) -> list[str]:
    country = [place_name(who["country"], who.get("region", ""))] if who["country"] else []
    return [*who["address"].splitlines(), *country]


def _tax_id(who: dict[str, str]) -> list[str]:
    return [_("Tax id: %(id)s") % {"id": _grouped(who)}] if who["tax_id"] else []


def _grouped(who: dict[str, str]) -> str:
    """A BIN as it is written: 000123456-0101."""
    told = who["tax_id"]
    return f"{told[:9]}-{told[9:]}" if who["country"] == "BD" and len(told) == 13 and told.isdecimal() else told


def _local(paper: Paper) -> datetime:
    return paper.issued_at.astimezone(ZoneInfo(paper.studio.time_zone))


def _one_line(text: str) -> str:
    return ", ".join(text.splitlines())


def _percent(bp: int) -> str:
    return f"{bp / 100:g}"


def _amount(minor: int, paper: Paper, lang: str) -> str:
    return Money(minor, paper.currency).display(lang, exact=True)


def _plain(minor: int, paper: Paper) -> str:
    """Bengali digits with the grouping of taka, without the sign of the currency."""
    return Money(minor, paper.currency).display("bn", exact=True).lstrip("৳").strip()

"""A paper that nobody was given: what a studio's invoices will look like."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dhara.checkout.papers import content, rules
from dhara.checkout.papers.models import Paper, PaperProfile
from dhara.checkout.papers.queries import year_of
from dhara.kit.currency import Money
from dhara.money.tax.queries import profile_of as tax_profile_of
from dhara.money.tax.queries import rates
from dhara.money.tax.rules import rate_for
from dhara.people.models import Studio


def sample(studio: Studio, told: dict[str, str], *, at: datetime) -> Paper:
    """An unsaved invoice with a made-up buyer, by `told` (see actions.clean_profile), in the language in force."""
    profile = PaperProfile(studio=studio, changed_at=at, **told)
    tax = tax_profile_of(studio.pk)
    currency = "BDT" if profile.layout == rules.MUSHAK else studio.currency
    rate = rate_for(rates(), tax.country, "", at.date()) if tax and tax.registered else None
    name, bp = (rate.name, rate.bp) if rate else ("", 0)
    wedding, poster = (_("Wedding cards, 12 designs"), _("Poster: rivers of Bengal"))
    lines = [_line(wedding, 1, 45_000, name, bp, currency), _line(poster, 2, 60_000, name, bp, currency)]
    buyer = {
        "name": _("Karim Uddin"),
        "email": "karim@example.com",
        "company": _("Karim & Sons"),
        "address": _("12 Station Road\nRajshahi 6100"),
        "country": "BD",
        "tax_id": "",
    }
    year = year_of(at, studio)
    return Paper(
        studio=studio,
        kind=rules.INVOICE,
        year=year,
        number=1,
        label=rules.label(rules.INVOICE, profile.prefix, year, 1),
        layout=profile.layout,
        currency=currency,
        gross=sum(line["gross"] for line in lines),
        tax=sum(line["tax"] for line in lines),
        content={"seller": content.seller(profile, tax), "buyer": buyer, "lines": lines, "order": "D-2345-6789"},
        issued_at=at,
    )


def _line(title: str, quantity: int, gross: int, name: str, bp: int, currency: str) -> dict[str, Any]:
    """A price that contains the tax."""
    before = Money(gross, currency).split([10_000, bp])[0].minor
    return {
        "title": title,
        "tier": "",
        "quantity": quantity,
        "before": before,
        "tax_name": name,
        "tax_bp": bp,
        "tax": gross - before,
        "gross": gross,
    }

"""Studios that give invoices, and papers, in few words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.checkout.models import Order, Paper, PaperProfile
from dhara.checkout.papers import actions
from dhara.kit.actor import SYSTEM
from dhara.money.models import TaxProfile
from dhara.money.tax import actions as tax
from dhara.people.models import Studio

HEAD = {"legal_name": "Nadia Prints Ltd", "address": "7 Lake Road\nDhaka 1207"}


def gives(studio: Studio, *, at: datetime, **more: Any) -> PaperProfile:
    """The studio gives invoices, by itself unless told otherwise."""
    return actions.set_profile(studio.pk, **{**HEAD, **more}, by=SYSTEM, at=at)


def registered(studio: Studio, *, at: datetime, country: str = "BD", tax_id: str = "000123456-0101") -> TaxProfile:
    """The studio charges tax, which its prices contain."""
    tax.ensure_rates()
    return tax.set_profile(
        studio.pk, registered=True, country=country, tax_id=tax_id, inclusive=True, countries=[country], good="",
        by=SYSTEM, at=at,
    )  # fmt: skip


def invoice(order: Order, studio: Studio, *, at: datetime, **told: str) -> Paper:
    return actions.issue_invoice(order.pk, studio.pk, told=told or None, by=SYSTEM, at=at)

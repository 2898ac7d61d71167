"""Invoices, credit and debit notes of all studios: to look at only, as nobody can change them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dhara.checkout.models import Paper
from dhara.checkout.papers import rules
from dhara.kit.currency import Money
from dhara.kit.locale.digits import to_latin
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice


class Papers(Desk):
    list_display = ("label", "what", "shop", "of", "sum", "given")
    list_select_related = ("studio", "order")
    list_filter = (choice("kind", _("kind"), lambda: rules.KINDS.items(), lambda value: Q(kind=value)),)
    fields = ("label", "what", "shop", "of", "back", "sum", "contained", "given", "said")
    readonly_fields = fields
    search_fields = ("label",)
    search_help_text = _("A paper's number, or an order's")
    shop = columns.link("studio", _("studio"))
    of = columns.link("order", _("order"))
    back = columns.link("refund", _("refund"))
    sum = columns.money("gross", _("total"))
    contained = columns.money("tax", _("tax"))
    given = columns.when("issued_at", _("issued"))
    said = columns.data("content", _("what it says"))

    @columns.column(_("kind"))
    def what(self, paper: Paper) -> Any:
        return rules.KINDS[paper.kind]

    def sought(self, text: str) -> Q:
        wanted = to_latin(text).upper()
        return super().sought(text) | Q(label=wanted) | Q(order__number=wanted)

    def panels(self, thing: Paper, request: HttpRequest) -> Iterator[Panel]:
        head = (_("offer"), _("quantity"), _("before tax"), _("tax"), _("total"))
        yield Panel(_("What it says"), head, [_line(each, thing.currency) for each in thing.content["lines"]])


def _line(said: dict[str, Any], code: str) -> tuple[Any, ...]:
    sums = [columns.amount(Money(said[name], code)) for name in ("before", "tax", "gross")]
    return said["title"], said["quantity"] or "–", *sums


console.register(Paper, Papers)

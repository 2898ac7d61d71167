"""What bears on prices: coupons of studios, collaborators of offers, and the table of tax rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dhara.catalog.collaborators import rules as collaborator_rules
from dhara.catalog.models import Collaborator
from dhara.checkout.coupons import actions as coupon_actions
from dhara.checkout.coupons import queries as coupons
from dhara.checkout.coupons import rules as coupon_rules
from dhara.checkout.models import Coupon
from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current
from dhara.money.models import TaxRate
from dhara.money.tax import actions, queries, rules
from dhara.money.tax.regions import all_regions
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime


def _end(coupon: Coupon, **how: Any) -> None:
    coupon_actions.end(coupon.studio, coupon.pk, **how)


class Coupons(Desk):
    list_display = ("code", "shop", "standing", "worth", "uses", "until")
    list_select_related = ("studio",)
    list_filter = (choice("status", _("state"), lambda: coupon_rules.LIFECYCLE.states.items(), lambda v: Q(status=v)),)
    fields = ("code", "shop", "standing", "worth", "uses", "since", "until", "first_only", "note")
    search_fields = ("key",)
    search_help_text = _("A code, or a number")
    shop = columns.link("studio", _("studio"))
    standing = columns.state(_("state"))
    since = columns.when("starts_at", _("from"))
    until = columns.when("ends_at", _("until"))
    verbs = (
        Verb(
            "ending",
            _("End it"),
            _("Nobody can use the code any more. Orders that used it keep their price. The studio sees that it ended."),
            _("The coupon was ended."),
            _end,
            possible=lambda coupon: coupon.status != coupon_rules.ENDED,
            danger=True,
            icon="block",
        ),
    )

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(key=coupon_rules.key_of(text))

    @columns.column(_("takes off"))
    def worth(self, coupon: Coupon) -> str:
        return coupon_rules.worth_in_words(coupon)

    @columns.column(_("used"))
    def uses(self, coupon: Coupon) -> str:
        most = "" if coupon.cap is None else f" / {coupon.cap}"
        return in_script(f"{coupon.used}{most}", current())

    def panels(self, thing: Coupon, request: HttpRequest) -> Iterator[Panel]:
        yield Panel(
            _("What it brought"),
            (_("orders"), _("paid"), _("saved by buyers")),
            [(each.orders, columns.amount(each.gross), columns.amount(each.saved)) for each in _sums(thing)],
            _("Nobody has paid with it yet."),
        )
        yield Panel(
            _("Latest uses"),
            (_("order"), _("when"), _("took off"), _("paid")),
            [
                (
                    columns.linked(use.order),
                    localdatetime(use.at),
                    columns.amount(Money(use.amount, use.currency)),
                    localdatetime(use.paid_at) or "–",
                )
                for use in thing.uses.select_related("order").order_by("-id")[:50]
            ],
            _("Nobody has used it yet."),
        )
        yield moves(thing)


def _sums(coupon: Coupon) -> list[coupons.Brought]:
    return coupons.brought([coupon.pk]).get(coupon.pk, [])


class Collaborators(Desk):
    list_display = ("email", "what", "shop", "standing", "part", "since", "until")
    list_select_related = ("offer", "studio")
    list_filter = (
        choice("status", _("state"), lambda: collaborator_rules.LIFECYCLE.states.items(), lambda v: Q(status=v)),
    )
    fields = ("email", "what", "shop", "standing", "part", "role", "since", "until")
    search_fields = ("email",)
    search_help_text = _("A complete address, or a number")
    what = columns.link("offer", _("offer"))
    shop = columns.link("studio", _("studio"))
    standing = columns.state(_("state"))
    since = columns.when("starts_at", _("from"))
    until = columns.when("ends_at", _("until"))

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(email=text.lower())

    @columns.column(_("part"))
    def part(self, each: Collaborator) -> str:
        return percent(each.bp)

    def panels(self, thing: Collaborator, request: HttpRequest) -> Iterator[Panel]:
        yield moves(thing)


class RateForm(forms.Form):
    """One more dated row; earlier ones stay, and orders keep the rate that they were made with."""

    country = forms.ChoiceField(label=_("country"), choices=queries.countries)
    region = forms.ChoiceField(
        label=_("state or province"),
        required=False,
        choices=lambda: [("", _("all of the country")), *((code, f"{code} · {name}") for code, name in all_regions())],
        help_text=_("Its rate takes the place of the country's. Buyers there are asked for their state or province."),
    )
    kind = forms.ChoiceField(
        label=_("kind of good"),
        required=False,
        choices=lambda: [("", _("everything without a row of its own")), *rules.KINDS.items()],
    )
    name = forms.CharField(label=_("name"), max_length=40, help_text=_("As it stands on receipts: VAT, GST."))
    percent = forms.DecimalField(label=_("rate in percent"), min_value=0, max_value=100, decimal_places=2)
    since = forms.DateField(label=_("from"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The first day on which it does not count any more; empty for no end."),
    )
    source = forms.CharField(
        label=_("law or office"), max_length=200, help_text=_("The law or office, for those who come after you.")
    )


def _add(_nothing: Any, *, percent: Any, **told: Any) -> None:
    actions.add_rate(bp=int(percent * 100), **told)


class TaxRates(Desk):
    list_display = ("where", "good", "name", "rate", "begins", "ends", "law")
    ordering = ("country", "region", "kind", "-since")
    list_filter = (choice("country", _("country"), queries.countries, lambda v: Q(country=v)),)
    fields = ("where", "good", "name", "rate", "begins", "ends", "law", "made")
    search_fields = ("country", "region")
    search_help_text = _("A country's code such as BD, or a region's such as US-CA")
    made = columns.when("made_at", _("added"))
    begins = columns.day("since", _("from"))
    ends = columns.day("until", _("until"))
    addition = Verb(
        "new",
        _("Add a tax rate"),
        _("A new row counts from its day on, for orders made after it. What was charged stays as it was."),
        _("The rate was added."),
        _add,
        form=RateForm,
    )

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(country=text.upper()) | Q(region=text.upper())

    @columns.column(_("country"))
    def where(self, each: TaxRate) -> str:
        return queries.place_name(each.country, each.region)

    @columns.column(_("kind of good"))
    def good(self, each: TaxRate) -> Any:
        return rules.KINDS.get(each.kind, _("everything else"))

    @columns.column(_("law or office"))
    def law(self, each: TaxRate) -> str:
        return each.source

    @columns.column(_("rate"))
    def rate(self, each: TaxRate) -> str:
        return percent(each.bp)


def percent(bp: int) -> str:
    return in_script(f"{bp / 100:g}", current()) + " %"


console.register(Coupon, Coupons)
console.register(Collaborator, Collaborators)
console.register(TaxRate, TaxRates)

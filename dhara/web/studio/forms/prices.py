"""The prices of an offer: a row for each way to buy it, an amount for each currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import rules
from dhara.catalog.prices.launch import ended
from dhara.catalog.prices.rules import PriceDraft, TierDraft
from dhara.kit.currency import CODES, Money, currency
from dhara.kit.fields import MoneyField, TextField
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Refused
from dhara.web.studio.forms.offers import MomentField
from dhara.web.studio.forms.rows import Rows, made, typed

PREFIX = "tiers"
_AMOUNTS = ("amount", "suggested", "launch")
MAX_CURRENCIES = 6
PRICING = [(rules.FIXED, _("Fixed price")), (rules.FREE, _("Free")), (rules.CHOOSE, _("Buyers choose"))]


@dataclass(frozen=True)
class Amounts:
    """The two fields of one currency in one row."""

    code: str
    sign: str
    amount: Any
    suggested: Any
    launch: Any


class TierForm(forms.Form):
    id = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    name = TextField(label=_("Name"), required=False, max_length=rules.NAME_LENGTH)
    pricing = forms.ChoiceField(
        label=_("How is it priced?"),
        choices=PRICING,
        initial=rules.FIXED,
        widget=forms.RadioSelect(attrs={"data-choice": ""}),
    )
    description = TextField(
        label=_("What is special about it?"),
        lines=True,
        required=False,
        max_length=rules.DESCRIPTION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    stock = forms.IntegerField(
        label=_("How many copies are there?"),
        required=False,
        min_value=0,
        max_value=rules.MAX_STOCK,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Leave it empty when there is no limit."),
    )
    recommended = forms.BooleanField(label=_("Recommend this one to buyers"), required=False)
    launch_until = MomentField(label=_("It ends on"))
    launch_copies = forms.IntegerField(
        label=_("Only for the first … copies"),
        required=False,
        min_value=1,
        max_value=rules.MAX_STOCK,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    gives = forms.ChoiceField(
        label=_("Which files do buyers get?"),
        required=False,
        initial="all",
        choices=[("all", _("All files, also those added later")), ("some", _("Only these:"))],
        widget=forms.RadioSelect,
    )
    chosen = forms.TypedMultipleChoiceField(
        label=_("Files"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        currencies: Sequence[str],
        files: Sequence[tuple[int, str]] = (),
        zone: str = "UTC",
        listed: bool = False,
        **kwargs: Any,
    ) -> None:
        """`listed`: there are as many copies as keys in a list, so nobody is asked for their number."""
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        if listed:
            del self.fields["stock"]
        self.currencies = currencies
        fields: Any = self.fields
        fields["chosen"].choices = list(files)
        fields["launch_until"].zone = ZoneInfo(zone)
        for name in ("name", "gives", "launch_until", "launch_copies"):
            fields[name].says_optional = False
        for code in currencies:
            of = {"currency": currency(code).name(current())}
            fields[f"amount_{code}"] = MoneyField(code, required=False, label=_("Price in %(currency)s") % of)
            fields[f"suggested_{code}"] = MoneyField(
                code, required=False, label=_("What you suggest, in %(currency)s") % of
            )
            fields[f"launch_{code}"] = MoneyField(code, required=False, label=_("Launch price in %(currency)s") % of)
            for name in (f"amount_{code}", f"suggested_{code}", f"launch_{code}"):
                fields[name].says_optional = False

    @property
    def launches(self) -> bool:
        """Whether something about a launch price is filled in or wrong."""
        names = ["launch_until", "launch_copies", *(f"launch_{code}" for code in self.currencies)]
        return any(self[name].errors or self[name].value() not in (None, "") for name in names)

    @property
    def amounts(self) -> list[Amounts]:
        return [
            Amounts(code, currency(code).symbol.strip(), *(self[f"{name}_{code}"] for name in _AMOUNTS))
            for code in self.currencies
        ]

    def draft(self) -> TierDraft:
        """What was typed, as the action takes it. A buyer's choice with a suggestion alone may cost nothing."""
        data = self.cleaned_data
        prices = []
        for code in self.currencies:
            amount, suggested = data.get(f"amount_{code}"), data.get(f"suggested_{code}")
            chosen = data["pricing"] == rules.CHOOSE
            if amount is not None or (chosen and suggested is not None):
                least = amount.minor if amount is not None else 0
                wished = suggested.minor if chosen and suggested is not None else None
                low = data.get(f"launch_{code}") if data["pricing"] == rules.FIXED else None
                prices.append(PriceDraft(code, least, wished, None if low is None else low.minor))
        return TierDraft(
            name=data["name"],
            pricing=data["pricing"],
            prices=tuple(prices),
            stock=data.get("stock"),
            description=data["description"],
            id=data["id"],
            launch_until=data["launch_until"] if data["pricing"] == rules.FIXED else None,
            launch_copies=data["launch_copies"] if data["pricing"] == rules.FIXED else None,
            recommended=data["recommended"],
        )

    def blank(self) -> bool:
        """A row that nobody filled in."""
        data = self.cleaned_data
        return not data or (
            data["pricing"] == rules.FIXED
            and not any((data["id"], data["name"], data["description"], self.draft().prices))
        )

    def given(self) -> list[int] | None:
        """Ids of the chosen files; None for all."""
        return self.cleaned_data["chosen"] if self.cleaned_data["gives"] == "some" else None


class Tiers(Rows):
    """Rows in the order in which they stand."""

    def blame(self, refusal: Refused) -> None:
        """Beside the field of the row that the action counted, else above all rows."""
        self.refuse(
            refusal, rf"{PREFIX}-(?P<row>\d+)-(?P<name>\w+)", {"files": "chosen", "prices": f"amount_{self.codes[0]}"}
        )

    @property
    def codes(self) -> Sequence[str]:
        codes: Sequence[str] = self.form_kwargs["currencies"]
        return codes


def formset(
    currencies: Sequence[str],
    files: Sequence[tuple[int, str]],
    *,
    zone: str,
    listed: bool = False,
    data: Mapping[str, Any] | None = None,
    rows: Sequence[dict[str, Any]] = (),
) -> Tiers:
    """Bound to `data`, or showing `rows` (raw values, as typed or as stored)."""
    given = {"currencies": currencies, "files": files, "zone": zone, "listed": listed}
    shown: Tiers = made(TierForm, PREFIX, rules.MAX_TIERS, base=Tiers, data=data, rows=rows, **given)
    return shown


def currencies_for(offer: Offer, tiers: Iterable[Tier], asked: Iterable[str] = ()) -> list[str]:
    """The studio's own, those that prices are in, those just asked for."""
    used = [price.currency for tier in tiers for price in tier.prices.all()]
    known = [code for code in asked if code in CODES]
    return list(dict.fromkeys([offer.studio.currency, *used, *known]))[:MAX_CURRENCIES]


def rows_of(tiers: Iterable[Tier], chosen: Mapping[int, list[int] | None], at: datetime) -> list[dict[str, Any]]:
    """The stored prices as rows, without launch prices that are over; one empty row where there are none."""
    found = []
    for tier in tiers:
        files = chosen.get(tier.pk)
        row: dict[str, Any] = {
            "id": tier.pk,
            "name": tier.name,
            "pricing": tier.pricing,
            "description": tier.description,
            "stock": tier.stock,
            "recommended": tier.recommended,
            "gives": "all" if files is None else "some",
            "chosen": files or [],
        }
        launch = ended(tier, at) is None
        if launch:
            row |= {"launch_until": tier.launch_until, "launch_copies": tier.launch_copies}
        for price in tier.prices.all():
            if launch and price.launch is not None:
                row[f"launch_{price.currency}"] = as_typed(price.launch, price.currency)
            row[f"amount_{price.currency}"] = as_typed(price.amount, price.currency)
            if price.suggested is not None:
                row[f"suggested_{price.currency}"] = as_typed(price.suggested, price.currency)
        found.append(row)
    return found or [{"gives": "all", "pricing": rules.FIXED}]


def as_typed(minor: int, code: str) -> str:
    """As a person would type it: 450, 450.50."""
    return str(Money(minor, code).decimal()).removesuffix("." + "0" * currency(code).exponent)


def typed_rows(post: Any) -> list[dict[str, Any]]:
    """The rows as they were typed, not checked, without the removed ones."""
    return typed(post, PREFIX, rules.MAX_TIERS, lists=("chosen",))

"""A coupon as a studio fills it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer
from dhara.checkout.coupons import rules
from dhara.checkout.coupons.rules import Terms
from dhara.checkout.models import Coupon
from dhara.kit.currency import Money, currency
from dhara.kit.fields import MoneyField, TextField
from dhara.kit.locale.digits import in_script, to_latin
from dhara.kit.locale.languages import current
from dhara.web.studio.forms.offers import MomentField
from dhara.web.studio.forms.refusals import Refusable

_SHORT = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "9"}


class PercentField(forms.Field):
    """`20`, `12.5` or `১২.৫`; cleans to hundredths of a percent, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "6"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> int | None:
        typed = to_latin(str(value or "")).strip().removesuffix("%").strip().replace(",", ".")
        if not typed:
            return None
        whole, _dot, decimals = typed.partition(".")
        if (
            not (whole + decimals).isascii()
            or not (whole + decimals).isdecimal()
            or len(decimals) > 2
            or len(whole) > 3
        ):
            raise forms.ValidationError(_("Please enter a percentage such as 20 or 12.5."))
        return int(whole or 0) * 100 + int(decimals.ljust(2, "0"))


class CountField(forms.Field):
    """A whole number in any digits; None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs=dict(_SHORT)), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return in_script(value, current()) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        typed = to_latin(str(value or "")).replace(",", "").strip()
        if not typed:
            return None
        if not typed.isascii() or not typed.isdecimal() or len(typed) > 9:
            raise forms.ValidationError(_("Please enter a whole number."))
        return int(typed)


class CouponForm(Refusable):
    code = TextField(
        label=_("Code"), max_length=rules.CODE_LENGTH, help_text=_("What buyers type, such as EID20 or ঈদ২০.")
    )
    kind = forms.ChoiceField(
        label=_("What does it take off?"),
        choices=[(rules.PERCENT, _("A percentage")), (rules.AMOUNT, _("A fixed amount"))],
        initial=rules.PERCENT,
        widget=forms.RadioSelect(attrs={"data-choice": ""}),
    )
    percent = PercentField(label=_("Percent"))
    scope = forms.ChoiceField(
        label=_("For what?"),
        choices=[("all", _("Everything of this studio")), ("some", _("Only what is ticked below"))],
        initial="all",
        widget=forms.RadioSelect(attrs={"data-choice": ""}),
    )
    offers = forms.MultipleChoiceField(label=_("Offers"), required=False, widget=forms.CheckboxSelectMultiple)
    starts_at = MomentField(label=_("Counts from"))
    ends_at = MomentField(label=_("Counts until"))
    cap = CountField(label=_("How often in all?"), help_text=_("Empty means: as often as you like."))
    cap_each = CountField(label=_("How often for one buyer?"))
    least_quantity = CountField(label=_("From how many copies on?"))
    first_only = forms.BooleanField(label=_("Only for a first purchase from this studio"), required=False)
    note = TextField(label=_("Note for yourself"), max_length=rules.NOTE_LENGTH, required=False)

    def __init__(
        self, *args: Any, currencies: Sequence[str], offers: Iterable[Offer], zone: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.currencies = currencies
        fields: Any = self.fields
        for name in ("starts_at", "ends_at"):
            fields[name].zone = ZoneInfo(zone)
        fields["offers"].choices = list(_choices(offers))
        for code in currencies:
            of = {"currency": currency(code).name(current())}
            fields[f"amount_{code}"] = MoneyField(code, required=False, label=_("Amount in %(currency)s") % of)
            fields[f"least_{code}"] = MoneyField(
                code, required=False, label=_("For purchases from, in %(currency)s") % of
            )
        for name in ("percent", "cap", "cap_each", "least_quantity", *(f"amount_{code}" for code in currencies)):
            fields[name].says_optional = False

    @property
    def amounts(self) -> list[tuple[str, Any]]:
        return [(currency(code).symbol.strip(), self[f"amount_{code}"]) for code in self.currencies]

    @property
    def leasts(self) -> list[tuple[str, Any]]:
        return [(currency(code).symbol.strip(), self[f"least_{code}"]) for code in self.currencies]

    def terms(self) -> Terms:
        """What was filled in, as the action takes it."""
        data = self.cleaned_data
        chosen = data["offers"] if data["scope"] == "some" else []
        return Terms(
            code=data["code"],
            kind=data["kind"],
            bp=data["percent"] or 0,
            amounts=self._sums("amount", data),
            offer_ids=[int(each[1:]) for each in chosen if each[0] == "o"],
            tier_ids=[int(each[1:]) for each in chosen if each[0] == "t"],
            least=self._sums("least", data),
            least_quantity=data["least_quantity"] or 0,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            cap=data["cap"],
            cap_each=data["cap_each"],
            first_only=data["first_only"],
            note=data["note"],
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("scope") == "some" and not data.get("offers") and "offers" not in self.errors:
            self.add_error("offers", _("Please tick at least one offer."))
        return data

    def refuse(self, refusal: Any) -> None:
        """Beside the first field of those that stand for what the action calls one."""
        if refusal.field in ("amounts", "least") and self.currencies:
            refusal.field = f"{refusal.field.removesuffix('s')}_{self.currencies[0]}"
        super().refuse(refusal)

    def _sums(self, name: str, data: dict[str, Any]) -> dict[str, int]:
        found = {code: data.get(f"{name}_{code}") for code in self.currencies}
        return {code: amount.minor for code, amount in found.items() if amount}


def _choices(offers: Iterable[Offer]) -> Iterable[tuple[str, str]]:
    """Each offer, and its tiers where there are several."""
    for offer in offers:
        yield f"o{offer.pk}", offer.title
        tiers = [tier for tier in offer.tiers.all() if not tier.retired]
        if len(tiers) > 1:
            for tier in tiers:
                yield f"t{tier.pk}", f"{offer.title} · {tier.name or tier.get_pricing_display()}"


def initial_of(coupon: Coupon) -> dict[str, Any]:
    """A coupon as its form shows it."""
    chosen = [f"o{each}" for each in coupon.offer_ids] + [f"t{each}" for each in coupon.tier_ids]
    return {
        "code": coupon.code,
        "kind": coupon.kind,
        "percent": f"{Decimal(coupon.bp) / 100:g}" if coupon.bp else "",
        "scope": "some" if chosen else "all",
        "offers": chosen,
        "starts_at": coupon.starts_at,
        "ends_at": coupon.ends_at,
        "cap": coupon.cap,
        "cap_each": coupon.cap_each,
        "least_quantity": coupon.least_quantity or None,
        "first_only": coupon.first_only,
        "note": coupon.note,
        **{f"amount_{code}": Money(minor, code) for code, minor in coupon.amounts.items()},
        **{f"least_{code}": Money(minor, code) for code, minor in coupon.least.items()},
    }

"""Where money goes, how much, how often."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.fields import MoneyField, TextField
from dhara.money.models import PayoutMethod, PayoutPlan
from dhara.money.payouts import details, rules
from dhara.web.studio.forms.refusals import Refusable

_HINTS = {"number": {"inputmode": "tel", "autocomplete": "off"}, "routing": {"inputmode": "numeric"}}


class NewMethod(Refusable):
    """The fields of one kind; the others are not asked for."""

    def __init__(self, *args: Any, kind: str, methods: list[PayoutMethod], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holder = _("Name of the holder, as the bank or wallet knows it")
        self.fields["holder"] = TextField(label=holder, max_length=120)
        for name in details.KINDS[kind].fields:
            label, about = details.FIELDS[name]
            widget = forms.TextInput(attrs={"autocomplete": "off", **_HINTS.get(name, {})})
            self.fields[name] = forms.CharField(label=label, help_text=about, max_length=80, widget=widget)
        if methods:
            self.fields["replaces"] = forms.TypedChoiceField(
                label=_("Instead of"),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("Nothing: keep both")), *((each.pk, str(each)) for each in methods)],
                help_text=_("The old one stays in use until this one is proven."),
            )


class Code(Refusable):
    code = forms.CharField(
        label=_("Code from the letter"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class TestAmount(Refusable):
    amount = MoneyField("BDT", label=_("How much came in?"))

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(currency, label=_("How much came in?"))


class Ask(Refusable):
    """`key` makes a form that is sent twice one payout."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    currency = forms.CharField(widget=forms.HiddenInput, max_length=3)

    def __init__(self, *args: Any, currency: str, most: Money, methods: list[PayoutMethod], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "currency": currency, "amount": most})
        super().__init__(*args, **kwargs)
        self.fields["amount"] = MoneyField(currency, label=_("Amount"))
        self.fields["method"] = forms.TypedChoiceField(
            label=_("To"), coerce=int, choices=[(each.pk, str(each)) for each in methods]
        )


class Rhythm(Refusable):
    currency = forms.CharField(widget=forms.HiddenInput, max_length=3)
    rhythm = forms.ChoiceField(label=_("How often?"), choices=list(rules.RHYTHMS.items()))

    def __init__(
        self, *args: Any, currency: str, least: Money, plan: PayoutPlan | None, methods: list[PayoutMethod], **more: Any
    ) -> None:
        minimum = Money(plan.minimum, currency) if plan else least
        known = {"rhythm": plan.rhythm, "method": plan.method_id} if plan else {}
        more.setdefault("initial", {"currency": currency, "minimum": minimum, **known})
        more.setdefault("auto_id", "id_rhythm_%s")  # it stands beside `Ask`, whose fields have the same names
        super().__init__(*args, **more)
        self.fields["minimum"] = MoneyField(currency, label=_("Only from this amount on"))
        self.fields["method"] = forms.TypedChoiceField(
            label=_("To"), coerce=int, required=False, empty_value=None, choices=[(m.pk, str(m)) for m in methods]
        )

"""Another thing to suggest beside an offer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Tier
from dhara.catalog.suggestions.rules import BUMP, CROSS, DOWNSELL, KINDS, UPSELL, WORDS_LENGTH, Draft
from dhara.kit.currency import currency
from dhara.kit.fields import MoneyField, TextField
from dhara.web.studio.forms.coupons import PercentField
from dhara.web.studio.forms.refusals import Refusable

OFFERED = [(kind, KINDS[kind]) for kind in (BUMP, CROSS, UPSELL, DOWNSELL)]


class Propose(Refusable):
    """`code` is the studio's currency, in which an amount is taken off."""

    kind = forms.ChoiceField(label=_("Where?"), choices=OFFERED)
    tier = forms.TypedChoiceField(label=_("What?"), coerce=int)
    percent = PercentField(label=_("Cheaper by, in percent"))
    words = TextField(
        label=_("Your sentence for it"),
        max_length=WORDS_LENGTH,
        required=False,
        help_text=_("Why it goes well together. Buyers read it beside the offer."),
    )

    def __init__(self, *args: Any, tiers: Sequence[Tier], code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = code
        fields: Any = self.fields
        fields["tier"].choices = [
            (tier.pk, f"{tier.offer.title} · {tier.name}" if tier.name else tier.offer.title) for tier in tiers
        ]
        fields["amount"] = MoneyField(code, required=False, label=_("or by an amount"))

    @property
    def sign(self) -> str:
        return currency(self.code).symbol.strip()

    def draft(self) -> Draft:
        told = self.cleaned_data
        amounts = {self.code: told["amount"].minor} if told["amount"] else {}
        return Draft(told["kind"], told["tier"], told["percent"] or 0, amounts, told["words"])

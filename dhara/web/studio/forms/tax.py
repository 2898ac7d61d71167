"""What a studio says about tax."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.money.tax import rules
from dhara.money.tax.queries import countries
from dhara.web.studio.forms.refusals import Refusable


class TaxForm(Refusable):
    registered = forms.BooleanField(
        label=_("I am registered for tax and charge it"),
        required=False,
        help_text=_("Leave it unticked if you do not have to. Then nothing is added and nothing is taken off."),
    )
    country = forms.ChoiceField(label=_("Country in which you are registered"))
    tax_id = TextField(
        label=_("Tax id"),
        max_length=40,
        required=False,
        help_text=_("BIN, GSTIN or VAT number: it stands on receipts."),
    )
    inclusive = forms.ChoiceField(
        label=_("What do your prices mean?"),
        choices=[
            ("yes", _("The tax is in them: buyers pay what they see on the offer")),
            ("no", _("The tax comes on top, and buyers see it before they pay")),
        ],
        widget=forms.RadioSelect,
    )
    countries = forms.MultipleChoiceField(
        label=_("Also charge it to buyers in"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Your own country always counts. Add others only where you have to."),
    )
    good = forms.ChoiceField(
        label=_("What do your offers count as?"),
        required=False,
        help_text=_("The rate depends on it. If you are not sure, ask your accountant."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["country"].choices = [("", _("Please choose")), *countries()]
        fields["countries"].choices = countries()
        fields["good"].choices = [("", _("By the kind of each offer")), *rules.KINDS.items()]
        fields["good"].says_optional = False

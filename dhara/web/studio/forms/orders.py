"""What a seller looks for among orders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.checkout.orders import rules
from dhara.kit.locale.text import clean_text


class OrderSearch(forms.Form):
    q = forms.CharField(
        label=_("Number, offer or buyer"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "class": "input", "placeholder": _("Number, offer or buyer")}),
    )
    status = forms.ChoiceField(label=_("State"), required=False)
    period = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("today", _("Today")),
            ("7", _("7 days")),
            ("30", _("30 days")),
            ("90", _("90 days")),
            ("365", _("Year")),
        ],
    )
    offer = forms.ChoiceField(label=_("Offer"), required=False)

    def __init__(self, *args: Any, offers: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in ("status", "period", "offer"):
            fields[name].says_optional = False
        states = [(code, words) for code, words in rules.LIFECYCLE.states.items() if code != rules.DRAFT]
        fields["status"].choices = [("", _("Any state")), *states]
        fields["offer"].choices = [("", _("All offers")), *((str(pk), title) for pk, title in offers)]

    def clean_q(self) -> str:
        return clean_text(self.cleaned_data["q"])

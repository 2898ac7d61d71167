"""Somebody who is to share an offer's income."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.web.studio.forms.coupons import PercentField
from dhara.web.studio.forms.refusals import Refusable


class Invite(Refusable):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    percent = PercentField(label=_("Part in percent"))
    role = TextField(
        label=_("For what?"),
        max_length=80,
        required=False,
        help_text=_("Such as drawings, translation, half the text."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["percent"].says_optional = False

    def clean_percent(self) -> int:
        value = self.cleaned_data["percent"]
        if value is None:
            raise forms.ValidationError(_("Please enter a percentage such as 20 or 12.5."))
        return int(value)

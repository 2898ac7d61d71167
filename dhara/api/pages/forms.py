"""A new key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.api.keys import rules
from dhara.kit.fields import TextField
from dhara.people.models import Studio


class NewKey(forms.Form):
    name = TextField(
        label=_("Which program will use it?"),
        max_length=rules.NAME_LENGTH,
        error_messages={"required": _("Please name the key after the program that will use it.")},
    )
    studio = forms.TypedChoiceField(
        label=_("For what?"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        choices=list(rules.SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose what the key may do.")},
    )

    def __init__(self, *args: Any, studios: list[Studio], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not studios:
            del self.fields["studio"]
            return
        field: Any = self.fields["studio"]
        field.choices = [("", _("For my account")), *((each.pk, each.name) for each in studios)]
        field.help_text = _("A key of a studio can only read the market and the studio's orders.")

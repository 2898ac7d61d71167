"""A new key; a webhook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.api.keys import rules
from dhara.api.webhooks import rules as webhooks
from dhara.kit.fields import TextField
from dhara.kit.refusal import Refused
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
        field.help_text = _("A key of a studio can do what is about the studio: not what you buy yourself.")


class EndpointForm(forms.Form):
    url = forms.CharField(
        label=_("Address"),
        max_length=webhooks.URL_LENGTH,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("An https address of your program. We send it what happens as JSON, signed."),
    )
    name = TextField(label=_("What is it for?"), required=False, max_length=webhooks.NAME_LENGTH)
    events = forms.MultipleChoiceField(
        label=_("What do you want to be told?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one event.")},
    )

    def __init__(self, *args: Any, known: Iterable[str], **kwargs: Any) -> None:
        """`known` are the names of all events that can be chosen."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["events"]
        field.choices = [(name, name) for name in known]

    def refuse(self, refusal: Refused) -> None:
        """Beside the field that is to blame, else above the form."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))

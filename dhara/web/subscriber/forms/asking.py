"""A studio's form as a visitor fills it in: the address, what the studio asks besides, and what keeps programs out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules as kinds
from dhara.audience.forms import queries, rules
from dhara.audience.forms.actions import Given
from dhara.audience.forms.models import Form
from dhara.audience.forms.rules import Origin
from dhara.audience.models import Field
from dhara.kit.refusal import Refused

_KINDS: dict[str, dict[str, str]] = {kinds.DATE: {"type": "date"}, kinds.NUMBER: {"inputmode": "decimal"}}


class AskForm(forms.Form):
    """Checks nothing by itself: the action does, for every door. `page` is where the visitor is."""

    email = forms.CharField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
    )

    def __init__(self, asked: Form, typed: Any = None, *, at: datetime, page: str = "") -> None:
        super().__init__(typed, auto_id=f"ask-{asked.token}-%s")
        self.asked, self.stamp = asked, rules.stamp(asked.pk, at)
        self.page = str(self.data.get("page", page))[:500] if self.is_bound else page[:500]
        for field, required in queries.asked(asked):
            self.fields[field.key if field else rules.NAME] = _question(field, required)

    def given(self, ip: str | None, referrer: str = "") -> Given:
        """What the action takes. A form of plain HTML on a foreign page tells where it stands by its referrer only."""
        page = self.page or referrer
        answers = {key: self.data.get(key, "") for key in self.fields if key != "email"}
        return Given(
            email=str(self.data.get("email", "")),
            answers=answers,
            language=(get_language() or "")[:2],
            trap=str(self.data.get(rules.TRAP, "")),
            stamp=str(self.data.get("stamp", "")),
            origin=Origin(page=page, utm=utm_of(page), ip=ip),
        )

    def refuse(self, refusal: Refused) -> None:
        """What the action says counts, beside the field that is to blame, else above all."""
        self.errors.pop(refusal.field or "", None)
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))


def utm_of(page: str) -> dict[str, str]:
    """The marks of a campaign in an address."""
    try:
        query = parse_qs(urlsplit(page).query, max_num_fields=60)
    except ValueError:
        return {}
    return {part: query[f"utm_{part}"][0] for part in rules.UTM if f"utm_{part}" in query}


def _question(field: Field | None, required: bool) -> forms.Field:
    if field is None:
        name = forms.TextInput(attrs={"autocomplete": "name", "maxlength": kinds.MAX_NAME})
        return forms.CharField(label=_("Your name"), required=required, widget=name)
    if field.kind == kinds.CHOICE:
        choices = [("", _("Please choose")), *((each, each) for each in field.choices)]
        return forms.CharField(label=field.label, required=required, widget=forms.Select(choices=choices))
    if field.kind == kinds.YES_NO:
        return forms.BooleanField(label=field.label, required=False)
    widget = forms.TextInput(attrs=_KINDS.get(field.kind, {}))
    return forms.CharField(label=field.label, required=required, widget=widget)

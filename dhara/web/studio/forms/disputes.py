"""What a studio says about a dispute."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.money.disputes.rules import MOST_WORDS
from dhara.web.studio.forms.refusals import Refusable


class AnswerForm(Refusable):
    statement = TextField(
        lines=True,
        label=_("What you know about it"),
        required=False,
        max_length=MOST_WORDS,
        help_text=_("Best in English: what was agreed, what the buyer wrote to you, why the payment is right."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

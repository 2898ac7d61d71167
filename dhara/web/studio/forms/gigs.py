"""What a gig asks and answers: extras, questions to the buyer, frequent questions, how many orders at once."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.catalog.prices.rules import check_amount
from dhara.delivery.gigs import rules
from dhara.delivery.gigs.rules import Extra, Question
from dhara.kit.currency import currency
from dhara.kit.fields import MoneyField, TextField
from dhara.kit.locale.digits import number, to_latin
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Invalid
from dhara.web.studio.forms.licences import Number
from dhara.web.studio.forms.prices import as_typed
from dhara.web.studio.forms.refusals import Refusable
from dhara.web.studio.forms.rows import Rows, made


class Row(forms.Form):
    """`key` stays when the words change; a new row gets one when it is saved."""

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    place: Any
    FILLED: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            vars(field)["says_optional"] = False

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if re.fullmatch(r"[\w-]+", key) else ""

    def own_key(self) -> str:
        return self.cleaned_data["key"] or secrets.token_hex(4)

    def blank(self) -> bool:
        data = self.cleaned_data
        return not any(data.get(name) for name in ("key", *self.FILLED))


class QuestionRow(Row):
    FILLED = ("words", "choices")
    words = TextField(
        label=_("Your question"),
        required=False,
        max_length=rules.MOST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    sort = forms.ChoiceField(
        label=_("How it is answered"),
        choices=list(rules.SORTS.items()),
        initial=rules.TEXT,
        widget=forms.Select(attrs={"data-choice": ""}),
    )
    needed = forms.BooleanField(label=_("Must be answered before the work begins"), required=False)
    choices = TextField(
        label=_("Answers to choose from, one on each line"),
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.blank():
            if not said["words"]:
                self.add_error("words", _("Write the question."))
            if said["sort"] in (rules.CHOICE, rules.MANY) and len(said["choices"].split("\n")) < 2:
                self.add_error("choices", _("Give two answers or more to choose from."))
        return said

    def question(self) -> Question:
        said = self.cleaned_data
        return Question(
            self.own_key(), said["words"], said["sort"], said["needed"], tuple(said["choices"].splitlines())
        )


class ExtraRow(Row):
    FILLED = ("title", "about")
    title = TextField(label=_("What it is"), required=False, max_length=rules.MOST_TITLE)
    about = TextField(
        label=_("A few words about it"),
        lines=True,
        required=False,
        max_length=rules.MOST_ABOUT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    days = TextField(
        label=_("Days more"),
        required=False,
        max_length=3,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Leave it empty when it takes no longer."),
    )

    def __init__(self, *args: Any, codes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = codes
        fields: Any = self.fields
        for code in codes:
            label = _("Price in %(currency)s") % {"currency": currency(code).name(current())}
            fields[f"amount_{code}"] = MoneyField(code, required=False, label=label)
            fields[f"amount_{code}"].says_optional = False

    @property
    def amounts(self) -> list[tuple[str, Any]]:
        return [(currency(code).symbol.strip(), self[f"amount_{code}"]) for code in self.codes]

    def clean_days(self) -> int:
        said = to_latin(self.cleaned_data["days"])
        if said and not (said.isdecimal() and int(said) <= rules.MOST_DAYS):
            raise forms.ValidationError(_("Between no day more and %(most)s.") % {"most": rules.MOST_DAYS})
        return int(said or 0)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.blank():
            if not said["title"]:
                self.add_error("title", _("Give the extra a name."))
            if not self._prices():
                self.add_error(f"amount_{self.codes[0]}", _("Say what the extra costs."))
            for code, minor in self._prices().items():
                self._check_price(code, minor)
        return said

    def blank(self) -> bool:
        return super().blank() and not self._prices()

    def _prices(self) -> dict[str, int]:
        given = {code: self.cleaned_data.get(f"amount_{code}") for code in self.codes}
        return {code: money.minor for code, money in given.items() if money is not None}

    def _check_price(self, code: str, minor: int) -> None:
        try:
            check_amount(minor, code, f"amount_{code}")
        except Invalid as refusal:
            self.add_error(refusal.field, str(refusal.message))

    def extra(self) -> Extra:
        said = self.cleaned_data
        return Extra(self.own_key(), said["title"], said["about"], said["days"], self._prices())


class FaqRow(Row):
    FILLED = ("question", "answer")
    question = TextField(label=_("What buyers ask"), required=False, max_length=rules.MOST_FAQ_WORDS)
    answer = TextField(
        label=_("Your answer"),
        lines=True,
        required=False,
        max_length=rules.MOST_FAQ_ANSWER,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.blank():
            for name in self.FILLED:
                if not said[name]:
                    self.add_error(name, _("A question and its answer belong together."))
        return said

    def pair(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.FILLED}


class Queue(Refusable):
    queue = Number(
        label=_("How many orders at once?"),
        max_value=rules.MOST_QUEUE,
        help_text=_("While so many are unfinished nobody can order, and the page says so. Empty means any number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vars(self.fields["queue"])["says_optional"] = False


# How a refusal of each part is read: a pattern for its field, and what the action's names are called here.
BLAMED: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "questions": (r"(?P<name>question)_(?P<row>\d+)", {"question": "words"}),
    "extras": (r"(?P<name>extra)_(?P<row>\d+)", {"extra": "title"}),
    "faq": (r"(?P<name>faq)_(?P<row>\d+)", {"faq": "question"}),
}
FRESH_QUESTION: Mapping[str, Any] = {"sort": rules.TEXT, "needed": True}


def questions(data: Any = None, rows: Sequence[Mapping[str, Any]] = ()) -> Rows:
    shown: Rows = made(QuestionRow, "questions", rules.MOST_QUESTIONS, data=data, rows=rows)
    return shown


def extras(codes: Sequence[str], data: Any = None, rows: Sequence[Mapping[str, Any]] = ()) -> Rows:
    shown: Rows = made(ExtraRow, "extras", rules.MOST_EXTRAS, data=data, rows=rows, codes=codes)
    return shown


def faq(data: Any = None, rows: Sequence[Mapping[str, Any]] = ()) -> Rows:
    shown: Rows = made(FaqRow, "faq", rules.MOST_FAQ, data=data, rows=rows)
    return shown


def question_rows(kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The stored questions as rows."""
    return [{**each, "choices": "\n".join(each["choices"])} for each in kept]


def extra_rows(kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The stored extras as rows."""
    return [
        {**each, "days": number(each["days"], current()) if each["days"] else "", **_amounts(each["prices"])}
        for each in kept
    ]


def _amounts(prices: Mapping[str, int]) -> dict[str, str]:
    return {f"amount_{code}": as_typed(minor, code) for code, minor in prices.items()}

"""The form that workers fill in: its questions as rows, and the reasons for which a proof may be rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.kit.locale.digits import in_script, to_latin
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Refused
from dhara.web.studio.forms.gigs import Row
from dhara.web.studio.forms.refusals import Refusable
from dhara.web.studio.forms.rows import Rows, made, typed
from dhara.work.campaigns.rules import draft, proof
from dhara.work.campaigns.rules.proof import Field

PREFIX: Final = "proof"
FRESH: Mapping[str, Any] = {"sort": proof.TEXT, "needed": True}
BLAMED: Final = r"(?P<name>proof)_(?P<row>\d+)"
_FAR: Final = 10**15


def _bound(label: Any) -> TextField:
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    return TextField(label=label, required=False, max_length=16, widget=forms.TextInput(attrs=attrs))


class ProofRow(Row):
    FILLED = ("words", "choices")
    words = TextField(
        label=_("Your question"),
        required=False,
        max_length=proof.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    sort = forms.ChoiceField(
        label=_("How it is answered"),
        choices=list(proof.SORTS.items()),
        initial=proof.TEXT,
        widget=forms.Select(attrs={"data-choice": ""}),
    )
    needed = forms.BooleanField(label=_("Must be answered"), required=False)
    choices = TextField(
        label=_("Answers to choose from, one on each line"),
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    least = _bound(_("At least"))
    most = _bound(_("At most"))

    def clean_least(self) -> int | None:
        return self._number("least")

    def clean_most(self) -> int | None:
        return self._number("most")

    def _number(self, name: str) -> int | None:
        said = to_latin(self.cleaned_data[name]).replace(",", "")
        if not said:
            return None
        if not said.lstrip("-").isdecimal() or abs(int(said)) > _FAR:
            raise forms.ValidationError(_("Please enter a number."))
        return int(said)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.blank():
            if not said["words"]:
                self.add_error("words", _("Write the question."))
            if said["sort"] == proof.CHOICE and len(said["choices"].split("\n")) < 2:
                self.add_error("choices", _("Give two answers or more to choose from."))
        return said

    def field(self) -> Field:
        said = self.cleaned_data
        return Field(
            self.own_key(),
            said["words"],
            said["sort"],
            said["needed"],
            tuple(said["choices"].splitlines()),
            said["least"],
            said["most"],
        )


class Reasons(Refusable):
    reasons = TextField(
        label=_("Reasons to reject a proof, one on each line"),
        lines=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Workers read them before they begin. You choose one of them when you reject, and add your own words."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vars(self.fields["reasons"])["says_optional"] = False

    def lines(self) -> list[str]:
        found: list[str] = self.cleaned_data["reasons"].splitlines()
        return found


def formset(data: Any = None, rows: Sequence[Mapping[str, Any]] = ()) -> Rows:
    shown: Rows = made(ProofRow, PREFIX, proof.MOST_FIELDS, data=data, rows=rows)
    return shown


def rows_of(fields: Sequence[Field]) -> list[dict[str, Any]]:
    """The stored questions as rows."""
    return [{**each.kept(), "choices": "\n".join(each.choices), **_bounds(each)} for each in fields]


def _bounds(field: Field) -> dict[str, str]:
    return {
        name: "" if value is None else in_script(value, current())
        for name, value in (("least", field.least), ("most", field.most))
    }


def typed_rows(post: Any) -> list[dict[str, Any]]:
    return typed(post, PREFIX, proof.MOST_FIELDS)


def refuse(rows: Rows, reasons: Reasons, refusal: Refused) -> None:
    """Beside the row or the field that is to blame."""
    if refusal.field == "reasons":
        reasons.refuse(refusal)
    else:
        rows.refuse(refusal, BLAMED, {"proof": "words"})


MOST_REASONS: Final = draft.MOST_REASONS

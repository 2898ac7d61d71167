"""The form of a job: what there is to do, what it pays, who is looked for, what they are asked."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money, currency, parse_amount
from dhara.kit.fields import TextField
from dhara.kit.locale.digits import to_latin
from dhara.kit.refusal import Invalid, Refused
from dhara.web.jobs.words import COMMON
from dhara.work.jobs import rules
from dhara.work.jobs.rules import Question, Wanted
from dhara.work.models import Job

NUMBERS: Final = range(1, rules.MOST_QUESTIONS + 1)


class JobForm(forms.Form):
    title = TextField(
        label=_("The work in a few words"),
        max_length=rules.MOST_TITLE,
        help_text=_("For example “A logo for a tea stall” or “Type 40 pages in Bengali”."),
    )
    description = TextField(
        lines=True,
        label=_("Describe the work"),
        max_length=rules.MOST_DESCRIPTION,
        help_text=_("What there is already, what you want to have in the end, and until when."),
    )
    skills = forms.MultipleChoiceField(
        label=_("Skills"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("The right people find it.")
    )
    pay = forms.ChoiceField(
        label=_("How you pay"),
        choices=[
            (rules.FIXED, _("A fixed price for each part of the work")),
            (rules.HOURLY, _("By the hour, up to a weekly limit")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    weekly_hours = forms.CharField(
        label=_("Hours a week, about"), required=False, max_length=4, help_text=_("Only for work by the hour.")
    )
    currency = forms.ChoiceField(label=_("Currency"))
    budget_least = forms.CharField(label=_("You pay from"), required=False, max_length=20)
    budget_most = forms.CharField(label=_("up to"), required=False, max_length=20)
    level = forms.ChoiceField(
        label=_("Experience"), required=False, choices=[("", _("Any experience")), *rules.LEVELS.items()]
    )
    length = forms.ChoiceField(
        label=_("How long it takes"), required=False, choices=[("", _("I can not say")), *rules.LENGTHS.items()]
    )
    language = forms.ChoiceField(
        label=_("Language of the work"), choices=list(rules.LANGUAGES.items()), widget=forms.RadioSelect
    )
    wanted = forms.CharField(label=_("How many people?"), max_length=4)
    attachments = forms.FileField(
        label=_("Files"),
        required=False,
        widget=forms.FileInput(),
        help_text=_("A sketch, a text, an example: up to 50 MB each. Whoever is signed in can open them."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        skills: list[tuple[int, str]],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(data, files, initial=initial)
        self._choices("skills", [(str(number), name) for number, name in skills])
        now = str(initial.get("currency", ""))
        codes = dict.fromkeys([*([now] if now else []), *COMMON])
        self._choices("currency", [(code, f"{currency(code).symbol.strip()} {code}") for code in codes])
        self.fields["attachments"].widget.attrs["multiple"] = True
        self.fields["description"].widget.attrs["rows"] = 8
        for name in ("wanted", "weekly_hours"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        for name in ("budget_least", "budget_most"):
            self.fields[name].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        for number in NUMBERS:
            words = TextField(label=_("Question"), required=False, max_length=rules.MOST_QUESTION)
            self.fields[f"question_{number}"] = words
            self.fields[f"needed_{number}"] = forms.BooleanField(label=_("Must be answered"), required=False)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
        field.choices = choices

    def pairs(self) -> list[tuple[Any, Any]]:
        """Each question's text with whether it must be answered, for the page."""
        return [(self[f"question_{number}"], self[f"needed_{number}"]) for number in NUMBERS]

    def clean_wanted(self) -> int:
        return _number(self.cleaned_data["wanted"])

    def clean_weekly_hours(self) -> int:
        return _number(self.cleaned_data["weekly_hours"] or "0")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in ("budget_least", "budget_most"):
            typed, given[name] = given.get(name), 0
            if typed and given.get("currency"):
                try:
                    given[name] = parse_amount(typed, given["currency"]).minor
                except Invalid as refusal:
                    self.add_error(name, str(refusal.message))
        return given

    def job(self, *, by_invitation: bool = False) -> Wanted:
        """What was typed, for the actions; the form is valid."""
        said = self.cleaned_data
        asked = (
            Question(f"q{number}", said[f"question_{number}"], bool(said[f"needed_{number}"])) for number in NUMBERS
        )
        return Wanted(
            title=said["title"],
            description=said["description"],
            currency=said["currency"],
            language=said["language"],
            pay=said["pay"] or rules.FIXED,
            weekly_hours=said["weekly_hours"],
            budget_least=said["budget_least"],
            budget_most=said["budget_most"],
            level=said["level"],
            length=said["length"],
            wanted=said["wanted"],
            questions=tuple(each for each in asked if each.words),
            skills=tuple(int(each) for each in said["skills"]),
            by_invitation=by_invitation,
        )

    def refused(self, refusal: Refused) -> None:
        """Say why beside the field that is to blame, else above the form."""
        name = {"questions": "question_1", "files": "attachments"}.get(refusal.field or "", refusal.field or "")
        self.add_error(name if name in self.fields else None, str(refusal.message))


def filled(job: Job) -> dict[str, Any]:
    """What the form shows of a job; it is loaded with its skills."""
    found: dict[str, Any] = {
        "title": job.title,
        "description": job.description,
        "skills": [str(each.pk) for each in job.skills.all()],
        "pay": job.pay,
        "weekly_hours": str(job.weekly_hours or ""),
        "currency": job.currency,
        "budget_least": _amount(job.budget_least, job.currency),
        "budget_most": _amount(job.budget_most, job.currency),
        "level": job.level,
        "length": job.length,
        "language": job.language,
        "wanted": str(job.wanted),
    }
    for number, each in enumerate(job.questions, start=1):
        found |= {f"question_{number}": each["words"], f"needed_{number}": each.get("needed", False)}
    return found


def _number(typed: str) -> int:
    typed = to_latin(typed).strip()
    if not typed.isascii() or not typed.isdecimal():
        raise forms.ValidationError(_("Please write a number."))
    return int(typed)


def _amount(minor: int | None, code: str) -> str:
    return str(Money(minor, code).decimal()) if minor else ""

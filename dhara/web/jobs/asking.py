"""What a visitor of the board looks for: read from the address with patience, written into one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import CODES, Money, currency, parse_amount
from dhara.kit.refusal import Invalid
from dhara.web.jobs.words import COMMON
from dhara.work.jobs.rules import LANGUAGES, LEVELS, Asked, asked_of

LONGEST: Final = 200
FIELDS: Final = ("skill", "level", "language", "currency", "least")


class Narrowing(forms.Form):
    """A wrong amount is said beside its field, and the list is shown without it."""

    skill = forms.ChoiceField(label=_("Skill"), required=False)
    level = forms.ChoiceField(
        label=_("Experience"), required=False, choices=[("", _("Any experience")), *LEVELS.items()]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Any language")), *LANGUAGES.items()]
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    least = forms.CharField(label=_("Pays at least"), required=False, max_length=20)

    def __init__(self, data: QueryDict, home: str, skills: Sequence[tuple[int, str]]) -> None:
        """`home` is the currency that the visitor reads: amounts typed without another one mean it."""
        super().__init__(data, auto_id="narrow_%s")
        self.home = home
        self._choices("skill", [("", _("Any skill")), *((str(number), name) for number, name in skills)])
        codes = dict.fromkeys([home, *COMMON])
        known = [("", _("Any currency")), *((c, f"{currency(c).symbol.strip()} {c}") for c in codes)]
        self._choices("currency", known)
        self.fields["least"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        if typed := read.get("least"):
            try:
                read["least"] = parse_amount(typed, read.get("currency") or self.home)
            except Invalid as refusal:
                self.add_error("least", str(refusal.message))
        return read


@dataclass(frozen=True)
class Choice:
    """`asked` for the search, `fields` to be shown again, `open` when something is narrowed or wrong."""

    asked: Asked
    fields: Narrowing
    open: bool


def read(query: QueryDict, home: str, skills: Sequence[tuple[int, str]]) -> Choice:
    """Whatever is in the query, a choice comes out of it; what makes no sense is left out."""
    text = query.get("q", "").replace("\x00", "")[:LONGEST]
    form = Narrowing(query, home, skills)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if name not in form.errors and value}
    least = given.get("least")
    code = given.get("currency") or (home if isinstance(least, Money) else "")
    kept = {
        "text": text.strip(),
        "skills": [given["skill"]] if given.get("skill") else [],
        "level": given.get("level", ""),
        "language": given.get("language", ""),
        "currency": code if code in CODES else "",
        "least": least.minor if isinstance(least, Money) else 0,
    }
    asked = asked_of(kept)
    narrowed = any(query.get(name) for name in FIELDS)
    return Choice(asked, form, narrowed)


def query_of(asked: Asked) -> str:
    """The address's query that asks for the same; empty for everything."""
    return urlencode(pairs_of(asked))


def pairs_of(asked: Asked) -> list[tuple[str, str]]:
    """The same as (field, value), for a form."""
    least = str(Money(asked.least, asked.currency).decimal()) if asked.least and asked.currency else ""
    pairs = [("q", asked.text), *(("skill", str(each)) for each in asked.skills[:1])]
    pairs += [("level", asked.level), ("language", asked.language), ("currency", asked.currency), ("least", least)]
    return [(name, value) for name, value in pairs if value]


def in_words(asked: Asked, skills: dict[int, str], language: str) -> list[str]:
    """What is asked for, as a reader sees it beside a saved search."""
    found = [f"“{asked.text}”"] if asked.text else []
    found += [skills[each] for each in asked.skills if each in skills]
    found += [str(LEVELS[asked.level])] if asked.level in LEVELS else []
    found += [str(LANGUAGES[asked.language])] if asked.language in LANGUAGES else []
    if asked.least and asked.currency in CODES:
        found.append(f"≥ {Money(asked.least, asked.currency).display(language)}")
    elif asked.currency:
        found.append(asked.currency)
    return found

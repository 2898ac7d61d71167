"""The proof form: drawn from the campaign's questions, read from the request, kept when it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.locale.digits import in_script
from dhara.kit.refusal import Invalid
from dhara.work.campaigns.rules import proof
from dhara.work.campaigns.rules.proof import Field
from dhara.work.handins import queries
from dhara.work.handins.actions import take
from dhara.work.models import SubmittedFile, Unit


@dataclass(frozen=True)
class Asked:
    """A question with what was answered; `choices` are (words, chosen), `kept` files: (token, name, bytes)."""

    question: Field
    name: str
    value: str
    choices: list[tuple[str, bool]]
    help: str = ""
    error: str = ""
    kept: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass
class Given:
    """What came with a form: answers and (unsaved) files by the key of their question, and what is wrong with them."""

    fields: list[Field]
    answers: dict[str, str] = field(default_factory=dict)
    files: dict[str, list[SubmittedFile]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def all_files(self) -> list[SubmittedFile]:
        return [each for files in self.files.values() for each in files]


def name_of(each: Field) -> str:
    return f"answer_{each.key}"


def read(request: HttpRequest, fields: list[Field], unit: Unit, *, by: Actor, at: datetime) -> Given:
    """Everything that was given, and all that is wrong with it at once. Raises Refused where nothing is wanted now."""
    given = Given(fields)
    for each in fields:
        try:
            if each.sort in proof.UPLOADED:
                _receive(request, each, given, unit, by, at)
            else:
                given.answers[each.key] = request.POST.get(name_of(each), "")
            types = {each.key: [one.file.mime for one in given.files.get(each.key, ())]}
            proof.clean_answers([each], given.answers, types)
        except Invalid as refusal:
            given.errors[each.key] = str(refusal.message)
            if refusal.code == "not_a_picture":
                given.files.pop(each.key, None)  # it would only be refused again
    return given


def _receive(request: HttpRequest, each: Field, given: Given, unit: Unit, by: Actor, at: datetime) -> None:
    name = name_of(each)
    came: list[Any] = [*request.POST.getlist(f"{name}-kept"), *request.FILES.getlist(name)]
    if came:
        given.files[each.key] = take(unit, came, by=by, at=at, question=each.key)


def asked(
    fields: list[Field], unit: Unit, at: datetime, given: Given | None = None, before: Mapping[str, str] | None = None
) -> list[Asked]:
    """For the page: as it was given, or as it was handed in `before`."""
    found = []
    for each in fields:
        value = given.answers.get(each.key, "") if given else (before or {}).get(each.key, "")
        kept = queries.waiting(given.files.get(each.key, ()), unit, at) if given else []
        error = given.errors.get(each.key, "") if given else ""
        choices = [(words, words == value) for words in each.choices]
        found.append(Asked(each, name_of(each), value, choices, _help(each), error, kept))
    return found


def _help(each: Field) -> str:
    """What bounds an answer, and what fits."""
    if each.sort == proof.SCREENSHOT:
        return _("PNG, JPEG or WEBP. You can add several.")
    if each.sort == proof.FILE:
        return _("You can add several.")
    if each.sort == proof.LINK:
        return _("A complete address that begins with https://")
    least, most = (
        None if bound is None else in_script(bound, get_language() or "en") for bound in (each.least, each.most)
    )
    if each.sort == proof.NUMBER:
        return _bounds(least, most)
    if least is not None and most is not None:
        return _("Between %(least)s and %(most)s letters") % {"least": least, "most": most}
    if least is not None:
        return _("At least %(least)s letters") % {"least": least}
    return _("At most %(most)s letters") % {"most": most} if most is not None else ""


def _bounds(least: str | None, most: str | None) -> str:
    if least is not None and most is not None:
        return _("From %(least)s to %(most)s") % {"least": least, "most": most}
    if least is not None:
        return _("%(least)s or more") % {"least": least}
    return _("%(most)s or less") % {"most": most} if most is not None else ""

"""Forms for tests, published unless told otherwise, and strangers who fill them in."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from dhara.audience.forms import actions, rules
from dhara.audience.forms.actions import Given
from dhara.audience.forms.models import Form, Submission
from dhara.audience.forms.rules import Draft, Origin
from dhara.audience.models import Field, Tag
from dhara.kit.actor import GUEST, person
from dhara.people.models import Member, Studio
from tests.make import people
from tests.make.people import LONG_AGO

_numbers = itertools.count(1)


def owner_of(studio: Studio) -> Any:
    return person(Member.objects.filter(studio=studio, role="owner").values_list("account_id", flat=True)[0])


def tag(studio: Studio, name: str = "") -> Tag:
    return Tag.objects.create(studio=studio, name=name or f"tag {next(_numbers)}", created_at=LONG_AGO)


def field(studio: Studio, key: str = "city", kind: str = "text", choices: list[str] | None = None) -> Field:
    label = key.capitalize()
    return Field.objects.create(
        studio=studio, key=key, label=label, kind=kind, choices=choices or [], created_at=LONG_AGO
    )


def form(studio: Studio | None = None, *, published: bool = True, at: datetime = LONG_AGO, **draft: Any) -> Form:
    studio = studio or people.studio()
    by = owner_of(studio)
    made = actions.make(studio, Draft(**{"name": "Checklist", **draft}), by=by, at=at)
    return actions.publish(made, by=by, at=at) if published else made


def submit(
    form: Form, email: str = "mitu@example.org", *, at: datetime, took: int = 20, trap: str = "", **answers: Any
) -> Submission:
    """As a person does who looks at the form for some seconds."""
    given = Given(
        email=email,
        answers=answers,
        language="en",
        trap=trap,
        stamp=rules.stamp(form.pk, at - timedelta(seconds=took)),
        origin=Origin(page="https://blog.example/post?x=1", utm={"source": "facebook"}, ip="203.0.113.7"),
    )
    return actions.submit(form, given, by=GUEST, at=at)

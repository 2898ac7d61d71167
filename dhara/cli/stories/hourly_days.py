"""What the story of work by the hour does inside its own Dhara: moves the week to where it is just worked.

Runs by `dhara manage shell`; each prints one line of JSON. See `job_days`.
"""

from __future__ import annotations

import json
from datetime import timedelta

from dhara.cli.stories.job_days import becomes as becomes
from dhara.cli.stories.job_days import clear as clear
from dhara.cli.stories.job_days import pass_hours as pass_hours
from dhara.cli.stories.job_days import silence as silence

# How long the week still lasts, and the agreement has been there.
_LEFT, _SINCE = timedelta(days=2), timedelta(days=3)


def mid_week(work: int, position: int) -> None:
    """The paid week is the present one: two days of it are left, whatever day it is."""
    from dhara.kit import clock
    from dhara.work.engagements.modes.hourly import edit_until
    from dhara.work.models import Engagement, Unit

    now = clock.now()
    Engagement.objects.filter(pk=work).update(agreed_at=now - _SINCE)
    unit = Unit.objects.select_related("engagement").get(engagement=work, position=position)
    unit.due_at = now + _LEFT
    Unit.objects.filter(pk=unit.pk).update(due_at=unit.due_at)
    unit.start_timer("close", edit_until(unit))
    print(json.dumps({"unit": unit.pk}))


def minutes(work: int, position: int) -> None:
    """How much time stands in a week."""
    from dhara.work.hours.queries import minutes_of
    from dhara.work.models import Unit

    unit = Unit.objects.get(engagement=work, position=position)
    print(json.dumps({"minutes": minutes_of([unit])[unit.pk]}))


def unit(work: int, position: int) -> None:
    """The number of a week's unit."""
    from dhara.work.models import Unit

    print(json.dumps({"unit": Unit.objects.get(engagement=work, position=position).pk}))

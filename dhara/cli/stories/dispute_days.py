"""What the story of a case does inside its own Dhara: lets hours pass, looks at cases and at the letters about them.

Runs by `dhara manage shell`, as its operator could; each prints one line of JSON. See `gig_days`.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from dhara.cli.stories import gig_days
from dhara.cli.stories.gig_days import becomes as becomes
from dhara.cli.stories.gig_days import clear as clear
from dhara.cli.stories.patience import INSIDE


def pass_hours(hours: int) -> None:
    """As in `gig_days`, for cases too: what says until when somebody may answer must say so of the moved time."""
    from django.db.models import F

    from dhara.trust.models import Case

    gone = timedelta(hours=hours)
    Case.objects.update(status_at=F("status_at") - gone, created_at=F("created_at") - gone)
    gig_days.pass_hours(hours)


def case_becomes(number: int, state: str, patience: float = INSIDE) -> None:
    """How a case stands, as soon as it is in a state, or after `patience` seconds."""
    from dhara.trust.models import Case

    states = Case.objects.filter(pk=number).values_list("status", flat=True)
    until, found = time.monotonic() + patience, states.get()
    while found != state and time.monotonic() < until:
        time.sleep(0.3)
        found = states.get()
    print(json.dumps({"case": found}))


def time_up(number: int) -> None:
    """The timer of a case fires at this very moment."""
    from dhara.kit import clock
    from dhara.kit.actor import SYSTEM
    from dhara.trust.disputes.actions import time_up

    time_up(number, by=SYSTEM, at=clock.now())
    print(json.dumps({}))


def letters(where: dict[str, tuple[int, int]], expected: dict[str, Any], patience: float = INSIDE) -> None:
    """{name: {letter: [to, …]}} about cases, as soon as they are those `expected`, or after `patience` seconds.

    `where` has the number of the work and of the case. Counted is what was sent.
    """

    def counted() -> dict[str, Any]:
        return {name: _letters(*numbers) for name, numbers in where.items()}

    until, found = time.monotonic() + patience, counted()
    while found != expected and time.monotonic() < until:
        time.sleep(0.3)
        found = counted()
    print(json.dumps(found))


def _letters(work: int, case: int) -> dict[str, list[str]]:
    """Those that lead to the page of the case, and those about its end, which lead to the work."""
    from django.db.models import Q

    from dhara.kit.mail.models import Letter

    about = Q(text__contains=f"/cases/{case}/") | Q(name="work_ruled", text__contains=f"/work/{work}/")
    sent = Letter.objects.filter(about, state=Letter.SENT).values_list("name", "to_email")
    found: dict[str, list[str]] = {}
    for (name, email), many in Counter(sent).items():
        found.setdefault(name.removeprefix("work_"), []).extend([email] * many)
    return {name: sorted(found[name]) for name in sorted(found)}


def proposals(case: int) -> None:
    """How the proposals of a case stand: {state: [the worker's part, …]}."""
    from dhara.trust.models import Proposal

    found: dict[str, Any] = {}
    for each in Proposal.objects.filter(case=case).order_by("id"):
        found.setdefault(each.status, []).append(each.to_worker)
    print(json.dumps(found))

"""Both sides settle as the operator rules, and the like: one comes first, the money moves once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import GUEST, SYSTEM, operator
from dhara.kit.refusal import Refused
from dhara.trust import doctor
from dhara.trust.disputes import actions
from dhara.trust.models import Case
from dhara.work.models import Unit
from tests.make import cases, people
from tests.make.race import at_once
from tests.make.refunds import sound

pytestmark = pytest.mark.django_db(transaction=True)


def one_way(case: Case, at: datetime) -> Unit:
    assert all(finding.ok for finding in doctor.check())
    sound(at)
    return Unit.objects.get(pk=case.unit_id)


def test_settled_as_the_operator_rules(now: datetime) -> None:
    unit, oishi = cases.delivered(now), people.account("oishi@example.com", is_staff=True)
    case = cases.opened(unit, now)
    proposed = actions.propose(case.pk, to_worker=20_000, by=cases.maker(unit), at=now)
    answers = at_once(
        lambda: actions.agree(proposed.pk, by=GUEST, at=now),
        lambda: actions.agree(proposed.pk, by=GUEST, at=now),
        lambda: actions.rule(case.pk, to_worker=1, text="So.", by=operator(oishi.pk), at=now),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    unit = one_way(case, now)
    case = Case.objects.get(pk=case.pk)
    assert (case.status, unit.paid) in (("settled", 20_000), ("ruled", 0))


def test_each_agrees_to_the_other_at_once(now: datetime) -> None:
    unit = cases.delivered(now)
    case, her = cases.opened(unit, now), cases.maker(unit)
    mine = actions.propose(case.pk, to_worker=10_000, by=GUEST, at=now)
    hers = actions.propose(case.pk, to_worker=30_000, by=her, at=now)
    answers = at_once(
        lambda: actions.agree(mine.pk, by=her, at=now),
        lambda: actions.agree(hers.pk, by=GUEST, at=now),
        lambda: actions.withdraw(case.pk, by=GUEST, at=now),
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 2
    assert one_way(case, now).paid in (10_000, 30_000, 0)


def test_appealed_as_the_time_is_over(now: datetime) -> None:
    unit, oishi = cases.delivered(now), people.account("oishi@example.com", is_staff=True)
    case, late = cases.opened(unit, now), now + timedelta(hours=120)
    actions.rule(case.pk, to_worker=20_000, text="So.", by=operator(oishi.pk), at=now)
    at_once(
        lambda: actions.appeal(case.pk, text="No.", by=GUEST, at=late),
        lambda: actions.accept(case.pk, by=cases.maker(unit), at=late),
        lambda: actions.time_up(case.pk, by=SYSTEM, at=late),
        lambda: actions.time_up(case.pk, by=SYSTEM, at=late),
    )
    unit = one_way(case, late)
    assert (Case.objects.get(pk=case.pk).status, unit.paid) in (("appealed", 0), ("closed", 20_000))

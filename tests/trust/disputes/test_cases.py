"""A case from its opening to each of its ends: who may do what when, what silence does, where the money goes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from dhara.kit.actor import GUEST, SYSTEM, operator, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.people.models import Account, Member
from dhara.trust import doctor
from dhara.trust.disputes import actions, queries, rules
from dhara.trust.models import Case, Proposal, Statement, StatementFile
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import cases, people
from tests.make.refunds import sound

pytestmark = pytest.mark.django_db
SHARE = 42_075


@pytest.fixture
def unit(db: Any, now: datetime) -> Unit:
    return cases.delivered(now)


@pytest.fixture
def oishi() -> Account:
    return people.account("oishi@example.com", is_staff=True)


def ends(case: Case, at: datetime, status: str, paid: int) -> None:
    """The case and its unit ended together, and every book agrees."""
    case = Case.objects.select_related("unit").get(pk=case.pk)
    unit = case.unit
    assert (case.status, case.to_worker, unit.paid, unit.returned) == (status, paid, paid, SHARE - paid)
    assert unit.status in ("accepted", "cancelled", "divided")
    whole(at)


def whole(at: datetime) -> None:
    assert all(finding.ok for finding in doctor.check()), [each for each in doctor.check() if not each.ok]
    sound(at)


def test_every_dispute_is_a_case_whichever_door_it_comes_by(unit: Unit, now: datetime) -> None:
    work.act(unit.pk, "dispute", by=cases.maker(unit), at=now, text="The buyer is silent.")
    case = Case.objects.get()
    assert (case.unit_id, case.status, case.role, case.came_from) == (unit.pk, "answer", "worker", "submitted")
    claim = case.statements.get()
    assert (claim.sort, claim.text, claim.to_worker, case.amount) == ("claim", "The buyer is silent.", SHARE, SHARE)
    whole(now)


def test_settled_by_a_proposal(unit: Unit, now: datetime) -> None:
    her, case = cases.maker(unit), cases.opened(unit, now, to_worker=10_000)
    with pytest.raises(NotAllowed):
        actions.answer(case.pk, text="Mine.", by=GUEST, at=now)
    actions.answer(case.pk, text="It is green.", by=her, at=now)
    assert queries.wanted(case, "buyer") == 10_000
    assert queries.wanted(case, "worker") == SHARE
    first = actions.propose(case.pk, to_worker=30_000, by=her, at=now)
    with pytest.raises(NotAllowed):
        actions.agree(first.pk, by=her, at=now)
    second = actions.propose(case.pk, to_worker=20_000, text="Half?", by=her, at=now)
    with pytest.raises(Conflict):
        actions.agree(first.pk, by=GUEST, at=now)
    actions.decline(second.pk, answer="Less.", by=GUEST, at=now)
    third = actions.propose(case.pk, to_worker=15_000, by=GUEST, at=now)
    actions.agree(third.pk, by=her, at=now)
    states = list(Proposal.objects.order_by("id").values_list("status", flat=True))
    assert states == ["withdrawn", "declined", "accepted"]
    ends(case, now, "settled", 15_000)
    with pytest.raises(Conflict):
        actions.say(case.pk, text="But!", by=GUEST, at=now)


def test_what_the_other_side_wants_can_be_agreed_to(unit: Unit, now: datetime) -> None:
    her, case = cases.maker(unit), cases.opened(unit, now, to_worker=20_000)
    with pytest.raises(Conflict):
        actions.concede(case.pk, to_worker=19_999, by=her, at=now)
    actions.concede(case.pk, to_worker=20_000, by=her, at=now)
    ends(case, now, "settled", 20_000)


def test_taken_back_the_work_goes_on_with_the_time_that_was_left(unit: Unit, now: datetime) -> None:
    work.act(unit.pk, "ask_revision", by=GUEST, at=now, text="Larger.")
    due = Unit.objects.get(pk=unit.pk).due_at
    case, later = cases.opened(unit, now), now + timedelta(days=2)
    with pytest.raises(NotAllowed):
        actions.withdraw(case.pk, by=cases.maker(unit), at=later)
    actions.withdraw(case.pk, by=GUEST, at=later)
    again = Unit.objects.get(pk=unit.pk)
    assert due is not None
    assert (again.status, again.due_at) == ("revision", due + timedelta(days=2))
    assert Case.objects.get(pk=case.pk).status == "withdrawn"
    assert cases.opened(unit, later).pk != case.pk
    whole(later)


def test_unanswered_it_goes_to_the_operator_and_the_ruling_stands_when_nobody_appeals(
    unit: Unit, now: datetime, oishi: Account
) -> None:
    case = cases.opened(unit, now)
    drain(now + timedelta(hours=71))
    assert Case.objects.get(pk=case.pk).status == "answer"
    late = now + timedelta(hours=73)
    drain(late)
    assert Case.objects.get(pk=case.pk).status == "judge"
    with pytest.raises(Conflict):
        actions.answer(case.pk, text="Too late.", by=cases.maker(unit), at=late)
    actions.say(case.pk, text="But still.", by=cases.maker(unit), at=late)
    actions.rule(case.pk, to_worker=20_000, text="Half is green.", by=operator(oishi.pk), at=late)
    kept = Unit.objects.get(pk=unit.pk)
    assert (kept.status, kept.paid, kept.returned) == ("disputed", 0, 0), "no money moves before the time is over"
    drain(late + timedelta(hours=119))
    assert Unit.objects.get(pk=unit.pk).status == "disputed"
    drain(late + timedelta(hours=121))
    ends(case, late + timedelta(hours=121), "closed", 20_000)
    assert Unit.objects.get(pk=unit.pk).decisions.latest("id").author_id == oishi.pk


def test_talking_ends_by_itself_or_by_one_side(unit: Unit, now: datetime) -> None:
    case = cases.opened(unit, now)
    with pytest.raises(Conflict):
        actions.hand_over(case.pk, by=GUEST, at=now)
    actions.answer(case.pk, text="No.", by=cases.maker(unit), at=now)
    drain(now + timedelta(hours=73))
    assert Case.objects.get(pk=case.pk).status == "judge"
    actions.withdraw(case.pk, by=GUEST, at=now)
    other = cases.opened(unit, now)
    actions.answer(other.pk, text="No.", by=cases.maker(unit), at=now)
    actions.hand_over(other.pk, by=cases.maker(unit), at=now)
    assert Case.objects.get(pk=other.pk).status == "judge"


def test_who_lost_agrees_and_it_is_carried_out_at_once(unit: Unit, now: datetime, oishi: Account) -> None:
    her, case = cases.maker(unit), cases.opened(unit, now)
    actions.answer(case.pk, text="No.", by=her, at=now)
    actions.rule(case.pk, to_worker=SHARE, text="It is green.", by=operator(oishi.pk), at=now)
    case = Case.objects.select_related("unit__engagement").get(pk=case.pk)
    assert queries.lost_by(case) == ["buyer"]
    for deed in (actions.accept, actions.appeal):
        with pytest.raises(NotAllowed):
            deed(case.pk, by=her, at=now, **({"text": "More!"} if deed is actions.appeal else {}))
    actions.accept(case.pk, by=GUEST, at=now)
    ends(case, now, "closed", SHARE)


def test_where_nobody_lost_nothing_is_waited_for(unit: Unit, now: datetime, oishi: Account) -> None:
    case = cases.opened(unit, now, to_worker=20_000)
    actions.answer(case.pk, text="All right.", to_worker=20_000, by=cases.maker(unit), at=now)
    actions.rule(case.pk, to_worker=20_000, text="As you both say.", by=operator(oishi.pk), at=now)
    ends(case, now, "closed", 20_000)


def test_an_appeal_is_judged_by_another_operator_and_is_final(unit: Unit, now: datetime, oishi: Account) -> None:
    case, first = cases.opened(unit, now), operator(oishi.pk)
    actions.rule(case.pk, to_worker=SHARE, text="It is green.", by=first, at=now)
    actions.appeal(case.pk, text="Look at the picture.", by=GUEST, at=now)
    drain(now + timedelta(days=30))
    assert Unit.objects.get(pk=unit.pk).status == "disputed"
    other = people.account("mim@example.com", is_staff=True)
    with pytest.raises(NotAllowed):
        actions.rule(case.pk, to_worker=SHARE, text="Still.", by=first, at=now)
    actions.rule(case.pk, to_worker=0, text="It is blue.", by=operator(other.pk), at=now)
    ends(case, now, "closed", 0)
    with pytest.raises(Conflict):
        actions.appeal(case.pk, text="Again.", by=cases.maker(unit), at=now)


def test_alone_an_operator_judges_the_appeal(unit: Unit, now: datetime, oishi: Account) -> None:
    case, only = cases.opened(unit, now), operator(oishi.pk)
    actions.rule(case.pk, to_worker=SHARE, text="It is green.", by=only, at=now)
    actions.appeal(case.pk, text="Look at the picture.", by=GUEST, at=now)
    actions.rule(case.pk, to_worker=1, text="It is blue.", by=only, at=now)
    ends(case, now, "closed", 1)


def test_others_and_wrong_amounts_are_refused(unit: Unit, now: datetime, oishi: Account) -> None:
    case, her = cases.opened(unit, now), cases.maker(unit)
    for deed in (actions.hand_over, actions.withdraw, actions.accept):
        with pytest.raises(NotFoundHere):
            deed(case.pk, by=person(oishi.pk), at=now)
    for wrong in (-1, SHARE + 1, True):
        with pytest.raises(Invalid):
            actions.propose(case.pk, to_worker=wrong, by=her, at=now)
        with pytest.raises(Invalid):
            actions.rule(case.pk, to_worker=wrong, text="So.", by=operator(oishi.pk), at=now)
    with pytest.raises(NotAllowed):
        actions.rule(case.pk, to_worker=1, text="Mine.", by=her, at=now)
    with pytest.raises(Invalid):
        actions.answer(case.pk, text=" ", by=her, at=now)
    viewer = people.member(unit.worker, people.account("look@example.com"), role="viewer").account
    with pytest.raises(NotFoundHere):
        actions.say(case.pk, text="Hm.", by=person(viewer.pk), at=now)
    assert Case.objects.get(pk=case.pk).status == "answer"


def test_what_was_said_and_shown_stays(unit: Unit, now: datetime) -> None:
    case = cases.opened(unit, now)
    cases.shown(case, now, GUEST)
    for table in (Statement, StatementFile):
        for change in (lambda t: t.objects.update(**{"text" if t is Statement else "name": "x"}), _delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                change(table)
    with pytest.raises(Invalid):
        actions.take(case.unit, [SimpleUploadedFile("run.exe", b"MZ")], by=GUEST, at=now)


def _delete(table: Any) -> None:
    table.objects.all().delete()


def test_the_doctor_sees_what_is_missing(unit: Unit, now: datetime) -> None:
    case = cases.opened(unit, now)
    Case.objects.filter(pk=case.pk).update(status=rules.WITHDRAWN)
    assert [each.ok for each in doctor.check()] == [False, True]


def test_silence_after_the_end_does_nothing(unit: Unit, now: datetime) -> None:
    case = cases.opened(unit, now)
    actions.concede(case.pk, to_worker=0, by=cases.maker(unit), at=now)
    actions.time_up(case.pk, by=SYSTEM, at=now)
    drain(now + timedelta(days=60))
    ends(case, now + timedelta(days=60), "settled", 0)
    assert Member.objects.filter(studio=unit.worker).exists()

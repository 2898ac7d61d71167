"""Milestones that are paid while other terms wait fall out of them: the rest waits on, or all of it is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from dhara.kit.actor import GUEST
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.money import doctor
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.people.models import Notice
from dhara.work import doctor as work_doctor
from dhara.work.changes import actions
from dhara.work.changes.rules import DROPPED, PAID, Part, Wanted, left
from dhara.work.engagements import actions as work
from dhara.work.funding import actions as funding
from dhara.work.models import Change, Engagement
from tests.make import funding as fund
from tests.make.race import at_once
from tests.make.work import AMOUNT, Parties
from tests.make.work import parties as make_parties


def _line(unit: int | None, amount: int, days: int = 0, title: str = "Part") -> dict[str, Any]:
    return {"unit": unit, "title": title, "amount": amount, "days": days}


@pytest.mark.parametrize(
    ("first", "second", "why", "stays"),
    [
        ((_line(1, 5), _line(1, 7)), (_line(2, 5), _line(2, 7)), PAID, True),
        ((_line(1, 5), _line(1, 7)), (_line(2, 5), _line(2, 3)), PAID, False),
        ((_line(1, 5), _line(1, 3)), (None, _line(None, 2)), PAID, False),
        ((_line(1, 5), None), (None, _line(None, 5)), PAID, False),
        ((_line(1, 5), None), (None, _line(None, 5)), DROPPED, True),
        ((_line(1, 5), _line(1, 7)), (_line(2, 5), None), PAID, False),
        ((_line(1, 5, 3), _line(1, 5, 9)), (_line(2, 5), _line(2, 5, 9)), PAID, False),
        ((_line(1, 5, 3), _line(1, 5)), (_line(2, 5), _line(2, 7)), PAID, True),
        ((_line(1, 5), _line(1, 5, 0, "Other")), (_line(2, 5), _line(2, 3)), PAID, True),
    ],
)
def test_the_rest_stays_where_it_does_not_balance_what_fell_out(first: Any, second: Any, why: str, stays: bool) -> None:
    both = list(zip(first, second, strict=True))
    terms = {side: [each for each in both[place] if each] for place, side in enumerate(("before", "after"))}
    rest = left(terms, [{"unit": 1, "title": "Part", "why": why}])
    expected = {side: [each for each in (second[place],) if each] for place, side in enumerate(("before", "after"))}
    assert rest == (expected if stays else None)
    assert left({side: [each for each in (first[0],) if each] for side in terms}, [{"unit": 1, "why": PAID}]) is None


def _asked(project: Engagement, parties: Parties, now: datetime, *, second: int) -> Change:
    """The studio wants more for the first milestone, another sum for the second, and a third one besides."""
    first, other = project.units.order_by("position")[:2]
    wanted = Wanted((Part("Part 1", 170_000, 0, first.pk), Part("Part 2", second, 0, other.pk), Part("A shop", 70_000)))
    return actions.propose_terms(project.pk, wanted, text="There is more to do.", by=parties.actor("worker"), at=now)


def _amounts(project: Engagement) -> list[int]:
    return [each.amount for each in project.units.order_by("position")]


def test_what_is_paid_falls_out_and_the_rest_can_be_agreed_to(parties: Parties, now: datetime) -> None:
    project = fund.project(parties, now, 2)
    change, by = _asked(project, parties, now, second=120_000), parties.actor("buyer")
    fund.chosen(parties, fund.begun(parties, project, now), "pay", now)
    with pytest.raises(Conflict) as unseen:
        actions.agree(change.pk, by=by, at=now)
    assert (unseen.value.code, Change.objects.get().fallen) == ("terms_fell", [])
    drain(now)
    first = project.units.get(position=1)
    change = Change.objects.get()
    assert (change.status, change.fallen) == ("open", [{"unit": first.pk, "title": "Part 1", "why": "paid"}])
    for name, model in (("kind", Notice), ("name", Letter)):
        assert model._default_manager.filter(**{name: "work_terms_reduced"}).count() == 2, "both sides are told"
    assert "falls out: paid in the meantime" in Letter.objects.filter(name="work_terms_reduced")[0].text
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(fallen=[])
    with pytest.raises(Conflict):
        actions.agree(change.pk, by=by, at=now)
    actions.agree(change.pk, fell=1, by=by, at=now)
    assert _amounts(project) == [AMOUNT, 120_000, 70_000]
    drain(now)
    letter = Letter.objects.get(name="work_terms_agreed")
    assert ("falls out: paid" in letter.text, "A shop" in letter.text) == (True, True)
    assert all(finding.ok for finding in [*doctor.check(at=now), *work_doctor.check()])


def test_it_is_over_where_the_rest_was_meant_together_with_what_was_paid(parties: Parties, now: datetime) -> None:
    """Otherwise a buyer could pay the dearer half at its old price and agree to the cheaper one."""
    project = fund.project(parties, now, 2)
    change = _asked(project, parties, now, second=30_000)
    fund.chosen(parties, fund.begun(parties, project, now), "pay", now)
    with pytest.raises(Conflict) as refusal:
        actions.agree(change.pk, fell=1, by=parties.actor("buyer"), at=now)
    assert refusal.value.code == "terms_moved"
    drain(now)
    assert Change.objects.get().status == "lapsed"
    assert Notice.objects.filter(kind="work_terms_voided").count() == 2
    assert Letter.objects.filter(name="work_terms_voided").count() == 2
    assert not Letter.objects.filter(name="work_change_lapsed").exists()
    other = Wanted(dropped=(project.units.get(position=2).pk,))
    again = actions.propose_terms(project.pk, other, text="Not now.", by=parties.actor("worker"), at=now)
    work.act(other.dropped[0], "drop", by=parties.actor("buyer"), at=now)
    drain(now + timedelta(minutes=1))
    assert (Change.objects.get(pk=again.pk).status, _amounts(project)) == ("lapsed", [AMOUNT, AMOUNT])


@pytest.mark.django_db(transaction=True)
def test_paid_and_agreed_to_at_one_moment(now: datetime) -> None:
    parties = make_parties(now)
    project = fund.project(parties, now, 2)
    change, by = _asked(project, parties, now, second=120_000), parties.actor("buyer")
    begun = fund.begun(parties, project, now)
    _payment, charge = fund.sent(parties, begun, now)
    sandbox.choose(charge.ref, "pay", at=now)
    token = fund.paying(begun).token
    at_once(
        lambda: actions.agree(change.pk, by=by, at=now),
        lambda: funding.confirm(token, by=GUEST, at=now),
        lambda: actions.agree(change.pk, fell=1, by=by, at=now),
        lambda: actions.let_fall(project.pk, by=GUEST, at=now),
    )
    drain(now)
    change.refresh_from_db()
    assert (change.status, _amounts(project)) in (
        ("agreed", [AMOUNT, 120_000, 70_000]),
        ("open", [AMOUNT, AMOUNT]),
    )
    assert [each["why"] for each in change.fallen] == ["paid"]
    assert project.units.get(position=1).status == "active"
    assert all(finding.ok for finding in [*doctor.check(at=now), *work_doctor.check()])

"""Other terms by agreement: what is not paid yet becomes otherwise, what is paid stays, and races have one outcome."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from dhara.kit.actor import GUEST, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.money import doctor
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.work import doctor as work_doctor
from dhara.work.changes import actions, queries
from dhara.work.changes.rules import Part, Wanted
from dhara.work.engagements import actions as work
from dhara.work.funding import actions as funding
from dhara.work.models import Change, Engagement
from tests.make import funding as fund
from tests.make import hours, people
from tests.make.race import at_once
from tests.make.work import AMOUNT
from tests.make.work import parties as make_parties

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
RAISED = Wanted(rate=15_000, weekly_hours=20)


def unit(project, position):
    return project.units.get(position=position)


def asked(project, by, now, wanted, **more):
    return actions.propose_terms(project.pk, wanted, text="There is more to do.", by=by, at=now, **more)


def stands(project):
    return [
        (each.title, each.amount, each.terms.get("days"), each.status) for each in project.units.order_by("position")
    ]


def sound(at):
    return all(finding.ok for finding in [*doctor.check(at=at), *work_doctor.check()])


def test_milestones_are_changed_added_and_taken_out_together(parties, now):
    project = fund.project(parties, now, 3)
    assert fund.chosen(parties, fund.begun(parties, project, now), "pay", now).status == "paid"
    second, third = unit(project, 2), unit(project, 3)
    wanted = Wanted((Part("Part 2", 150_000, 5, second.pk), Part("A shop", 70_000)), (third.pk,))
    change = asked(project, parties.actor("worker"), now, wanted, seen=queries.standing(project))
    assert change.terms == {
        "before": [
            {"unit": second.pk, "title": "Part 2", "amount": AMOUNT, "days": 0},
            {"unit": third.pk, "title": "Part 3", "amount": AMOUNT, "days": 0},
        ],
        "after": [
            {"unit": second.pk, "title": "Part 2", "amount": 150_000, "days": 5},
            {"unit": None, "title": "A shop", "amount": 70_000, "days": 0},
        ],
    }
    assert len(stands(project)) == 3, "nothing happens before the answer"
    with pytest.raises(NotAllowed):
        actions.agree(change.pk, by=parties.actor("worker"), at=now)
    actions.agree(change.pk, by=parties.actor("buyer"), at=now)
    assert stands(project) == [
        ("Part 1", AMOUNT, None, "active"),
        ("Part 2", 150_000, 5, "draft"),
        ("Part 3", AMOUNT, None, "cancelled"),
        ("A shop", 70_000, 0, "draft"),
    ]
    paid = funding.fund([second.pk, unit(project, 4).pk], intent="both", by=parties.actor("buyer"), at=now)
    assert (paid.amount, fund.chosen(parties, paid, "pay", now).status) == (220_000, "paid")
    assert sound(now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Change.objects.update(terms={})


def test_what_is_paid_or_unknown_the_same_or_seen_too_early_is_refused(parties, now):
    project = fund.project(parties, now, 2)
    seen = queries.standing(project)
    fund.chosen(parties, fund.begun(parties, project, now), "pay", now)
    first, second = project.units.order_by("position")
    buyer = parties.actor("buyer")
    for wanted, code in (
        (Wanted((Part("Part 1", 5, 0, first.pk),)), "change_late"),
        (Wanted(dropped=(first.pk,)), "change_late"),
        (Wanted((Part("Part 2", AMOUNT, 0, second.pk),)), "nothing_new"),
        (Wanted((Part("Part 2", 0, 0, second.pk),)), "milestone_amount"),
        (Wanted((Part("Part 2", 1, 0, second.pk),), (second.pk,)), "change_late"),
    ):
        with pytest.raises((Conflict, Invalid)) as refusal:
            asked(project, buyer, now, wanted)
        assert refusal.value.code == code
    with pytest.raises(Conflict) as stale:
        asked(project, buyer, now, Wanted(dropped=(second.pk,)), seen=seen)
    assert stale.value.code == "moved_on"
    with pytest.raises(NotFoundHere):
        asked(project, person(people.account("thief@example.com").pk), now, Wanted(dropped=(second.pk,)))
    with pytest.raises(NotFoundHere):
        actions.propose(second.pk, "terms", text="Please.", by=buyer, at=now)
    assert not Change.objects.exists()


def test_one_waits_at_a_time_and_it_lapses_is_declined_or_taken_back(parties, now):
    project = fund.project(parties, now, 2)
    more = Wanted((Part("A shop", 70_000, 3),))
    first = asked(project, parties.actor("buyer"), now, more)
    with pytest.raises(Conflict) as refusal:
        asked(project, parties.actor("worker"), now, more)
    assert refusal.value.code == "change_open"
    actions.withdraw(first.pk, by=parties.actor("buyer"), at=now)
    second = asked(project, parties.actor("worker"), now, more)
    actions.decline(second.pk, answer="Too much.", by=parties.actor("buyer"), at=now)
    third = asked(project, parties.actor("worker"), now, more)
    drain(now + timedelta(hours=48))
    assert [each.status for each in Change.objects.order_by("id")] == ["withdrawn", "declined", "lapsed"]
    with pytest.raises(Conflict):
        actions.agree(third.pk, by=parties.actor("buyer"), at=now + timedelta(hours=49))
    assert len(stands(project)) == 2


def test_paid_meanwhile_or_being_paid_it_can_not_be_agreed_to(parties, now):
    project = fund.project(parties, now, 2)
    second = unit(project, 2)
    change = asked(project, parties.actor("worker"), now, Wanted((Part("Part 2", 1_000, 0, second.pk),)))
    begun = funding.fund([second.pk], intent="word", by=parties.actor("buyer"), at=now)
    fund.sent(parties, begun, now)
    with pytest.raises(Conflict) as paying:
        actions.agree(change.pk, by=parties.actor("buyer"), at=now)
    assert paying.value.code == "payment_begun"
    fund.chosen(parties, begun, "pay", now)
    with pytest.raises(Conflict) as paid:
        actions.agree(change.pk, by=parties.actor("buyer"), at=now)
    assert paid.value.code == "terms_moved"
    assert unit(project, 2).amount == AMOUNT


def test_a_payment_that_was_begun_for_other_terms_is_not_taken(parties, now):
    """Its page was open before the change was agreed."""
    project = fund.project(parties, now, 1)
    begun = fund.begun(parties, project, now)
    _payment, charge = fund.sent(parties, begun, now)
    sandbox.choose(charge.ref, "decline", at=now)
    funding.confirm(fund.paying(begun).token, by=GUEST, at=now)
    change = asked(project, parties.actor("worker"), now, Wanted((Part("Part 1", 170_000, 0, unit(project, 1).pk),)))
    actions.agree(change.pk, by=parties.actor("buyer"), at=now)
    with pytest.raises(Conflict):
        fund.sent(parties, begun, now)
    assert stands(project) == [("Part 1", 170_000, 0, "draft")]


def test_another_rate_counts_from_the_next_week_that_is_not_paid(parties):
    made = hours.project(parties, MONDAY)
    first = hours.paid(parties, MONDAY, made)
    change = asked(made, parties.actor("worker"), MONDAY, RAISED)
    assert change.terms == {"before": {"rate": 10_000, "minutes": 600}, "after": {"rate": 15_000, "minutes": 1_200}}
    second = hours.paid(parties, MONDAY, made)  # meanwhile another week is paid as it was agreed
    actions.agree(change.pk, by=parties.actor("buyer"), at=MONDAY)
    assert [(each.amount, each.terms["rate"]) for each in made.units.order_by("position")] == [
        (100_000, 10_000),
        (100_000, 10_000),
        (300_000, 15_000),
    ]
    third = hours.paid(parties, MONDAY, made)
    assert (third.amount, made.units.get(status="draft").amount) == (300_000, 300_000)
    assert {first.pk, second.pk} < set(made.units.values_list("pk", flat=True))
    work.act(made.units.get(status="draft").pk, "finish", by=parties.actor("buyer"), at=MONDAY)
    with pytest.raises(Conflict) as late:
        asked(made, parties.actor("buyer"), MONDAY, Wanted(rate=1, weekly_hours=1))
    assert late.value.code == "change_late"
    assert sound(MONDAY)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_and_a_payment_at_that_moment_have_one_outcome(now):
    parties = make_parties(now)
    project = fund.project(parties, now, 2)
    first, second = project.units.order_by("position")
    wanted = Wanted((Part("Part 1", 170_000, 4, first.pk), Part("A shop", 70_000)), (second.pk,))
    change = asked(project, parties.actor("worker"), now, wanted)
    begun = funding.fund([first.pk, second.pk], intent="word", by=parties.actor("buyer"), at=now)
    by = parties.actor("buyer")
    at_once(
        lambda: actions.agree(change.pk, by=by, at=now),
        lambda: actions.decline(change.pk, answer="No.", by=by, at=now),
        lambda: funding.pay(begun.pk, "sandbox", "/pay/{token}/", by=by, at=now),
        lambda: actions.agree(change.pk, by=by, at=now),
    )
    status, sums = Change.objects.get().status, [each.amount for each in project.units.order_by("position")]
    assert (status, sums) in (
        ("agreed", [170_000, AMOUNT, 70_000]),
        ("declined", [AMOUNT, AMOUNT]),
        ("open", [AMOUNT, AMOUNT]),
    )
    if status == "agreed":
        assert Engagement.objects.get().units.filter(status="cancelled").count() == 1
    assert sound(now)

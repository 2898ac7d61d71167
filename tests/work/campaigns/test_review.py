"""Proofs are looked at: one by one and a thousand at once; rejected, appealed, overturned, too many at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import operator, person
from dhara.kit.lifecycle.models import Transition
from dhara.kit.queue import drain
from dhara.kit.refusal import NotFoundHere
from dhara.money.models import Clearing, Entry
from dhara.people.models import Notice
from dhara.work.campaigns import actions, queries
from dhara.work.engagements import actions as work
from dhara.work.models import Campaign, Decision, Engagement, Slot, Unit
from tests.make import campaigns as make
from tests.make import people
from tests.make.race import at_once
from tests.work.campaigns.test_running import sound


def rejected(campaign, unit, parties, at):
    return actions.reject(unit.pk, 0, "Look again.", by=parties.actor("buyer"), at=at)


def test_rejected_done_again_appealed_and_overturned(parties, now):
    campaign = make.running(parties, now, positions=1)
    studio, by = make.worker(1)
    unit = make.submitted(campaign, 1, now)
    rejected(campaign, unit, parties, now)
    assert Decision.objects.get().text == f"{campaign.reasons[0]}\nLook again."
    assert Slot.objects.get().state == "free"
    work.act(unit.pk, "again", by=by, at=now)
    actions.submit(unit.pk, {"cat": "no"}, by=by, at=now)
    rejected(campaign, unit, parties, now)
    work.act(unit.pk, "appeal", by=by, at=now, text="It barks.")
    later = now + timedelta(days=7)
    drain(later)
    assert Unit.objects.get().status == "accepted", "an appeal that nobody answers is the worker's"
    assert Slot.objects.get().state == "done"
    sound(later)


def test_overturned_when_the_slot_was_filled_again(parties, now):
    """The first such is paid by the reserve, the next by the platform; other workers' money is never touched."""
    campaign = make.running(parties, now, positions=2)
    buyer, boss = parties.actor("buyer"), operator(parties.oishi.pk)
    wronged = [make.submitted(campaign, number, now) for number in (1, 2)]
    for number, unit in enumerate(wronged, start=1):
        rejected(campaign, unit, parties, now)
        work.act(unit.pk, "appeal", by=make.worker(number)[1], at=now, text="It is a cat.")
    others = [make.submitted(campaign, number, now) for number in (3, 4)]
    assert not Slot.objects.filter(state="free").exists()
    for unit in wronged:
        work.act(unit.pk, "overturn", by=boss, at=now)
        sound(now)
    for unit in others:
        work.act(unit.pk, "accept", by=buyer, at=now)
    assert set(Unit.objects.values_list("status", "paid")) == {("accepted", make.REWARD)}
    assert Entry.objects.filter(memo="platform_paid").count() == 1
    assert queries.left_in_pool(Engagement.objects.get()).minor == 0
    sound(now)
    actions.count(at=now)
    standing = parties.karim.standing
    assert (standing.accepted, standing.rejected, standing.overturned) == (4, 0, 2)
    assert Campaign.objects.get().status == "finished"


def test_a_spike_freezes_it(parties, now):
    boss = people.account("boss@example.com", is_staff=True)
    campaign = make.running(parties, now, positions=40)
    units = [make.submitted(campaign, number, now) for number in range(22)]
    for unit in units[:20]:
        rejected(campaign, unit, parties, now)
    assert Campaign.objects.get().status == "frozen"
    with make.refused("frozen"):
        rejected(campaign, units[20], parties, now)
    studio, by = make.worker(99)
    with pytest.raises(NotFoundHere):
        actions.claim(Campaign.objects.get(), studio, by=by, at=now)
    work.act(units[21].pk, "accept", by=parties.actor("buyer"), at=now)
    drain(now)
    assert Notice.objects.filter(account=boss, kind="campaign_frozen").count() == 1
    assert Notice.objects.filter(account=parties.karim, kind="campaign_frozen_buyer").count() == 1
    with make.refused("wrong_actor"):
        actions.thaw(campaign.pk, by=parties.actor("buyer"), at=now)
    actions.thaw(campaign.pk, by=operator(boss.pk), at=now)
    sound(now)


def test_few_rejections_freeze_nothing(parties, now):
    campaign = make.running(parties, now, positions=40)
    for number in range(19):
        rejected(campaign, make.submitted(campaign, number, now), parties, now)
    assert Campaign.objects.get().status == "running"


@pytest.fixture
def many(parties, now):
    """A campaign with a hundred and twenty proofs that wait."""
    campaign = make.running(parties, now, positions=120)
    return campaign, [make.submitted(campaign, number, now) for number in range(120)]


def test_a_hundred_in_few_queries(parties, now, many):
    campaign, units = many
    ids = [unit.pk for unit in units]
    with CaptureQueriesContext(
        connection,
    ) as first:
        assert actions.accept_many(campaign.pk, ids[:20], by=parties.actor("buyer"), at=now) == 20
    with CaptureQueriesContext(connection) as asked:
        assert actions.accept_many(campaign.pk, ids[10:], by=parties.actor("buyer"), at=now) == 100
    spoken = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(spoken) < 15, spoken
    assert len(first) >= len(asked) - 4
    assert set(Unit.objects.values_list("status", "paid", "version")) == {("accepted", make.REWARD, 2)}
    assert Slot.objects.filter(state="done").count() == 120
    assert Decision.objects.filter(verb="accept", paid=make.REWARD, submission__isnull=False).count() == 120
    assert Transition.objects.filter(lifecycle="work: micro", target="accepted").count() == 120
    assert Clearing.objects.filter(subject__startswith="unit:").count() == 120
    sound(now)


def test_many_are_as_one(parties, now):
    """The same entries, clearings and decisions, whichever way."""
    campaign = make.running(parties, now, positions=2)
    one, other = (make.submitted(campaign, number, now) for number in (1, 2))
    buyer = parties.actor("buyer")
    work.act(one.pk, "accept", by=buyer, at=now)
    actions.accept_many(campaign.pk, [other.pk, one.pk, 0], by=buyer, at=now)

    def written(unit):
        name = f"unit:{unit.pk}"
        entries = Entry.objects.filter(key__contains=name).order_by("key")
        legs = [(entry.key.replace(name, ""), entry.memo, entry.subject) for entry in entries]
        amounts = [sorted(entry.legs.values_list("account__purpose", "amount")) for entry in entries]
        clearing = Clearing.objects.filter(subject=name).values_list("amount", "due_at")
        decided = Decision.objects.filter(unit=unit).values_list("verb", "role", "author", "paid", "returned", "text")
        moved = Transition.objects.filter(thing_ref=unit.pk, lifecycle="work: micro").values_list("target", "version")
        return legs, amounts, list(clearing), list(decided), list(moved)

    assert written(one) == written(other)


def test_nobody_else_accepts(parties, now, many):
    campaign, units = many
    ids = [units[0].pk]
    for by in (parties.actor("worker"), person(people.account("thief@example.com").pk)):
        with pytest.raises(NotFoundHere):
            actions.accept_many(campaign.pk, ids, by=by, at=now)
    with make.refused("too_many"):
        actions.accept_many(campaign.pk, range(1_001), by=parties.actor("buyer"), at=now)
    assert not Unit.objects.filter(status="accepted").exists()


@pytest.mark.django_db(transaction=True)
def test_all_at_once_by_two_hands_and_one_by_one(now):
    """Two lists, and single ones beside them: each is paid once."""
    from tests.make.work import parties as sides

    both = sides(now)
    campaign = make.running(both, now, positions=12)
    ids = [make.submitted(campaign, number, now).pk for number in range(12)]
    buyer = both.actor("buyer")
    answers = at_once(
        lambda: actions.accept_many(campaign.pk, ids, by=buyer, at=now),
        lambda: actions.accept_many(campaign.pk, ids[::-1], by=buyer, at=now),
        *(lambda key=key: work.act(key, "accept", by=buyer, at=now) for key in ids[:4]),
    )
    done = sum(each if isinstance(each, int) else int(isinstance(each, Unit)) for each in answers)
    assert done == 12
    assert Decision.objects.filter(verb="accept").count() == 12
    sound(now)

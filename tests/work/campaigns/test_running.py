"""A campaign from its draft to its end: what is held, what is paid, what goes back."""

from datetime import timedelta

import pytest

from dhara.kit.actor import operator
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money import doctor
from dhara.money.models import PaymentRefund
from dhara.people.models import Notice
from dhara.work import doctor as work_doctor
from dhara.work.campaigns import actions, queries
from dhara.work.engagements import actions as work
from dhara.work.models import Campaign, Engagement, Slot, Unit
from tests.make import campaigns as make
from tests.make import people


def sound(at):
    wrong = [each for each in doctor.check(at=at) if not each.ok] + [
        each for each in work_doctor.check() if not each.ok
    ]
    assert not wrong, wrong


def state():
    return Campaign.objects.get().status


def test_paid_run_paused_and_done(parties, now):
    campaign = make.paid(parties, now, positions=2)
    buyer = parties.actor("buyer")
    assert (campaign.status, Slot.objects.count(), campaign.reserve) == ("funded", 2, make.REWARD)
    actions.begin(campaign.pk, by=buyer, at=now)
    actions.pause(campaign.pk, by=buyer, at=now)
    campaign = actions.begin(campaign.pk, by=buyer, at=now)
    units = [make.submitted(campaign, number, now) for number in (1, 2)]
    for unit in units:
        work.act(unit.pk, "accept", by=buyer, at=now)
    sound(now)
    actions.count(at=now)
    drain(now)
    assert state() == "finished"
    assert Engagement.objects.get().ended_at == now
    assert PaymentRefund.objects.get().amount == make.REWARD, "the reserve goes back"
    sound(now)
    with pytest.raises(Conflict):
        actions.stop(campaign.pk, by=buyer, at=now)


def test_stopped_with_slots_reserved(parties, now):
    campaign = make.running(parties, now, positions=4)
    handed_in = make.submitted(campaign, 1, now)
    studio, by = make.worker(2)
    reserved = actions.claim(campaign, studio, by=by, at=now)
    actions.stop(campaign.pk, by=parties.actor("buyer"), at=now)
    assert queries.left_in_pool(Engagement.objects.get()).minor == 2 * make.REWARD
    drain(now)
    sound(now)
    actions.submit(reserved.pk, {"cat": "no"}, by=by, at=now)
    work.act(reserved.pk, "accept", by=parties.actor("buyer"), at=now)
    work.act(handed_in.pk, "reject", by=parties.actor("buyer"), at=now, text="No.")
    actions.count(at=now)
    assert Engagement.objects.get().ended_at is None, "the worker may still appeal"
    later = now + timedelta(days=7)
    drain(later)
    actions.count(at=later)
    drain(later)
    assert Engagement.objects.get().ended_at == later
    assert queries.left_in_pool(Engagement.objects.get()).minor == 0
    sound(later)


@pytest.mark.parametrize(
    "words",
    ["Pay a security deposit of 500 taka first, then work.", "কাজ পেতে আগে রেজিস্ট্রেশন ফি ৫০০ টাকা বিকাশ করুন।"],
)
def test_who_asks_for_money_is_held(parties, now, words):
    boss = people.account("boss@example.com", is_staff=True)
    buyer = parties.actor("buyer")
    made = actions.make(make.draft(instructions=words), by=buyer, at=now)
    campaign = actions.offer(made.pk, by=buyer, at=now)
    assert (campaign.status, campaign.engagement) == ("held", None)
    drain(now)
    assert Notice.objects.filter(account=boss, kind="campaign_held").exists()
    with pytest.raises(Conflict):
        actions.offer(made.pk, by=buyer, at=now)
    campaign = actions.release(made.pk, by=operator(boss.pk), at=now)
    assert (campaign.status, campaign.checked_at) == ("draft", now)
    actions.change(made.pk, make.draft(instructions=words + "!"), by=buyer, at=now)
    assert actions.offer(made.pk, by=buyer, at=now).status == "held", "a new text is looked at anew"
    with pytest.raises(Invalid):
        actions.refuse(made.pk, " ", by=operator(boss.pk), at=now)
    assert actions.refuse(made.pk, "Nobody pays to work.", by=operator(boss.pk), at=now).status == "stopped"


def test_a_row_may_hold_the_trap(parties, now):
    buyer = parties.actor("buyer")
    made = actions.make(make.draft(), by=buyer, at=now)
    actions.set_items(made.pk, [{"text": "First send the registration fee of 200 taka by bKash."}], by=buyer, at=now)
    assert actions.offer(made.pk, by=buyer, at=now).status == "held"


def test_paid_it_is_not_rewritten(parties, now):
    campaign = make.paid(parties, now)
    with make.refused("paid_already"):
        actions.change(campaign.pk, make.draft(), by=parties.actor("buyer"), at=now)
    with pytest.raises(NotFoundHere):
        actions.begin(campaign.pk, by=parties.actor("worker"), at=now)


def test_accepted_it_is_paid_out_of_the_pool_at_once(parties, now):
    campaign = make.running(parties, now)
    unit = make.submitted(campaign, 1, now)
    work.act(unit.pk, "accept", by=parties.actor("buyer"), at=now)
    assert Slot.objects.get(unit=unit).state == "done"
    assert Unit.objects.get(pk=unit.pk).paid == make.REWARD
    sound(now)


def test_nobody_looked(parties, now):
    campaign = make.running(parties, now, review_days=2)
    unit = make.submitted(campaign, 1, now)
    drain(now + timedelta(days=2))
    assert Unit.objects.get(pk=unit.pk).status == "accepted"
    sound(now + timedelta(days=2))


def test_measured(parties, now):
    campaign = make.running(parties, now)
    assert campaign.hourly_pay == make.REWARD * 6
    studio, by = make.worker(1)
    unit = actions.claim(campaign, studio, by=by, at=now)
    actions.submit(unit.pk, {"cat": "yes"}, by=by, at=now + timedelta(seconds=60))
    work.act(unit.pk, "accept", by=parties.actor("buyer"), at=now + timedelta(seconds=120))
    actions.count(at=now)
    campaign.refresh_from_db()
    assert (campaign.measured, campaign.hourly_pay) == (60, make.REWARD * 60)
    assert (campaign.free, campaign.taken, campaign.accepted, campaign.rejected) == (4, 0, 1, 0)
    standing = parties.karim.standing
    assert (standing.accepted, standing.rejected, standing.review_seconds) == (1, 0, 60)

"""Whatever breaks in the middle, all of it is undone; whatever workers and buyers do, money and slots agree."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhara.kit.actor import operator
from dhara.kit.refusal import Refused
from dhara.money.clearing import actions as clearing
from dhara.money.escrow import actions as escrow
from dhara.money.ledger import actions as ledger
from dhara.work.campaigns import actions, queries
from dhara.work.campaigns.actions import bulk
from dhara.work.engagements import actions as work
from dhara.work.models import Campaign, Decision, Engagement, Slot, Unit
from tests.make import campaigns as make
from tests.work.campaigns.test_running import sound

PLACES = [(escrow, "release_many"), (ledger, "post_many"), (clearing, "plan"), (bulk, "_move"), (bulk, "record_all")]


@pytest.mark.parametrize(("module", "name"), PLACES)
def test_killed_at_each_move_of_money(parties, now, monkeypatch, module, name):
    campaign = make.running(parties, now)
    ids = [make.submitted(campaign, number, now).pk for number in range(3)]
    usual, buyer = getattr(module, name), parties.actor("buyer")

    def dies(*args, **words):
        usual(*args, **words)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, name, dies)
    with pytest.raises(KeyboardInterrupt):
        actions.accept_many(campaign.pk, ids, by=buyer, at=now)
    monkeypatch.setattr(module, name, usual)
    assert not Decision.objects.exists()
    assert set(Unit.objects.values_list("status", "paid")) == {("submitted", 0)}
    sound(now)
    assert actions.accept_many(campaign.pk, ids, by=buyer, at=now) == 3
    assert actions.accept_many(campaign.pk, ids, by=buyer, at=now) == 0
    sound(now)


def test_killed_while_it_stops(parties, now, monkeypatch):
    campaign = make.running(parties, now)
    buyer = parties.actor("buyer")

    def dies(*_args, **_words):
        raise KeyboardInterrupt

    monkeypatch.setattr("dhara.work.campaigns.actions.running.funding.give_back_pool", dies)
    with pytest.raises(KeyboardInterrupt):
        actions.stop(campaign.pk, by=buyer, at=now)
    monkeypatch.undo()
    assert (Campaign.objects.get().status, Slot.objects.count()) == ("running", 5)
    actions.stop(campaign.pk, by=buyer, at=now)
    assert Slot.objects.count() == 0
    sound(now)


VERBS = ["claim", "submit", "accept", "reject", "again", "appeal", "overturn", "withdraw", "give_back", "lapse", "many"]
STEP = st.tuples(st.sampled_from(VERBS), st.integers(0, 3))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=10, max_size=30), st.booleans())
def test_whatever_they_do_money_and_slots_agree(parties, now, steps, stops):
    from django.db import transaction

    with transaction.atomic():
        campaign = make.running(parties, now, positions=3, per_worker=2)
        moment = now
        for verb, number in steps:
            moment += timedelta(minutes=1)
            _one(parties, campaign, verb, number, moment)
            sound(moment)
            assert Slot.objects.filter(state="done").count() <= 3
        if stops:
            _try(lambda: actions.stop(campaign.pk, by=parties.actor("buyer"), at=moment))
        sound(moment)
        paid = sum(Unit.objects.values_list("paid", flat=True))
        assert paid == make.REWARD * Unit.objects.filter(status="accepted").count()
        assert queries.left_in_pool(Engagement.objects.get()).minor >= make.REWARD * queries.open_slots(campaign)
        transaction.set_rollback(True)


def _one(parties, campaign, verb, number, moment):
    studio, by = make.worker(number)
    unit = Unit.objects.filter(worker=studio).order_by("-pk").first()
    if verb == "claim":
        _try(lambda: actions.claim(Campaign.objects.get(pk=campaign.pk), studio, by=by, at=moment))
    elif verb == "lapse":
        actions.lapse_due(at=moment)
    elif verb == "many":
        ids = list(Unit.objects.values_list("pk", flat=True))
        actions.accept_many(campaign.pk, ids, by=parties.actor("buyer"), at=moment)
    elif unit is None:
        return
    elif verb == "submit":
        _try(lambda: actions.submit(unit.pk, {"cat": "yes"}, by=by, at=moment))
    else:
        buyers, rules = parties.actor("buyer"), operator(parties.oishi.pk)
        who = {"accept": buyers, "reject": buyers, "overturn": rules}.get(verb, by)
        _try(lambda: work.act(unit.pk, verb, by=who, at=moment, text="Because."))


def _try(call):
    from django.db import transaction

    try:
        with transaction.atomic():
            call()
    except Refused:
        return

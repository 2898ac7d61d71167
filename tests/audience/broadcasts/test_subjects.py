"""Tests of subjects: fixed by lot, decided honestly, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.broadcasts import actions, queries, rules
from dhara.audience.models import Broadcast, ContactEvent, Delivery
from dhara.kit.actor import SYSTEM
from dhara.kit.refusal import Conflict, Invalid
from tests.make import broadcasts as make
from tests.make import catalog
from tests.make.catalog import Shop
from tests.make.letters import crowd

pytestmark = pytest.mark.django_db
SUBJECTS = ("Save on Eid", "Last days")


@pytest.fixture
def shop(now: datetime) -> Shop:
    return catalog.shop(now, language="en")


def compared(shop: Shop, now: datetime, people: int = 300, by: str = "clicks") -> Broadcast:
    crowd(shop.studio, people)
    draft = make.draft(shop, now, test=(5000, by, 4), subjects=SUBJECTS)
    found = actions.start(shop.studio, draft.pk, by=shop.by, at=now)
    make.sent(found, now)
    return found


def sample(found: Broadcast) -> dict[int, list[Delivery]]:
    by_variant: dict[int, list[Delivery]] = {0: [], 1: [], 2: []}
    for each in Delivery.objects.filter(message=found.message_id, state="sent").order_by("id"):
        by_variant[each.variant].append(each)
    return by_variant


def click(found: Broadcast, now: datetime, *parts: int) -> None:
    for variant, share in enumerate(parts):
        reached = sample(found)[variant]
        for each in reached[: len(reached) * share // 100]:
            make.touched(each, now)


def test_a_part_gets_the_subjects_by_lot_and_the_rest_waits(shop: Shop, now: datetime) -> None:
    found = compared(shop, now)
    assert found.status == "testing"
    parts = {variant: len(each) for variant, each in sample(found).items()}
    assert sum(parts.values()) == pytest.approx(150, abs=30)
    assert all(each == pytest.approx(50, abs=25) for each in parts.values())
    assert Delivery.objects.filter(state="queued", due_at=rules.HELD_UNTIL).count() == 300 - sum(parts.values())


def test_the_same_contact_keeps_its_lot_and_another_message_draws_anew(shop: Shop, now: datetime) -> None:
    crowd(shop.studio, 40)
    first, second = (make.draft(shop, now, test=make.TEST, subjects=SUBJECTS) for _each in range(2))
    lots = [
        list(queries.audience(each).annotate(lot=queries.variant(each, 3)).order_by("pk").values_list("lot", flat=True))
        for each in (first, first, second)
    ]
    assert lots[0] == lots[1] != lots[2]
    assert set(lots[0]) == {0, 1, 2}


def test_a_clear_winner_goes_to_the_rest(shop: Shop, now: datetime) -> None:
    found = compared(shop, now, 600)
    click(found, now, 5, 60, 5)
    done = actions.decide(found.pk, by=SYSTEM, at=now + timedelta(hours=4))
    assert (done.status, done.test["winner"], done.test["verdict"]) == ("sending", 1, "decided")
    waiting = Delivery.objects.filter(state="queued")
    assert {each.variant for each in waiting} == {1}
    assert {each.due_at for each in waiting} == {now + timedelta(hours=4)}
    with pytest.raises(Conflict):
        actions.decide(found.pk, by=SYSTEM, at=now)


def test_where_nothing_is_decided_nobody_pretends(shop: Shop, now: datetime) -> None:
    found = compared(shop, now)
    click(found, now, 10, 14, 10)
    done = actions.decide(found.pk, by=SYSTEM, at=now + timedelta(hours=4))
    assert (done.test["winner"], done.test["verdict"]) == (None, "undecided")
    assert {each.variant for each in Delivery.objects.filter(state="queued")} == {0, 1, 2}
    standing = queries.standing(done)
    assert (standing.ended, [each.won for each in standing.subjects]) == (True, [False] * 3)


def test_a_member_may_choose_whatever_the_figures_say(shop: Shop, now: datetime) -> None:
    found = compared(shop, now, 60)
    with pytest.raises(Invalid):
        actions.decide(found.pk, by=shop.by, at=now, choice=3)
    done = actions.decide(found.pk, by=shop.by, at=now, choice=2)
    assert (done.test["winner"], done.test["verdict"]) == (2, "by_hand")
    assert {each.variant for each in Delivery.objects.filter(state="queued")} == {2}


def test_machines_do_not_decide(shop: Shop, now: datetime) -> None:
    found = compared(shop, now, 100)
    for each in sample(found)[0]:
        make.touched(each, now, verdict="scanner")
        make.touched(each, now, verdict="machine")
        make.touched(each, now, link=None)
    assert [each.clicked for each in queries.tried(found)] == [0, 0, 0]


def test_by_sales_only_purchases_after_a_click_count(shop: Shop, now: datetime) -> None:
    found = compared(shop, now, 100, by="sales")
    clicked, silent = sample(found)[0][:2]
    make.touched(clicked, now)
    for each, hours in ((clicked, 3), (clicked, -3), (silent, 3)):
        ContactEvent.objects.create(
            studio=shop.studio, contact_id=each.contact_id, kind="bought", at=now + timedelta(hours=hours), amount=100,
            currency="BDT",
        )  # fmt: skip
    assert [each.bought for each in queries.tried(found)] == [1, 0, 0]


def test_a_broken_lot_hides_the_figures(shop: Shop, now: datetime) -> None:
    found = compared(shop, now)
    Delivery.objects.filter(variant=2).delete()
    standing = queries.standing(found)
    assert standing.verdict == "mismatch"
    assert all(each.standing is None for each in standing.subjects)
    done = actions.decide(found.pk, by=SYSTEM, at=now)
    assert (done.test["winner"], done.test["verdict"]) == (None, "mismatch")


def test_a_paused_test_goes_on_as_a_test(shop: Shop, now: datetime) -> None:
    found = compared(shop, now, 60)
    actions.pause(shop.studio, found.pk, by=shop.by, at=now)
    assert actions.resume(shop.studio, found.pk, by=shop.by, at=now).status == "testing"

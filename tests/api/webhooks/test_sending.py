"""How messages are sent: in order, at least once, and not for ever."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from dhara.api.models import Attempt, Endpoint, Message
from dhara.api.webhooks import actions, queries, rules, wire
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.people.models import Notice
from tests.api.webhooks.ground import BROKEN, OK, endpoint, messages
from tests.api.webhooks.receiver import Receiver
from tests.make import catalog as make
from tests.make import checkout as buying
from tests.make.catalog import Shop
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db


def test_the_second_waits_for_the_first(shop: Shop, now: datetime) -> None:
    made = endpoint(shop, now)
    first, second = messages(made, now, 2)
    sent: list[str] = []

    def post(answer: wire.Answer, _url: str, _body: bytes, headers: dict[str, str], **_rest: Any) -> wire.Answer:
        sent.append(headers["webhook-id"])
        return answer

    assert not actions.deliver_next(made.pk, at=now, post=partial(post, BROKEN))
    assert not actions.deliver_next(made.pk, at=now, post=partial(post, OK))
    later = now + rules.PAUSES[0]
    assert actions.deliver_next(made.pk, at=later, post=partial(post, OK))
    assert actions.deliver_next(made.pk, at=later, post=partial(post, OK))
    assert sent == [first.msg_id, first.msg_id, second.msg_id]
    assert [each.status for each in Attempt.objects.order_by("id")] == [500, 204, 204]
    assert Attempt.objects.earliest("id").body == "oops"


def test_ten_tries_then_the_next(shop: Shop, now: datetime) -> None:
    made = endpoint(shop, now)
    first, second = messages(made, now, 2)
    at, tries = now, 0
    while Message.objects.get(pk=first.pk).state == "waiting":
        actions.deliver_next(made.pk, at=at, post=lambda *_told, **_more: BROKEN)
        tries += 1
        at = Message.objects.get(pk=first.pk).next_at or at
        Endpoint.objects.update(failing_since=at)  # only to see all ten
    assert tries == 10
    assert at - now == sum(rules.PAUSES, timedelta())
    assert Message.objects.get(pk=first.pk).state == "failed"
    assert Endpoint.objects.get().given_up == 1
    assert actions.deliver_next(made.pk, at=at, post=lambda *_told, **_more: OK)
    assert Message.objects.get(pk=second.pk).state == "delivered"
    assert (Endpoint.objects.get().given_up, Endpoint.objects.get().failing_since) == (0, None)


def test_silence_for_days_switches_it_off_and_people_are_told(shop: Shop, now: datetime) -> None:
    made = endpoint(shop, now)
    make.member(shop, "manager", now)
    make.member(shop, "viewer", now)
    (message,) = messages(made, now, 1)
    at = now
    while Endpoint.objects.get().active:
        actions.deliver_next(made.pk, at=at, post=lambda *_told, **_more: BROKEN)
        at = Message.objects.get().next_at or at
    assert at - now >= timedelta(days=3)
    assert Endpoint.objects.get().off_reason == "failing"
    assert Notice.objects.filter(kind="webhook_off").count() == 2
    assert Letter.objects.filter(name="webhook_off").count() == 2
    assert not actions.deliver_next(made.pk, at=at, post=lambda *_told, **_more: OK)
    assert queries.overdue(at) == []
    actions.switch(made.pk, on=True, by=shop.by, at=at)
    assert actions.deliver_next(made.pk, at=at, post=lambda *_told, **_more: OK) or message.pk
    assert set(Message.objects.values_list("state", flat=True)) <= {"delivered", "failed"}


def test_five_given_up_switch_it_off(shop: Shop, now: datetime) -> None:
    made = endpoint(shop, now)
    messages(made, now, 6)
    Message.objects.update(tries=9)
    for _each in range(5):
        actions.deliver_next(made.pk, at=now, post=lambda *_told, **_more: BROKEN)
    assert not Endpoint.objects.get().active
    assert Message.objects.filter(state="waiting").count() == 1


def test_gone_is_gone(shop: Shop, now: datetime) -> None:
    made = endpoint(shop, now)
    messages(made, now, 1)
    actions.deliver_next(made.pk, at=now, post=lambda *_told, **_more: wire.Answer(410, "", "", 1))
    assert Endpoint.objects.get().off_reason == "gone"


def test_nothing_is_written_for_what_is_off_or_removed(shop: Shop, now: datetime) -> None:
    off = endpoint(shop, now, "order.paid")
    removed = endpoint(shop, now, "order.paid", url="https://example.com/other")
    (waits,) = messages(removed, now, 1)
    actions.switch(off.pk, on=False, by=shop.by, at=now)
    actions.remove(removed.pk, by=shop.by, at=now)
    buying.paid_order(make.offer(now, shop).tiers.get(), at=now)
    assert list(Message.objects.all()) == [waits]
    assert Message.objects.get().state == "failed"
    assert list(queries.of_owner(shop.studio)) == [off]
    with pytest.raises(Conflict):
        actions.send_test(off.pk, by=shop.by, at=now)


def test_a_worker_that_died_is_made_up_for(shop: Shop, now: datetime) -> None:
    """Killed after sending, before writing it down: it is sent again under the same id, once the lease is over."""
    made = endpoint(shop, now)
    (message,) = messages(made, now, 1)
    sent: list[str] = []

    def dies(_url: str, _body: bytes, headers: dict[str, str], **_rest: Any) -> wire.Answer:
        sent.append(headers["webhook-id"])
        raise SystemExit

    def lives(_url: str, _body: bytes, headers: dict[str, str], **_rest: Any) -> wire.Answer:
        sent.append(headers["webhook-id"])
        return OK

    with pytest.raises(SystemExit):
        actions.deliver_next(made.pk, at=now, post=dies)
    assert not actions.deliver_next(made.pk, at=now + timedelta(seconds=59), post=lives)
    assert queries.overdue(now + timedelta(seconds=59)) == []
    later = now + rules.LEASE
    assert queries.overdue(later) == [made.pk]
    assert actions.deliver_next(made.pk, at=later, post=lives)
    assert sent == [message.msg_id] * 2


def test_a_test_and_a_replay_go_out_of_turn(shop: Shop, there: Receiver, now: datetime) -> None:
    made = endpoint(shop, now, "order.paid", url=there.url)
    there.answers = [(500, b"no"), (200, b"yes")]
    stuck, _later = messages(made, now, 2)
    actions.deliver_next(made.pk, at=now)
    test = actions.send_test(made.pk, by=shop.by, at=now)
    drain(now)
    test.refresh_from_db()
    assert (test.state, test.event) == ("delivered", "webhook.test")
    assert json.loads(there.got[1][1])["type"] == "webhook.test"
    assert Message.objects.get(pk=stuck.pk).state == "waiting"
    Message.objects.filter(pk=stuck.pk).update(state="failed", next_at=None)
    actions.replay(stuck.pk, by=shop.by, at=now)
    drain(now)
    assert there.ids.count(stuck.msg_id) == 2
    assert Message.objects.get(pk=stuck.pk).state == "delivered"


def test_a_sale_is_told_from_end_to_end(shop: Shop, there: Receiver, now: datetime) -> None:
    endpoint(shop, now, "order.paid", url=there.url)
    order = buying.paid_order(make.offer(now, shop).tiers.get(), at=now)
    ((_headers, body),) = there.got
    assert json.loads(body)["data"]["order"] == order.number


def test_old_messages_are_forgotten(shop: Shop, now: datetime) -> None:
    made = endpoint(shop, now)
    old, young, waiting = messages(made, now, 3)
    Message.objects.filter(pk=old.pk).update(state="delivered", ended_at=now - timedelta(days=31))
    Message.objects.filter(pk=young.pk).update(state="failed", ended_at=now - timedelta(days=29))
    Attempt.objects.create(message=old, at=now, status=200)
    assert actions.forget_old(at=now) == 1
    assert set(Message.objects.all()) == {young, waiting}


@pytest.mark.django_db(transaction=True)
def test_one_is_in_flight_at_a_time(now: datetime) -> None:
    import time

    shop = make.shop(now)
    made = endpoint(shop, now)
    messages(made, now, 3)
    flying, most = [0], [0]

    def slow(*_told: Any, **_more: Any) -> wire.Answer:
        flying[0] += 1
        most[0] = max(most[0], flying[0])
        time.sleep(0.05)
        flying[0] -= 1
        return OK

    def drive() -> None:
        while actions.deliver_next(made.pk, at=now, post=slow):
            pass

    answers = race(*[drive] * 6)
    drive()
    assert not errors(answers)
    assert most == [1]
    assert Message.objects.filter(state="delivered").count() == 3
    assert Attempt.objects.count() == 3

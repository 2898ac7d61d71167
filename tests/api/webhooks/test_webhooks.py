"""Endpoints, messages to them, and how they are sent: signed, in order, at least once, and not for ever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from standardwebhooks import Webhook

from dhara.api.models import Attempt, Endpoint, Message
from dhara.api.webhooks import actions, queries, rules, wire
from dhara.api.webhooks.actions.sending import signed
from dhara.api.webhooks.events import BUILDERS
from dhara.delivery.licences import actions as licences
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.facts import REGISTRY
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.people.models import Notice
from dhara.reactions.webhooks import PUBLIC, tell_webhooks
from tests.api.webhooks.receiver import Receiver, receiver
from tests.make import catalog as make
from tests.make import checkout as buying
from tests.make import licences as software
from tests.make.catalog import Shop
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db
OK = wire.Answer(204, "", "", 12)
BROKEN = wire.Answer(500, "", "oops", 12)


@pytest.fixture
def shop(now: datetime) -> Shop:
    return make.shop(now)


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def endpoint(shop: Shop, at: datetime, *events: str, url: str = "https://example.com/hook") -> Endpoint:
    made, _secret = actions.add(shop.studio, url=url, events=events or rules.CATALOGUE, by=shop.by, at=at)
    return made


def messages(to: Endpoint, at: datetime, many: int) -> list[Message]:
    return [
        Message.objects.create(
            endpoint=to, msg_id=rules.new_id(), event="order.paid", fact_ref=n, body="{}", next_at=at, created_at=at
        )
        for n in range(many)
    ]


def test_the_catalogue_is_whole() -> None:
    assert set(PUBLIC.values()) == rules.CATALOGUE.keys() == BUILDERS.keys()
    assert len(set(PUBLIC.values())) == len(PUBLIC)
    assert all(fact.label() in REGISTRY for fact in PUBLIC)
    assert all(len(name) <= 40 and name == name.lower() and "." in name for name in rules.CATALOGUE)


def test_who_may_and_what_is_refused(shop: Shop, now: datetime) -> None:
    made, secret = actions.add(
        shop.studio, url="https://example.com/hook", events=["order.refunded", "order.paid"], by=shop.by, at=now
    )
    assert secret.startswith("whsec_")
    assert secret not in made.secret
    assert actions.secret_of(made) == secret
    assert made.events == ["order.paid", "order.refunded"]
    for wrong in ({"events": []}, {"events": ["order.eaten"]}, {"url": "http://example.com"}):
        with pytest.raises(Invalid):
            actions.change(made.pk, **{"url": made.url, "events": made.events, "name": "", **wrong}, by=shop.by, at=now)
    for role in ("editor", "support", "viewer"):
        with pytest.raises(NotAllowed):
            actions.rotate(made.pk, by=make.member(shop, role, now), at=now)
    for verb in (partial(actions.rotate), partial(actions.remove), partial(actions.send_test)):
        with pytest.raises(NotFoundHere):
            verb(made.pk, by=make.shop(now).by, at=now)
    for _each in range(9):
        endpoint(shop, now)
    with pytest.raises(Conflict):
        endpoint(shop, now)


def test_each_studio_is_told_of_its_own_lines(now: datetime) -> None:
    nadia, tuhin, stranger = (make.shop(now, name) for name in ("Nadia", "Tuhin", "Sadia"))
    hers, his, _none = (endpoint(each, now, "order.paid") for each in (nadia, tuhin, stranger))
    deaf = endpoint(nadia, now, "payout.paid")
    tiers = [make.offer(now, each).tiers.get() for each in (nadia, tuhin)]
    order = buying.paid_order(*tiers, at=now)
    assert set(Message.objects.values_list("endpoint", flat=True)) == {hers.pk, his.pk}
    told = json.loads(Message.objects.get(endpoint=hers).body)
    assert told["type"] == "order.paid"
    assert told["timestamp"] == "2026-03-02T04:00:00Z"
    data = told["data"]
    assert data.keys() == rules.CATALOGUE["order.paid"].example.keys()
    assert (data["order"], [line["tier"] for line in data["lines"]]) == (order.number, [tiers[0].pk])
    assert data["lines"][0].keys() == rules.CATALOGUE["order.paid"].example["lines"][0].keys()
    body = Message.objects.get(endpoint=hers).body
    assert order.email not in body
    assert order.token not in body
    assert not deaf.messages.exists()


def test_a_fact_makes_one_message(shop: Shop, now: datetime) -> None:
    endpoint(shop, now, "order.paid")
    buying.paid_order(make.offer(now, shop).tiers.get(), at=now)
    fact = RecordedFact.objects.get(name="checkout.OrderPaid")
    for _each in range(2):
        tell_webhooks(fact.load(), by=SYSTEM.because(fact.pk), at=now)
    assert Message.objects.count() == 1


def test_examples_tell_the_truth(shop: Shop, now: datetime) -> None:
    """Events that can be caused here have exactly the fields of their examples."""
    listener = endpoint(shop, now)
    offer = software.offer(now, shop, seats=2)
    order = buying.paid_order(offer.tiers.get(), at=now)
    licence = order.grants.get().licences.get()
    licences.activate(offer_id=offer.pk, key=licence.key, instance="desk", by=GUEST, at=now)
    licences.deactivate(offer_id=offer.pk, key=licence.key, instance="desk", by=GUEST, at=now)
    licences.disable(licence.pk, reason="It was shared.", by=shop.by, at=now)
    licences.enable(licence.pk, by=shop.by, at=now)
    licences.rotate(licence.pk, by=shop.by, at=now)
    drain(now)
    seen = {message.event: json.loads(message.body)["data"] for message in Message.objects.filter(endpoint=listener)}
    wanted = {"offer.published", "order.paid", "licence.issued", "licence.activated", "licence.rotated"}
    assert wanted <= seen.keys()
    for name, data in seen.items():
        assert data.keys() == rules.CATALOGUE[name].example.keys(), name
    assert licence.key not in "".join(Message.objects.values_list("body", flat=True))


def test_a_message_is_signed_so_that_the_standard_library_takes_it(
    shop: Shop, there: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dhara.kit import clock

    at = clock.now()
    made, secret = actions.add(shop.studio, url=there.url, events=["order.paid"], by=shop.by, at=at)
    (message,) = messages(made, at, 1)
    assert actions.deliver_next(made.pk, at=at)
    ((headers, body),) = there.got
    assert Webhook(secret).verify(body, headers) == {}
    assert headers["webhook-id"] == message.msg_id
    message.refresh_from_db()
    assert (message.state, message.tries, message.next_at, message.ended_at) == ("delivered", 1, None, at)
    assert not actions.deliver_next(made.pk, at=at)
    assert Endpoint.objects.get().leased_until is None


def test_both_secrets_sign_for_a_day(shop: Shop) -> None:
    from dhara.kit import clock

    at = clock.now()
    made, old = actions.add(shop.studio, url="https://example.com/", events=["order.paid"], by=shop.by, at=at)
    made, new = actions.rotate(made.pk, by=shop.by, at=at)
    headers = signed(made, "msg_1", "{}", at)
    for secret in (old, new):
        Webhook(secret).verify("{}", headers)
    later = signed(made, "msg_1", "{}", at + rules.OVERLAP)
    assert len(later["webhook-signature"].split()) == 1


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
    off, removed = endpoint(shop, now, "order.paid"), endpoint(shop, now, "order.paid")
    (waits,) = messages(removed, now, 1)
    actions.switch(off.pk, on=False, by=shop.by, at=now)
    actions.remove(removed.pk, by=shop.by, at=now)
    buying.paid_order(make.offer(now, shop).tiers.get(), at=now)
    assert list(Message.objects.all()) == [waits]
    assert Message.objects.get().state == "failed"
    assert list(queries.of_studio(shop.studio)) == [off]
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

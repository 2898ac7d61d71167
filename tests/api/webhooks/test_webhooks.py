"""Endpoints, the messages to them, and their signatures."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial

import pytest
from standardwebhooks import Webhook

from dhara.api.models import Endpoint, Message
from dhara.api.webhooks import actions, rules
from dhara.api.webhooks.actions.sending import signed
from dhara.api.webhooks.events import BUILDERS
from dhara.audience.forms import actions as forms
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.delivery.licences import actions as licences
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.facts import REGISTRY
from dhara.kit.facts.models import RecordedFact
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.reactions.webhooks import PUBLIC, tell_webhooks
from tests.api.webhooks.ground import endpoint, messages
from tests.api.webhooks.receiver import Receiver
from tests.make import catalog as make
from tests.make import checkout as buying
from tests.make import conversations as make_conversations
from tests.make import forms as make_forms
from tests.make import licences as software
from tests.make import people
from tests.make.catalog import Shop

pytestmark = pytest.mark.django_db


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
    with pytest.raises(Conflict) as twice:
        endpoint(shop, now, "order.refunded", "order.paid")
    assert twice.value.code == "endpoint_exists"
    for number in range(9):
        endpoint(shop, now, url=f"https://example.com/hook/{number}")
    with pytest.raises(Conflict) as full:
        endpoint(shop, now)
    assert full.value.code == "too_many_endpoints"


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


def test_what_somebody_wrote_is_told_without_contacts(shop: Shop, now: datetime) -> None:
    heard = endpoint(shop, now, "message.received")
    karim = people.account("karim@example.com")
    talk = make_conversations.conversation(shop.studio, karim, at=now)
    make_conversations.write(talk, karim, "Call 01712345678", at=now)
    drain(now)
    told = json.loads(Message.objects.get(endpoint=heard).body)["data"]
    assert (told["conversation"], told["about"]) == (talk.pk, "offer:5")
    assert told["text"] == "Call [phone number hidden]"


def test_who_filled_in_a_form_is_told_once_it_is_proved(shop: Shop, now: datetime) -> None:
    heard = endpoint(shop, now, "form.submitted", "form.confirmed")
    form = make_forms.form(shop.studio, questions=[{"field": "name"}], at=now)
    submission = make_forms.submit(form, at=now, name="Mitu")
    drain(now)
    forms.confirm(submission.token, by=GUEST, at=now)
    drain(now)
    first, second = (json.loads(each.body) for each in Message.objects.filter(endpoint=heard).order_by("id"))
    assert first["data"] == {"form": form.pk, "name": "Checklist", "submission": submission.pk, "utm": submission.utm}
    assert (second["type"], second["data"]["contact"]) == ("form.confirmed", form.submissions.get().contact_id)
    assert "mitu@" not in json.dumps([first, second])


def test_what_becomes_of_an_offer_is_told(shop: Shop, now: datetime) -> None:
    offer = make.offer(now, shop)
    drain(now)
    told = {"offer": offer.pk, "title": offer.title}
    endpoint(shop, now, *[name for name in rules.CATALOGUE if name.startswith("offer.")])
    prices.set_tiers(offer, [make.fixed(50_000)], by=shop.by, at=now)
    offers.hide(offer, reason="The picture is not yours.", by=make.operator_of(now), at=now)
    offers.lift(offer, by=make.operator_of(now), at=now)
    offers.archive(offer, by=shop.by, at=now)
    offers.restore(offer, by=shop.by, at=now)
    drain(now)
    said = {each.event: json.loads(each.body)["data"] for each in Message.objects.order_by("pk")}
    assert said == {
        "offer.prices_changed": told,
        "offer.hidden": {**told, "reason": "The picture is not yours."},
        **dict.fromkeys(("offer.lifted", "offer.archived", "offer.restored"), told),
    }

"""Each list of a studio: its pages hold every row once, and twenty rows cost as many queries as one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.api.v1 import openapi
from dhara.api.webhooks import actions as webhooks
from dhara.audience.models import Form, Intake, Sequence, SequenceVersion
from dhara.audience.sequences.actions import enter
from dhara.audience.suppression.actions import suppress
from dhara.audience.suppression.rules import HARD_BOUNCE, key_of
from dhara.catalog.models import Offer
from dhara.checkout.models import Order
from dhara.checkout.refunds import actions as refunds
from dhara.kit.actor import SYSTEM
from dhara.money.models import PayoutMethod
from dhara.people.conversations.actions import open_about
from dhara.people.models import Conversation, Message, Studio
from tests.api import lists_tags, lists_work
from tests.api import world as here
from tests.api.door import Program, problem
from tests.api.world import ID, World
from tests.make import (
    audience,
    broadcasts,
    catalog,
    checkout,
    conversations,
    coupons,
    disputes,
    gigs,
    money,
    payouts,
    people,
    segments,
    sequences,
)
from tests.make import forms as make_forms
from tests.make import licences as make_licences
from tests.make import refunds as make_refunds
from tests.make import segments as make_segments
from tests.make.catalog import Shop
from tests.make.letters import crowd

MANY = 20
BASE = f"/studios/{here.HANDLE}"


def _studio() -> Studio:
    return Studio.objects.get(handle=here.HANDLE)


def _order(world: World) -> Order:
    return Order.objects.get(number=world.there[here.SOLD])


def _contacts(_world: World) -> None:
    crowd(_studio(), MANY)


def _own_offers(_world: World) -> None:
    studio = _studio()
    for _each in range(MANY):
        catalog.offer(here.NOW, Shop(studio, studio.members.get(role="owner").account, SYSTEM), published=False)


def _broadcasts(_world: World) -> None:
    studio = _studio()
    shop = Shop(studio, studio.members.get(role="owner").account, SYSTEM)
    for _each in range(MANY):
        broadcasts.draft(shop, here.NOW)


def _forms(_world: World) -> None:
    tag = make_forms.tag(_studio())
    for number in range(MANY):
        make_forms.form(_studio(), at=here.NOW, tags=[tag.pk] if number % 2 else [])


def _submissions(world: World) -> None:
    shown = Form.objects.get(pk=world.there[ID["form"]])
    for number in range(MANY):
        make_forms.submit(shown, f"waits{number}@example.com", at=here.NOW)


def _rules(_world: World) -> None:
    tag = audience.tag(_studio(), "Many")
    for number in range(MANY):
        effects = ({"do": "tag", "tag": tag.pk}, {"do": "notify"})[number % 2 :]
        segments.rule(_studio(), "bought", *effects, at=here.NOW)


def _segments(_world: World) -> None:
    for number in range(MANY):
        make_segments.segment(_studio(), {"status": "known"}, name=f"Segment {number}", at=here.NOW)


def _suppressions(_world: World) -> None:
    for number in range(MANY):
        suppress(_studio(), key_of(f"gone{number}@example.com"), HARD_BOUNCE, at=here.NOW)


def _sequences(_world: World) -> None:
    by = catalog.person(_studio().members.get(role="owner").account_id)
    for _each in range(MANY):
        sequences.sequence(_studio(), by=by, at=here.NOW, steps=1)


def _versions(world: World) -> None:
    SequenceVersion.objects.bulk_create(
        SequenceVersion(sequence_id=world.there[ID["sequence"]], number=number, graph={}, published_at=here.NOW)
        for number in range(2, MANY + 2)
    )


def _people(world: World) -> None:
    sequence = Sequence.objects.get(pk=world.there[ID["sequence"]])
    for contact in crowd(_studio(), MANY):
        enter(sequence, contact, by=SYSTEM, at=here.NOW)


def _intakes(world: World) -> None:
    where = {"studio": _studio(), "sequence_id": world.there[ID["filling"]]}
    when = {"status_at": here.NOW, "created_at": here.NOW}
    Intake.objects.bulk_create(Intake(name="All", status="done", **where, **when) for _each in range(MANY))


def _coupons(_world: World) -> None:
    for number in range(MANY):
        coupons.coupon(_studio(), f"MANY{number}", at=here.NOW)


def _refunds(world: World) -> None:
    """Of one order, a little at a time; each has its credit note, and moves the balance."""
    for _each in range(MANY):
        make_refunds.refunded(_order(world), 1_000, at=here.NOW)


def _papers(world: World) -> None:
    from dhara.kit.queue import drain

    _refunds(world)
    drain(here.NOW)


def _requests(_world: World) -> None:
    order = checkout.paid_order(*(checkout.tier(_studio()) for _each in range(MANY)), at=here.NOW)
    for line in order.lines.all():
        refunds.ask(order.pk, line.pk, reason="Blurred.", by=SYSTEM, at=here.NOW + timedelta(seconds=line.pk))


def _disputes(_world: World) -> None:
    for _each in range(MANY):
        disputes.waiting(_studio(), here.NOW)


def _payouts(_world: World) -> None:
    method = PayoutMethod.objects.get(studio=_studio())
    for _each in range(MANY):
        payouts.asked(_studio(), method, here.NOW, 10_000)


def _movements(_world: World) -> None:
    for _each in range(MANY):
        money.earned(_studio(), 1_000, here.NOW)


def _licences(world: World) -> None:
    offer = Offer.objects.get(pk=world.there[ID["licensed"]])
    for _each in range(MANY):
        make_licences.sold(here.NOW, offer)


def _messages(world: World, hook: str = "webhook") -> None:
    for _each in range(MANY):
        nadia = catalog.person(_studio().members.get(role="owner").account_id)
        webhooks.send_test(world.there[ID[hook]], by=nadia, at=here.NOW)


def _work(world: World) -> None:
    gig = Offer.objects.get(pk=world.there[ID["gig"]])
    for _each in range(MANY):
        gigs.ordered(here.NOW, gig)


def _talks(_world: World) -> None:
    nadia = _studio().members.get(role="owner").account
    for number in range(MANY):
        studio = people.studio(people.account(f"seller{number}@example.com"), handle=f"seller{number}")
        talk = open_about(
            "offer:5",
            title="Cards",
            studio_id=studio.pk,
            customer=conversations.customer(nadia),
            by=SYSTEM,
            at=here.NOW - timedelta(hours=number // 2 + 1),
        )
        Message.objects.create(
            conversation=talk,
            party=conversations.side(talk, "customer"),
            author=nadia,
            body="Hello",
            at=here.NOW,
            shown_at=here.NOW,
        )


def _said(world: World) -> None:
    talk = Conversation.objects.get(pk=world.there[ID["talk"]])
    for number in range(MANY):
        conversations.write(talk, _studio().members.get(role="owner").account, f"{number}", at=here.NOW)


LISTS: dict[str, tuple[str, Callable[[World], None]]] = {
    "list_own_offers": (f"{BASE}/own-offers", _own_offers),
    "list_coupons": (f"{BASE}/coupons", _coupons),
    "list_broadcasts": (f"{BASE}/broadcasts", _broadcasts),
    "list_contacts": (f"{BASE}/contacts", _contacts),
    "list_forms": (f"{BASE}/forms", _forms),
    "list_form_submissions": (f"{BASE}/forms/{ID['form']}/submissions", _submissions),
    "list_sequences": (f"{BASE}/sequences", _sequences),
    "list_sequence_versions": (f"{BASE}/sequences/{ID['sequence']}/versions", _versions),
    "list_sequence_people": (f"{BASE}/sequences/{ID['sequence']}/people", _people),
    "list_intakes": (f"{BASE}/sequences/{ID['filling']}/intakes", _intakes),
    "list_rules": (f"{BASE}/rules", _rules),
    "list_segments": (f"{BASE}/segments", _segments),
    "list_segment_members": (f"{BASE}/segments/{ID['segment']}/members", _contacts),
    "list_suppressions": (f"{BASE}/suppressions", _suppressions),
    "list_refunds": (f"{BASE}/refunds", _refunds),
    "list_papers": (f"{BASE}/papers", _papers),
    "list_refund_requests": (f"{BASE}/refund-requests", _requests),
    "list_disputes": (f"{BASE}/disputes", _disputes),
    "list_payouts": (f"{BASE}/payouts", _payouts),
    "list_movements": (f"{BASE}/movements", _movements),
    "list_licences": (f"{BASE}/licences", _licences),
    "list_work": ("/work", _work),
    **lists_tags.LISTS,
    **lists_work.LISTS,
    "list_conversations": ("/conversations", _talks),
    "get_conversation": (f"/conversations/{ID['talk']}", _said),
    "list_webhook_messages": (f"{BASE}/webhooks/{ID['webhook']}/messages", _messages),
    "list_my_webhook_messages": (
        f"/me/webhooks/{ID['own_webhook']}/messages",
        lambda world: _messages(world, "own_webhook"),
    ),
}
# Proven in test_market.py and test_access.py.
ELSEWHERE = {"list_offers", "list_my_orders", "list_my_library", "list_sales"}


@pytest.mark.parametrize("name", LISTS)
def test_pages_hold_each_row_once_and_many_cost_as_few_queries(name: str, world: World) -> None:
    path, fill = LISTS[name]
    path = "/".join(str(world.there.get(part, part)) for part in path.split("/"))
    program = Program(here.API_KEY)

    def page(**asked: Any) -> tuple[dict[str, Any], int]:
        with CaptureQueriesContext(connection) as queries:
            answer = program.get(path, **asked)
        assert answer.status_code == 200, answer.content
        return answer.json(), len(queries)

    page(limit=1)
    few, cost = page(limit=1)
    assert len(few["items"]) == 1
    fill(world)
    whole, most = page(limit=100)
    assert len(whole["items"]) > MANY
    assert (whole["next"], most) == (None, cost)
    seen, cursor = [], {}
    while True:
        part, _cost = page(limit=7, **cursor)
        seen += part["items"]
        if part["next"] is None:
            break
        assert len(part["items"]) == 7
        cursor = {"cursor": part["next"]}
    assert seen == whole["items"]
    problem(program.get("/offers", **cursor), 404, "cursor_unknown")
    problem(program.get(path, cursor="AAAA"), 404, "cursor_unknown")


def test_no_list_is_forgotten() -> None:
    paged = {
        operation["operationId"]
        for item in openapi.schema()["paths"].values()
        for operation in item.values()
        if "cursor" in {each["name"] for each in operation["parameters"]}
    }
    assert paged == LISTS.keys() | ELSEWHERE

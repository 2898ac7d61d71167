"""A broadcast from its draft to its end: what is refused, who is frozen in, what pausing and cancelling do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from dhara.audience.broadcasts import actions, queries, rules
from dhara.audience.contacts import actions as contacts
from dhara.audience.models import Broadcast, Delivery, Segment
from dhara.audience.sending import actions as sending
from dhara.kit.actor import GUEST
from dhara.kit.models import RecordedFact
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, NotAllowed, NotFoundHere, Refused
from dhara.people.notices.models import Notice
from tests.make import audience, catalog
from tests.make import broadcasts as make
from tests.make.catalog import Shop
from tests.make.letters import crowd, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> Shop:
    return catalog.shop(now, language="en")


@contextmanager
def refuses(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


def begun(shop: Shop, now: datetime, people: int = 4) -> Broadcast:
    crowd(shop.studio, people)
    return actions.start(shop.studio, make.draft(shop, now).pk, by=shop.by, at=now)


def test_everybody_who_is_subscribed_and_nobody_else_is_frozen_in(shop: Shop, now: datetime) -> None:
    crowd(shop.studio, 3)
    for state in ("known", "pending", "unsubscribed", "bounced", "complained"):
        audience.contact(shop.studio, f"{state}@example.com", state=state, at=now)
    audience.contact(catalog.shop(now, "Other").studio, "else@example.com", at=now)
    found = actions.start(shop.studio, make.draft(shop, now).pk, by=shop.by, at=now)
    assert (found.status, found.audience, found.started_at) == ("sending", 3, now)
    crowd(shop.studio, 2, domain="late.example")
    assert queries.counts(found)["queued"] == 3
    assert found.message.frozen_at == now
    assert RecordedFact.objects.filter(name="audience.BroadcastStarted", data__audience=3).count() == 1


def test_segments_say_who_is_meant_and_who_is_left_out(shop: Shop, now: datetime) -> None:
    people = crowd(shop.studio, 4)
    buyer, fan = audience.tag(shop.studio, "buyer"), audience.tag(shop.studio, "fan")
    for each in people[:3]:
        contacts.tag(each, buyer.pk, by=shop.by, at=now)
    contacts.tag(people[0], fan.pk, by=shop.by, at=now)
    buyers = segment(shop, now, "buyers", {"tag": buyer.pk})
    fans = segment(shop, now, "fans", {"tag": fan.pk})
    found = make.draft(shop, now, segment_id=buyers.pk, excluded_id=fans.pk)
    assert set(queries.audience(found)) == set(people[1:3])
    begun = actions.start(shop.studio, found.pk, by=shop.by, at=now)
    assert (begun.audience, begun.rules) == (2, {"segment": {"tag": buyer.pk}, "excluded": {"tag": fan.pk}})


def segment(shop: Shop, now: datetime, name: str, said: dict[str, object]) -> Segment:
    return Segment.objects.create(studio=shop.studio, name=name, rules=said, created_at=now, changed_at=now)


def test_what_can_not_be_sent_is_refused_and_nothing_is_frozen(shop: Shop, now: datetime) -> None:
    draft = make.draft(shop, now)
    with refuses("nobody"):
        actions.start(shop.studio, draft.pk, by=shop.by, at=now)
    crowd(shop.studio, 1)
    empty = actions.make(shop.studio, rules.Plan("Empty"), by=shop.by, at=now)
    with refuses("letter_not_ready"):
        actions.start(shop.studio, empty.pk, by=shop.by, at=now)
    one_subject = make.draft(shop, now, test=make.TEST)
    with refuses("variants"):
        actions.start(shop.studio, one_subject.pk, by=shop.by, at=now)
    untracked = make.draft(shop, now, test=make.TEST, subjects=("Other",))
    untracked.message.tracking = "off"
    untracked.message.save()
    with refuses("test_untracked"):
        actions.start(shop.studio, untracked.pk, by=shop.by, at=now)
    assert not Delivery.objects.exists()
    assert not Broadcast.objects.exclude(status="draft").exists()


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "x" * 121}, "name_missing"),
        ({"name": "x", "test": (400, "clicks", 4)}, "share"),
        ({"name": "x", "test": (2000, "opens", 4)}, "measure"),
        ({"name": "x", "test": (2000, "sales", 73)}, "hours"),
    ],
)
def test_plans_that_make_no_sense_are_refused(shop: Shop, now: datetime, plan: dict[str, object], code: str) -> None:
    with refuses(code):
        actions.make(shop.studio, rules.Plan(**plan), by=shop.by, at=now)


def test_others_may_not(shop: Shop, now: datetime) -> None:
    crowd(shop.studio, 1)
    draft = make.draft(shop, now)
    editor, outsider = catalog.member(shop, "editor", now), catalog.shop(now, "Karim")
    with pytest.raises(NotAllowed):
        actions.start(shop.studio, draft.pk, by=editor, at=now)
    with pytest.raises(NotFoundHere):
        actions.start(shop.studio, draft.pk, by=outsider.by, at=now)
    with pytest.raises(NotFoundHere):
        actions.start(outsider.studio, draft.pk, by=outsider.by, at=now)
    foreign = segment(outsider, now, "theirs", {"all": []})
    with pytest.raises(NotFoundHere):
        actions.edit(shop.studio, draft.pk, rules.Plan("x", segment_id=foreign.pk), by=shop.by)
    assert not Delivery.objects.exists()


def test_begins_at_its_moment_and_only_once(shop: Shop, now: datetime) -> None:
    crowd(shop.studio, 2)
    draft, moment = make.draft(shop, now), now + timedelta(hours=2)
    with refuses("past"):
        actions.schedule(shop.studio, draft.pk, send_at=now, by_zone=False, by=shop.by, at=now)
    actions.schedule(shop.studio, draft.pk, send_at=moment, by_zone=False, by=shop.by, at=now)
    assert actions.begin_due(at=moment - timedelta(minutes=1)) == 0
    assert actions.begin_due(at=moment) == 1
    assert actions.begin_due(at=moment) == 0
    draft.refresh_from_db()
    assert (draft.status, draft.audience) == ("sending", 2)


def test_what_is_taken_back_does_not_begin(shop: Shop, now: datetime) -> None:
    crowd(shop.studio, 1)
    draft, moment = make.draft(shop, now), now + timedelta(hours=2)
    actions.schedule(shop.studio, draft.pk, send_at=moment, by_zone=False, by=shop.by, at=now)
    with pytest.raises(Conflict):
        actions.edit(shop.studio, draft.pk, rules.Plan("Other"), by=shop.by)
    actions.unschedule(shop.studio, draft.pk, by=shop.by, at=now)
    assert actions.begin_due(at=moment) == 0
    assert actions.edit(shop.studio, draft.pk, rules.Plan("Other"), by=shop.by).name == "Other"


def test_what_can_not_begin_is_a_draft_again_and_its_fact_says_why(shop: Shop, now: datetime) -> None:
    people = crowd(shop.studio, 1)
    draft, moment = make.draft(shop, now), now + timedelta(hours=2)
    actions.schedule(shop.studio, draft.pk, send_at=moment, by_zone=False, by=shop.by, at=now)
    contacts.unsubscribe(people[0], by=GUEST, at=now, source="link")
    assert actions.begin_due(at=moment) == 0
    draft.refresh_from_db()
    assert (draft.status, draft.send_at) == ("draft", None)
    assert RecordedFact.objects.get(name="audience.BroadcastNotBegun").data["reason"].startswith("Nobody")


def test_each_gets_it_at_their_own_time_of_day(shop: Shop, now: datetime) -> None:
    zones = {"Asia/Dhaka": 6, "Asia/Tokyo": 9, "America/Los_Angeles": -8, "": 6}
    for place, zone in enumerate(zones):
        crowd(shop.studio, 1, domain=f"z{place}.example", time_zone=zone)
    draft, moment = make.draft(shop, now), datetime(2026, 12, 5, 4, 0, tzinfo=UTC)  # 10:00 in Dhaka
    actions.schedule(shop.studio, draft.pk, send_at=moment, by_zone=True, by=shop.by, at=now)
    first = datetime(2026, 12, 4, 20, 0, tzinfo=UTC)  # 10:00 where the day begins first
    assert actions.begin_due(at=first - timedelta(minutes=1)) == 0
    assert actions.begin_due(at=first) == 1
    due = dict(Delivery.objects.values_list("contact__time_zone", "due_at"))
    assert due == {
        zone: datetime(2026, 12, 5, 10, 0, tzinfo=UTC) - timedelta(hours=ahead) for zone, ahead in zones.items()
    }


def test_pause_go_on_cancel(shop: Shop, now: datetime) -> None:
    found = begun(shop, now)
    paused = actions.pause(shop.studio, found.pk, by=shop.by, at=now)
    assert paused.status == "paused"
    with pytest.raises(Conflict):
        actions.pause(shop.studio, found.pk, by=shop.by, at=now)
    assert actions.resume(shop.studio, found.pk, by=shop.by, at=now).status == "sending"
    make.sent(found, now, contact__email="reader0@mail0.example")
    assert actions.cancel(shop.studio, found.pk, by=shop.by, at=now).status == "cancelled"
    assert states(found.message) == {"sent": 1, "cancelled": 3}


def test_done_when_nothing_is_left(shop: Shop, now: datetime) -> None:
    found = begun(shop, now, 3)
    assert actions.settle(at=now) == 0
    make.sent(found, now)
    Delivery.objects.filter(contact__email="reader0@mail0.example").update(state="unknown")
    assert actions.settle(at=now) == 1
    found.refresh_from_db()
    assert found.status == "done"
    fact = RecordedFact.objects.get(name="audience.BroadcastDone").data
    assert (fact["sent"], fact["not_reached"]) == (2, 1)


def test_again_to_those_not_reached_only(shop: Shop, now: datetime) -> None:
    found = begun(shop, now, 4)
    make.sent(found, now)
    ends = {"reader0@mail0.example": "unknown", "reader1@mail1.example": "failed", "reader2@mail2.example": "bounced"}
    for email, state in ends.items():
        Delivery.objects.filter(contact__email=email).update(state=state)
    actions.settle(at=now)
    assert actions.again(shop.studio, found.pk, by=shop.by, at=now) == 2
    assert states(found.message) == {"queued": 2, "bounced": 1, "sent": 1}
    make.sent(found, now)
    actions.settle(at=now)
    with refuses("all_reached"):
        actions.again(shop.studio, found.pk, by=shop.by, at=now)


def test_a_breaker_pauses_and_says_why(shop: Shop, now: datetime) -> None:
    found = begun(shop, now)
    assert actions.protect(found.pk, "bounces", at=now) is True
    assert actions.protect(found.pk, "bounces", at=now) is False
    found.refresh_from_db()
    assert "come back" in queries.stopped_for(found)
    assert not sending.resume("broadcast:0", at=now)
    actions.resume(shop.studio, found.pk, by=shop.by, at=now)
    assert queries.stopped_for(found) == ""


def test_a_copy_is_a_draft_that_says_the_same(shop: Shop, now: datetime) -> None:
    found = begun(shop, now)
    made = actions.copy(shop.studio, found.pk, by=shop.by, at=now)
    assert (made.status, made.name, made.audience) == ("draft", "Eid", None)
    assert (made.message.content, made.message.frozen_at) == (found.message.content, None)
    assert made.message_id != found.message_id


def test_members_who_may_send_are_told(shop: Shop, now: datetime) -> None:
    catalog.member(shop, "viewer", now)
    found = begun(shop, now, 1)
    make.sent(found, now)
    actions.settle(at=now)
    drain(now)
    told = Notice.objects.filter(kind="broadcast_done")
    assert [each.account_id for each in told] == [shop.owner.pk]

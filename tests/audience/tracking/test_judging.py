"""From a raw touch to the timeline."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.links.rules import Touched
from dhara.audience.models import ContactEvent, Delivery, Touch, Unwatched
from dhara.audience.tracking import actions
from tests.audience.tracking.test_rules import PHONE
from tests.make import people, readers

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
URL = "https://example.com/guide?a=1"


def sent(now: datetime, tracking: str = "full", **given: str) -> Delivery:
    studio = people.studio()
    message = readers.message(now, studio, links=(URL, "https://example.com/2"), tracking=tracking)
    return readers.delivery(now, readers.subscriber(now, studio), message)


def touch(letter: Delivery, at: datetime, link: int | None = 1, agent: str = PHONE) -> actions.Landing | None:
    return actions.touch(Touched(link, delivery_id=letter.pk), ip="203.0.113.7", agent=agent, at=at)


def told() -> list[tuple[str, str]]:
    events = ContactEvent.objects.filter(kind__in=("opened", "clicked")).order_by("id")
    return [(each.kind, each.subject) for each in events]


def test_a_click_leads_on_and_is_told_once_judged(now: datetime) -> None:
    letter = sent(now)
    landing = touch(letter, now + MINUTE)
    assert landing is not None
    assert (landing.url, landing.contact_id) == (URL, letter.contact_id)
    assert told() == []
    assert actions.judge(at=now + MINUTE) == 0, "others of a burst may still come"
    assert actions.judge(at=now + 3 * MINUTE) == 1
    about = f"message:{letter.message_id}"
    assert told() == [("opened", about), ("clicked", about)]
    assert Touch.objects.get().verdict == "human"


def test_each_is_told_once(now: datetime) -> None:
    letter = sent(now)
    for minute in (1, 2, 30):
        touch(letter, now + minute * MINUTE)
        touch(letter, now + minute * MINUTE, None)
        actions.judge(at=now + (minute + 2) * MINUTE)
    assert len(told()) == 2
    assert Touch.objects.filter(verdict="human").count() == 6


def test_a_scanner_is_not_told(now: datetime) -> None:
    letter = sent(now)
    for link in (0, 1, 2):
        touch(letter, now + MINUTE, link)
    touch(letter, now + timedelta(seconds=1), None)
    actions.judge(at=now + 5 * MINUTE)
    assert told() == []
    assert set(Touch.objects.values_list("verdict", flat=True)) == {"scanner"}


def test_what_came_before_counts_for_the_burst(now: datetime) -> None:
    letter = sent(now)
    touch(letter, now + MINUTE, 1)
    touch(letter, now + MINUTE + timedelta(seconds=5), 2)
    actions.judge(at=now + 2 * MINUTE + timedelta(seconds=1))
    assert [each.verdict for each in Touch.objects.order_by("id")] == ["scanner", ""]


@pytest.mark.parametrize("who", ["message", "reader"])
def test_only_how_many(now: datetime, who: str) -> None:
    letter = sent(now, tracking="anonymous" if who == "message" else "full")
    if who == "reader":
        Unwatched.objects.create(contact=letter.contact, at=now)
    landing = touch(letter, now + MINUTE)
    assert landing is not None
    assert (landing.url, landing.contact_id) == (URL, 0)
    actions.judge(at=now + 3 * MINUTE)
    kept = Touch.objects.get()
    assert (kept.delivery_id, kept.ip, kept.verdict) == (None, None, "human")
    assert told() == []


def test_nothing_is_kept_where_tracking_is_off(now: datetime) -> None:
    landing = touch(sent(now, tracking="off"), now + MINUTE)
    assert landing is not None
    assert landing.url == URL
    assert not Touch.objects.exists()


def test_a_message_counted_as_a_whole(now: datetime) -> None:
    letter = sent(now, tracking="anonymous")
    said = Touched(2, message_id=letter.message_id, language="bn")
    landing = actions.touch(said, ip="203.0.113.7", agent=PHONE, at=now)
    assert landing is not None
    assert landing.url == "https://example.com/2"
    assert Touch.objects.get().language == "bn"


def test_no_such_letter_and_no_such_link(now: datetime) -> None:
    letter = sent(now)
    assert actions.touch(Touched(1, delivery_id=letter.pk + 1), ip=None, agent="", at=now) is None
    landing = touch(letter, now, 9)
    assert landing is not None
    assert landing.url == ""


def test_a_visit_joins_the_timeline_once_an_hour(now: datetime) -> None:
    letter = sent(now)
    visitor = actions.recognise(letter.contact_id)
    assert visitor is not None
    assert actions.recognise(letter.contact_id) == visitor
    assert actions.visit(letter.studio_id, visitor, "offer:1", at=now)
    assert not actions.visit(letter.studio_id, visitor, "offer:1", at=now + MINUTE)
    assert actions.visit(letter.studio_id, visitor, "offer:2", at=now + MINUTE)
    assert not actions.visit(letter.studio_id + 1, visitor, "offer:3", at=now)
    Unwatched.objects.create(contact=letter.contact, at=now)
    assert actions.recognise(letter.contact_id) is None
    assert not actions.visit(letter.studio_id, visitor, "offer:4", at=now)

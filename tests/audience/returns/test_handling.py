"""What came back changes the delivery, the contact and the breakers, each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from dhara.audience.models import Contact, Delivery, Returned, Suppression
from dhara.audience.returns import actions
from dhara.audience.returns.events import Incoming
from dhara.audience.returns.rules import COMPLAINED, DEFERRED, DELIVERED, HARD, SOFT, UNSUBSCRIBED, Report
from dhara.audience.sending.rules import message_id
from dhara.kit.queue import drain
from tests.audience.returns.test_dsn import ID, sample
from tests.make import people, readers

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sent(at: datetime, contact: Contact | None = None, **given: str) -> Delivery:
    contact = contact or readers.subscriber(at)
    return readers.delivery(at, contact, readers.message(at, contact.studio), **given)


def ours(letter: Delivery) -> str:
    return message_id(letter.pk, letter.rotation, "nadia.example").strip("<>").partition("@")[0]


def came(letter: Delivery, kind: str, at: datetime, event: str = "") -> int:
    """A provider's event, taken in and looked into."""
    event_id = event or sha256(f"{letter.pk}{kind}{at}".encode()).hexdigest()
    report = Report(kind, letter.contact.email, "5.1.1" if kind == HARD else "", "no such user", (ours(letter),))
    stored = actions.take("provider:1", [Incoming(event_id, report, at)], studio_id=letter.studio_id)
    actions.handle(at=at)
    letter.refresh_from_db()
    letter.contact.refresh_from_db()
    return stored


def test_a_bounce_by_letter(now: datetime) -> None:
    letter = sent(now)
    raw = sample("postfix_unknown_user").replace(ID.encode(), ours(letter).encode())
    assert actions.take_mail(raw, at=now) == 1
    assert actions.take_mail(raw, at=now) == 0, "the same message again"
    drain()
    letter.refresh_from_db()
    letter.contact.refresh_from_db()
    assert (letter.state, letter.contact.status) == ("bounced", "bounced")
    assert letter.reason.startswith("5.1.1")
    assert Suppression.objects.get().reason == "hard_bounce"
    assert "mina" not in Returned.objects.get().detail


def test_a_letter_that_nobody_of_us_wrote(now: datetime) -> None:
    sent(now)
    assert actions.take_mail(sample("postfix_unknown_user"), at=now) == 0
    assert not Returned.objects.exists(), "a forged report needs a letter of ours"


def test_a_dead_mailbox_behind_a_living_one(now: datetime) -> None:
    """Sent on by its owner: the address that we know took the letter."""
    letter = sent(now, readers.subscriber(now, email="mina@elsewhere.example"))
    raw = sample("postfix_unknown_user").replace(ID.encode(), ours(letter).encode())
    actions.take_mail(raw, at=now)
    actions.handle(at=now)
    letter.contact.refresh_from_db()
    assert letter.contact.status == "subscribed"
    assert Returned.objects.get().kind == SOFT


def test_events_come_twice_and_late(now: datetime) -> None:
    letter = sent(now)
    assert came(letter, HARD, now, "e1") == 1
    assert came(letter, HARD, now, "e1") == 0
    assert came(letter, HARD, now + DAY, "e2") == 1
    assert came(letter, DELIVERED, now + DAY, "e3") == 1
    assert (letter.state, letter.contact.status) == ("bounced", "bounced")
    assert letter.contact.events.filter(kind="bounced").count() == 1


def test_soft_bounces_of_five_letters(now: datetime) -> None:
    contact = readers.subscriber(now)
    for number in range(5):
        letter = sent(now, contact)
        for again in range(3):
            came(letter, SOFT, now + number * DAY, f"{letter.pk}-{again}")
        contact.refresh_from_db()
        assert contact.status == ("bounced" if number == 4 else "subscribed")
    assert Suppression.objects.get().reason == "soft_bounces"


@pytest.mark.parametrize("good", ["delivered", "opened"])
def test_soft_bounces_are_forgotten_when_one_arrives(now: datetime, good: str) -> None:
    from dhara.audience.contacts.actions import keep_event

    contact = readers.subscriber(now)
    for number in range(6):
        came(sent(now, contact), SOFT, now + number * DAY)
        if number == 3 and good == "delivered":
            came(sent(now, contact), DELIVERED, now + number * DAY)
        elif number == 3:
            keep_event(contact.pk, contact.studio_id, "opened", "message:1", at=now + number * DAY, key="opened:1")
    contact.refresh_from_db()
    assert contact.status == "subscribed"


def test_soft_bounces_of_long_ago_do_not_count(now: datetime) -> None:
    contact = readers.subscriber(now)
    for number in range(8):
        came(sent(now, contact), SOFT, now + number * 10 * DAY)
    contact.refresh_from_db()
    assert contact.status == "subscribed"


@pytest.mark.parametrize(
    ("kind", "state"), [(DELIVERED, "sent"), (SOFT, "bounced"), (HARD, "bounced"), (DEFERRED, "unknown")]
)
def test_the_end_of_a_letter_that_nobody_knew(now: datetime, kind: str, state: str) -> None:
    letter = sent(now, state="unknown")
    came(letter, kind, now + DAY)
    assert letter.state == state


def test_a_complaint(now: datetime) -> None:
    letter = sent(now)
    came(letter, COMPLAINED, now, "c1")
    came(letter, COMPLAINED, now, "c2")
    assert letter.contact.status == "complained"
    assert letter.state == "sent"
    assert Suppression.objects.get().reason == "complaint"
    assert letter.contact.events.filter(kind="complained").count() == 1


def test_unsubscribed_at_the_provider(now: datetime) -> None:
    letter = sent(now)
    came(letter, UNSUBSCRIBED, now)
    assert letter.contact.status == "unsubscribed"


def test_a_provider_may_name_the_recipient_alone(now: datetime) -> None:
    letter = sent(now, provider_id="2.0.0 Ok: queued as 7f3a-1c52")
    later = sent(now + DAY, letter.contact)
    by_word = Incoming("1", Report(HARD, letter.contact.email), now, "7f3a-1c52")
    by_recipient = Incoming("2", Report(SOFT, letter.contact.email), now, "unheard-of")
    assert actions.take("provider:1", [by_word, by_recipient], studio_id=letter.studio_id) == 2
    assert [each.delivery_id for each in Returned.objects.order_by("event_id")] == [letter.pk, later.pk]


def test_a_provider_speaks_for_its_own_studio_only(now: datetime) -> None:
    letter = sent(now)
    other = people.studio(people.account("tuli@example.com"), handle="tuli")
    report = Report(HARD, letter.contact.email, ids=(ours(letter),))
    assert actions.take("provider:2", [Incoming("1", report, now)], studio_id=other.pk) == 0


def test_an_erased_contact_stays_so(now: datetime) -> None:
    from dhara.audience.contacts.actions import erase
    from dhara.kit.actor import GUEST

    letter = sent(now)
    erase(letter.contact, by=GUEST, at=now)
    for kind in (HARD, COMPLAINED, UNSUBSCRIBED):
        came(letter, kind, now, kind)
    assert letter.contact.status == "erased"
    assert not Returned.objects.filter(handled_at=None).exists()

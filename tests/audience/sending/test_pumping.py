"""Letters leave, and their ends are written down: with a real server that behaves well or badly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.queries import timeline
from dhara.audience.models import Contact, Delivery, Flight, Lane, Message, Slowdown, Suppression
from dhara.audience.sending import actions, queries, rules
from dhara.audience.sending.actions import pumping
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.money.policies.actions import set_policy
from dhara.people.models import Studio
from tests.fakes.smtp import SmtpSink
from tests.make import audience, letters, people

pytestmark = pytest.mark.django_db

Pump = Callable[..., int]


@pytest.fixture
def studio() -> Studio:
    return people.studio()


@pytest.fixture
def message(studio: Studio) -> Message:
    return letters.message(studio)


@pytest.fixture
def sink(settings: Any) -> Iterator[SmtpSink]:
    with SmtpSink() as found:
        settings.EMAIL_URL, settings.EMAIL_TIMEOUT = found.url, 2
        yield found


def queue(message: Message, at: datetime) -> int:
    everybody = Contact.objects.filter(studio=message.studio_id)
    return actions.queue_for(message, everybody, source="broadcast:1", due_at=at, at=at)


def pump(at: datetime) -> int:
    return pumping.pump("instance", at=at, seconds=20)


def test_each_reader_gets_one_letter_of_their_own(
    sink: SmtpSink, studio: Studio, message: Message, now: datetime
) -> None:
    letters.crowd(studio, 30)
    queue(message, now)
    assert pump(now) == 30
    assert letters.states(message) == {"sent": 30}, Delivery.objects.first().reason
    assert sorted(sink.recipients) == sorted(Contact.objects.values_list("email", flat=True))
    letter = next(each for each in sink.letters if "reader7@" in str(each["To"]))
    delivery = Delivery.objects.get(contact__email="reader7@mail7.example")
    assert letter["Subject"] == "News, Reader 7"
    assert rules.delivery_of(str(letter["Message-ID"])) == (delivery.pk, 0)
    assert "List-Unsubscribe" in letter
    assert delivery.sent_at
    assert delivery.provider_id.startswith("2.0.0 Ok")
    assert not Flight.objects.exists()
    told = [timeline(each) for each in Contact.objects.order_by("pk")]
    assert [[(one.kind, one.subject, one.at) for one in each] for each in told] == [
        [("sent", f"message:{message.pk}", each.sent_at)] for each in Delivery.objects.order_by("contact_id")
    ]
    assert Lane.objects.get().finished_at
    assert RecordedFact.objects.filter(name="audience.SendingFinished").count() == 1


def test_nothing_is_sent_twice_when_the_job_runs_again(
    sink: SmtpSink, studio: Studio, message: Message, now: datetime
) -> None:
    letters.crowd(studio, 5)
    queue(message, now)
    pump(now)
    assert pump(now + timedelta(minutes=1)) == 0
    assert len(sink.letters) == 5


def test_without_a_mail_server_letters_can_be_read_in_the_outbox(
    settings: Any, studio: Studio, message: Message, now: datetime
) -> None:
    settings.EMAIL_URL = ""
    letters.crowd(studio, 2, language="bn")
    queue(message, now)
    assert pump(now) == 2
    letter = Letter.objects.get(to_email="reader1@mail1.example")
    assert (letter.subject, letter.state, letter.language) == ("খবর, Reader 1", Letter.SENT, "bn")
    assert "নমস্কার Reader 1।" in letter.text
    assert "নমস্কার" in letter.html
    assert "List-Unsubscribe" in letter.headers
    assert letters.states(message) == {"sent": 2}


def test_who_left_meanwhile_is_left_out(sink: SmtpSink, studio: Studio, message: Message, now: datetime) -> None:
    left, dead, good = letters.crowd(studio, 3)
    queue(message, now)
    contacts.unsubscribe(left, by=GUEST, at=now, source="link")
    contacts.bounce(dead, hard=True, by=SYSTEM, at=now, detail="550")
    pump(now)
    assert sink.recipients == [good.email]
    reasons = dict(Delivery.objects.filter(state="skipped").values_list("contact_id", "reason"))
    assert reasons == {left.pk: rules.LEFT, dead.pk: rules.LEFT}


def test_a_confirmation_reaches_who_has_not_agreed_yet(sink: SmtpSink, studio: Studio, now: datetime) -> None:
    asked = audience.contact(studio, state="pending")
    letter = letters.message(studio, purpose=rules.CONFIRMATION)
    actions.queue_one(letter, asked, source="form:1", due_at=now, at=now)
    pump(now)
    assert sink.recipients == [asked.email]


def test_nobody_gets_more_letters_in_a_day_than_the_studio_allows(
    sink: SmtpSink, studio: Studio, now: datetime
) -> None:
    set_policy("letters.cap_per_day", 2, by=SYSTEM, at=now - timedelta(days=1), studio_id=studio.pk)
    contact = audience.contact(studio)
    for number in range(4):
        letter = letters.message(studio, purpose="sequence")
        actions.queue_one(letter, contact, source=f"enrolment:{number}", due_at=now, at=now)
    pump(now)
    assert len(sink.letters) == 2
    assert sorted(Delivery.objects.values_list("state", "reason")) == [("sent", ""), ("sent", "")] + [
        ("skipped", rules.CAPPED)
    ] * 2 or sorted(Delivery.objects.values_list("state", flat=True)) == ["sent", "sent", "skipped", "skipped"]
    late = letters.message(studio, purpose="sequence")
    actions.queue_one(late, contact, source="enrolment:9", due_at=now, at=now + timedelta(days=1, minutes=1))
    pump(now + timedelta(days=1, minutes=1))
    assert len(sink.letters) == 3


def test_a_server_that_puts_off_is_asked_again_later(
    sink: SmtpSink, studio: Studio, message: Message, now: datetime
) -> None:
    letters.crowd(studio, 4, domain="slow.example")
    queue(message, now)
    sink.mode = "defer"
    pump(now)
    assert letters.states(message) == {"deferred": 4}
    assert Slowdown.objects.get().domain == "slow.example"
    sink.mode = "accept"
    assert pump(now + timedelta(minutes=1)) == 0
    assert pump(now + timedelta(minutes=6)) == 4
    assert not Slowdown.objects.exists()
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {2}


def test_a_refused_address_bounces_its_contact(sink: SmtpSink, studio: Studio, message: Message, now: datetime) -> None:
    contact = audience.contact(studio)
    queue(message, now)
    sink.mode = "reject"
    pump(now)
    contact.refresh_from_db()
    assert contact.status == "bounced"
    only = Delivery.objects.get()
    assert only.state == "bounced"
    assert only.reason == "550 5.1.1 No such mailbox"


def test_letters_refused_for_what_may_pass_give_an_address_up_after_five(
    sink: SmtpSink, studio: Studio, now: datetime
) -> None:
    contact = audience.contact(studio)
    sink.mode = "refuse"
    for number in range(5):
        contact.refresh_from_db()
        assert contact.status == "subscribed"
        late = now + timedelta(days=number)
        actions.queue_one(letters.message(studio), contact, source=f"broadcast:{number}", due_at=late, at=late)
        assert pump(late) == 1
    contact.refresh_from_db()
    assert contact.status == "bounced"
    assert Suppression.objects.get().reason == "soft_bounces"
    assert set(Delivery.objects.values_list("state", flat=True)) == {"bounced"}


def test_a_letter_that_can_not_be_made_stops_no_other(
    sink: SmtpSink, studio: Studio, message: Message, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dhara.audience.sending.actions.posting import Letters

    person = Letters.person
    letters.crowd(studio, 5)
    queue(message, now)

    def sometimes(self: Letters, claimed: Any) -> Any:
        return 1 // 0 if claimed.name == "Reader 3" else person(self, claimed)

    monkeypatch.setattr(Letters, "person", sometimes)
    pump(now)
    assert letters.states(message) == {"sent": 4, "failed": 1}
    assert Delivery.objects.get(state="failed").reason.startswith("ZeroDivisionError")


def test_a_server_that_is_down_costs_no_letter(settings: Any, studio: Studio, message: Message, now: datetime) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:9"
    letters.crowd(studio, 20)
    queue(message, now)
    tries, at = 0, now
    while at < now + timedelta(hours=1):
        pump(at)
        tries += 1
        at = Slowdown.objects.get(domain="").until + timedelta(seconds=1)
    assert 6 <= tries <= 15  # no busy loop
    assert letters.states(message) == {"deferred": 20}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {0}
    with SmtpSink() as sink:
        settings.EMAIL_URL = sink.url
        pump(at)
        assert len(set(sink.recipients)) == len(sink.recipients) == 20


def test_no_answer_to_the_whole_letter_is_unknown_and_not_tried_again(
    sink: SmtpSink, studio: Studio, message: Message, now: datetime
) -> None:
    letters.crowd(studio, 40)
    queue(message, now)
    sink.mode = "swallow"
    pump(now)
    counted = queries.counts("broadcast:1")
    assert counted["unknown"] == len(sink.letters) == 4  # one for each connection
    assert counted["unknown"] + counted["deferred"] + counted["queued"] == 40
    sink.mode = "accept"
    pump(now + timedelta(minutes=10))
    assert len(sink.recipients) == len(set(sink.recipients)) == 40
    assert queries.not_reached(queries.counts("broadcast:1")) == 4


def test_too_many_bounces_stop_a_source(sink: SmtpSink, studio: Studio, message: Message, now: datetime) -> None:
    letters.crowd(studio, 1200)
    queue(message, now)
    sink.mode = "reject"
    pump(now)
    lane = Lane.objects.get()
    assert lane.paused_at
    assert lane.paused_for == "bounces"
    counted = queries.counts("broadcast:1")
    assert counted["queued"] >= 200
    assert counted["bounced"] <= 1000
    fact = RecordedFact.objects.get(name="audience.SendingStopped")
    assert fact.data == {"message_id": message.pk, "source": "broadcast:1", "reason": "bounces"}
    sink.mode = "accept"
    assert pump(now + timedelta(minutes=1)) == 0
    actions.resume("broadcast:1", at=now)
    pump(now + timedelta(minutes=2))
    assert queries.is_open(queries.counts("broadcast:1")) == 0


def test_a_paused_source_rests(sink: SmtpSink, studio: Studio, message: Message, now: datetime) -> None:
    letters.crowd(studio, 3)
    queue(message, now)
    actions.pause("broadcast:1", at=now)
    assert pump(now) == 0
    actions.resume("broadcast:1", at=now)
    assert pump(now) == 3

"""Who gets letters, and who never again unless they themselves want to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from dhara.audience.contacts import actions, rules
from dhara.audience.models import Consent, Contact, Suppression
from dhara.audience.suppression.queries import reasons, suppressed
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.lifecycle.queries import history
from dhara.kit.models import RecordedFact
from dhara.kit.refusal import Conflict
from dhara.people.models import Studio
from tests.make import audience as make
from tests.make import people

pytestmark = pytest.mark.django_db
GONE = [rules.UNSUBSCRIBED, rules.BOUNCED, rules.COMPLAINED, rules.ERASED]


@pytest.fixture
def studio() -> Studio:
    return people.studio()


def test_a_consent_keeps_the_words_that_were_seen(studio: Studio, now: datetime) -> None:
    asked = make.contact(studio, state=rules.PENDING)
    seen = {"words": "হ্যাঁ, পাঠান", "language": "bn", "page": "https://nadia.example/", "ip": "203.0.113.7"}
    actions.subscribe(asked, by=GUEST, at=now, source="form:7", proof="submission:4", **seen)
    consent = Consent.objects.get(contact=asked)
    assert (consent.given, consent.text, consent.source, consent.proof) == (
        True,
        seen["words"],
        "form:7",
        "submission:4",
    )
    asked.refresh_from_db()
    assert (asked.status, asked.subscribed_at) == (rules.SUBSCRIBED, now)
    assert make.kinds(asked) == ["subscribed"]
    assert RecordedFact.objects.get(name="audience.ContactSubscribed").data["source"] == "form:7"


def test_consents_can_neither_be_changed_nor_deleted(studio: Studio) -> None:
    make.contact(studio)
    for change in ("UPDATE audience_consent SET given = false", "DELETE FROM audience_consent"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


@pytest.mark.parametrize("state", GONE)
@pytest.mark.parametrize("source", ["import:3", "order:5", "api", "hand", "rule"])
def test_nobody_else_brings_back_who_has_left(state: str, source: str, studio: Studio, now: datetime) -> None:
    left = make.contact(studio, state=state)
    written = Consent.objects.count()
    for who in (SYSTEM, person(studio.members.get().account_id)):
        with pytest.raises(Conflict):
            actions.subscribe(left, by=who, at=now, source=source, words="They said yes.", proof="trust me")
    left.refresh_from_db()
    assert (left.status, Consent.objects.count()) == (state, written)


def test_a_new_row_of_an_erased_address_stays_out_too(studio: Studio, now: datetime) -> None:
    make.contact(studio, "mina@example.com", state=rules.ERASED)
    again = actions.find_or_make(studio, "mina@example.com", by=SYSTEM, at=now, source="import:1")
    with pytest.raises(Conflict) as refused:
        actions.subscribe(again, by=SYSTEM, at=now, source="import:1")
    assert refused.value.code == "contact_kept_out"
    back = make.subscribe(again, at=now)
    assert back.status == rules.SUBSCRIBED
    assert not Suppression.objects.exists()


@pytest.mark.parametrize("state", [rules.UNSUBSCRIBED, rules.BOUNCED])
def test_they_themselves_come_back_with_proof(state: str, studio: Studio, now: datetime) -> None:
    left = make.contact(studio, state=state)
    with pytest.raises(Conflict):
        make.subscribe(left, at=now, proof="")
    asked = actions.ask(left, by=GUEST, at=now)
    assert asked.status == rules.PENDING
    assert suppressed(studio.pk, [left.email])
    assert make.subscribe(asked, at=now).status == rules.SUBSCRIBED
    assert not suppressed(studio.pk, [left.email])


@pytest.mark.parametrize("state", [rules.UNSUBSCRIBED, rules.BOUNCED, rules.KNOWN])
def test_a_question_without_answer_changes_nothing(state: str, studio: Studio, now: datetime) -> None:
    """Somebody else may have typed the address: nobody is nearer to letters by that."""
    asked = actions.ask(make.contact(studio, state=state), by=GUEST, at=now)
    assert actions.forget_question(asked, at=now + timedelta(days=8)).status == state


def test_who_marked_a_letter_as_spam_is_not_asked_again(studio: Studio, now: datetime) -> None:
    angry = make.contact(studio, state=rules.COMPLAINED)
    assert actions.ask(angry, by=GUEST, at=now).status == rules.COMPLAINED
    with pytest.raises(Conflict):
        make.subscribe(angry, at=now)


def test_unsubscribing_twice_is_once(studio: Studio, now: datetime) -> None:
    reader = make.contact(studio)
    for _time in range(2):
        actions.unsubscribe(reader, by=GUEST, at=now, source="one_click", message_id=9)
    assert list(Consent.objects.order_by("id").values_list("given", flat=True)) == [True, False]
    fact = RecordedFact.objects.get(name="audience.ContactUnsubscribed")
    assert fact.data == {"contact_id": reader.pk, "source": "one_click", "message_id": 9}
    assert make.kinds(reader) == ["subscribed", "unsubscribed"]
    assert [move.target for move in history(reader)] == [rules.SUBSCRIBED, rules.UNSUBSCRIBED]


@pytest.mark.parametrize(("hard", "reason"), [(True, "hard_bounce"), (False, "soft_bounces")])
def test_an_address_whose_letters_come_back_is_kept_out(hard: bool, reason: str, studio: Studio, now: datetime) -> None:
    reader = make.contact(studio)
    actions.bounce(reader, hard=hard, by=SYSTEM, at=now, detail="550 5.1.1 no such user")
    actions.bounce(reader, hard=hard, by=SYSTEM, at=now, detail="550 5.1.1 no such user")
    reader.refresh_from_db()
    assert reader.status == rules.BOUNCED
    assert reasons(studio.pk, [reader.email]) == {reader.email: reason}
    assert make.kinds(reader) == ["subscribed", "bounced"]
    back = actions.revive(reader, by=person(1), at=now, words="He told me it works again")
    assert back.status == rules.SUBSCRIBED
    assert not suppressed(studio.pk, [reader.email])


def test_a_bounce_of_one_who_left_keeps_them_left(studio: Studio, now: datetime) -> None:
    left = make.contact(studio, state=rules.UNSUBSCRIBED)
    assert actions.bounce(left, hard=True, by=SYSTEM, at=now).status == rules.UNSUBSCRIBED
    assert reasons(studio.pk, [left.email]) == {left.email: "hard_bounce"}


@pytest.mark.parametrize(("before", "after"), [(rules.SUBSCRIBED, rules.COMPLAINED), (rules.KNOWN, rules.UNSUBSCRIBED)])
def test_a_complaint_is_the_last_word(before: str, after: str, studio: Studio, now: datetime) -> None:
    angry = make.contact(studio, state=before)
    assert actions.complain(angry, by=SYSTEM, at=now, message_id=4).status == after
    assert reasons(studio.pk, [angry.email]) == {angry.email: "complaint"}
    assert Contact.objects.get().status == after

"""Opening, writing, reading, blocking; what is held; what both sides see."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import Error, connection, transaction

from dhara.kit.actor import operator, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, TooMany
from dhara.people.conversations import actions, queries, rules
from dhara.people.conversations.rules import limits
from dhara.people.models import Conversation, Message
from tests.make import people
from tests.make.conversations import conversation, side, write

pytestmark = pytest.mark.django_db
SCAM = "To get the job you must pay a security deposit of 1500 taka."


def test_a_question_and_its_answer(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=now)
    assert conversation(cast.studio, cast.karim, at=now).pk == talk.pk
    write(talk, cast.karim, "How many slides?", at=now)
    assert side(talk, rules.STUDIO).unread == 1
    write(talk, cast.mitu, "Forty.", at=now)
    answer = Message.objects.get(body="Forty.")
    assert (answer.author_name, answer.party.role) == ("Mitu", rules.STUDIO)
    assert side(talk, rules.CUSTOMER).unread == 1
    assert [fact.name for fact in RecordedFact.objects.filter(subject=f"conversation:{talk.pk}").order_by("id")] == [
        "people.MessageReceived",
        "people.MessageAnswered",
    ]


def test_only_the_sides_write(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=now)
    stranger = people.account("stranger@example.com")
    for who, refusal in ((cast.rafi, NotAllowed), (stranger, NotFoundHere)):
        with pytest.raises(refusal):
            write(talk, who, "Hello", at=now)
    with pytest.raises(NotFoundHere):
        actions.write(party_id=side(talk, rules.CUSTOMER).pk, body="Hi", by=person(stranger.pk), at=now)
    assert not Message.objects.exists()


def test_moments_grow_and_reading_ends_where_one_has_read(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=now)
    first, second = write(talk, cast.karim, "One", at=now), write(talk, cast.karim, "Two", at=now)
    assert first.shown_at
    assert second.shown_at
    assert first.shown_at < second.shown_at
    studio = side(talk, rules.STUDIO)
    by = person(cast.nadia.pk)
    assert actions.mark_read(studio.pk, upto=first.shown_at, by=by, at=now) == 1
    assert actions.mark_read(studio.pk, by=by, at=now) == 0
    assert actions.mark_read(studio.pk, upto=first.shown_at, by=by, at=now) == 0  # never back


def test_scams_wait_for_the_operator(now: datetime) -> None:
    cast = people.cast()
    boss = people.account("boss@example.com", is_staff=True)
    talk = conversation(cast.studio, cast.karim, at=now)
    message = write(talk, cast.karim, SCAM, at=now)
    assert message.waits
    assert message.held_for == rules.PAY_FIRST
    studio, customer = side(talk, rules.STUDIO), side(talk, rules.CUSTOMER)
    assert studio.unread == 0
    assert list(queries.seen_by(studio)) == []
    assert list(queries.seen_by(customer)) == [message]
    with pytest.raises(NotAllowed):
        actions.release(message.pk, by=person(cast.karim.pk), at=now)
    actions.release(message.pk, by=operator(boss.pk), at=now + timedelta(hours=1))
    assert list(queries.seen_by(studio)) == [message]
    assert side(talk, rules.STUDIO).unread == 1
    with pytest.raises(Conflict):
        actions.release(message.pk, by=operator(boss.pk), at=now)


def test_removed_is_shown_to_nobody(now: datetime) -> None:
    cast = people.cast()
    by = operator(people.account("boss@example.com", is_staff=True).pk)
    talk = conversation(cast.studio, cast.karim, at=now)
    held, shown = write(talk, cast.karim, SCAM, at=now), write(talk, cast.karim, "Hello", at=now)
    with pytest.raises(Invalid):
        actions.remove(held.pk, reason=" ", by=by, at=now)
    for each in (held, shown):
        actions.remove(each.pk, reason="Not here", by=by, at=now)
    studio = side(talk, rules.STUDIO)
    assert studio.unread == 0
    assert [each.pk for each in queries.seen_by(studio)] == [shown.pk]
    with pytest.raises(Conflict):
        actions.remove(held.pk, reason="Again", by=by, at=now)


def test_what_was_written_stays(now: datetime) -> None:
    cast = people.cast()
    message = write(conversation(cast.studio, cast.karim, at=now), cast.karim, "Hello", at=now)
    for sql in ("UPDATE people_message SET body = 'x'", "DELETE FROM people_message"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    message.refresh_from_db()
    assert message.body == "Hello"


def test_a_retry_writes_once(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=now)
    made = {write(talk, cast.karim, "Hello", at=now, key="k").pk for _ in range(2)}
    assert len(made) == 1
    with pytest.raises(NotFoundHere):
        write(talk, cast.nadia, "Hello", at=now, key="k")


def test_blocked_in_all_their_conversations(now: datetime) -> None:
    cast = people.cast()
    one = conversation(cast.studio, cast.karim, at=now)
    two = conversation(cast.studio, cast.karim, subject="offer:6", at=now)
    actions.block(side(one, rules.STUDIO).pk, by=person(cast.nadia.pk), at=now)
    for talk in (one, two):
        with pytest.raises(Conflict, match="does not want"):
            write(talk, cast.karim, "Hello", at=now)
    with pytest.raises(Conflict, match="does not want"):
        conversation(cast.studio, cast.karim, subject="offer:7", at=now)
    with pytest.raises(Conflict, match="You have blocked"):
        write(two, cast.nadia, "Hello", at=now)
    actions.unblock(side(two, rules.STUDIO).pk, by=person(cast.nadia.pk))
    write(one, cast.karim, "Hello", at=now)


def test_too_much(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=now)
    for number in range(limits.MOST_WRITTEN):
        write(talk, cast.karim, f"Message {number}", at=now)
    with pytest.raises(TooMany):
        write(talk, cast.karim, "One more", at=now)
    write(talk, cast.karim, "Later", at=now + limits.WRITTEN_WITHIN)


def test_young_accounts_write_to_few_studios(now: datetime) -> None:
    young, old = people.account("young@example.com", at=now), people.account("old@example.com")
    studios = [
        people.studio(people.account(f"{n}@example.com"), handle=f"studio{n}")
        for n in range(limits.MOST_STUDIOS_OF_YOUNG + 1)
    ]
    for studio in studios[:-1]:
        conversation(studio, young, at=now)
    with pytest.raises(TooMany):
        conversation(studios[-1], young, at=now)
    conversation(studios[-1], young, at=now + timedelta(days=2))
    for studio in studios:
        conversation(studio, old, at=now)


def test_the_same_text_to_many_is_held(now: datetime) -> None:
    karim = people.account()
    text = "I make logos cheaper than anybody, have a look at my page"
    held = []
    for number in range(5):
        studio = people.studio(people.account(f"{number}@example.com"), handle=f"studio{number}")
        held.append(write(conversation(studio, karim, at=now), karim, text, at=now).held_for)
    assert held == ["", "", "", rules.SAME_TEXT, rules.SAME_TEXT]


def test_nobody_asks_their_own_studio_or_one_that_is_closed(now: datetime) -> None:
    cast = people.cast()
    with pytest.raises(Conflict, match="own studio"):
        conversation(cast.studio, cast.rafi, at=now)
    cast.studio.status = "closed"
    cast.studio.save(update_fields=["status"])
    with pytest.raises(NotFoundHere):
        conversation(cast.studio, cast.karim, at=now)
    assert not Conversation.objects.exists()


def test_a_deal_opens_all_conversations_of_the_two(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=now)
    other = conversation(cast.studio, people.account("mina@example.com"), at=now)
    guest = conversation(cast.studio, None, subject="order:9", email="K@Example.com", at=now)
    assert actions.agree({cast.studio.pk}, account_id=cast.karim.pk, email="k@example.com", at=now) == 2
    agreed = dict(Conversation.objects.values_list("pk", "agreed_at"))
    assert (agreed[talk.pk], agreed[guest.pk], agreed[other.pk]) == (now, now, None)


def test_a_guests_conversation_joins_the_account(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, None, subject="order:9", email="karim@example.com", at=now)
    assert actions.claim(cast.karim.pk) == 1
    party = side(talk, rules.CUSTOMER)
    assert (party.account_id, party.email) == (cast.karim.pk, "")
    write(talk, cast.karim, "It is me", at=now)


def test_reports_are_made_once_and_open_the_conversation_for_the_operator(now: datetime) -> None:
    cast = people.cast()
    talk = conversation(cast.studio, cast.karim, at=now)
    write(talk, cast.nadia, "Hello", at=now)
    assert not queries.readable_by_operators().exists()
    party, by = side(talk, rules.CUSTOMER).pk, person(cast.karim.pk)
    with pytest.raises(Invalid):
        actions.report(party, reason="boring", by=by, at=now)
    made = actions.report(party, reason="spam", text="Again and again", by=by, at=now)
    with pytest.raises(Conflict):
        actions.report(party, reason="spam", by=by, at=now)
    assert list(queries.readable_by_operators()) == [talk]
    boss = people.account("boss@example.com", is_staff=True)
    actions.handle(made.pk, outcome="Spoke to them", by=operator(boss.pk), at=now)
    assert not queries.open_reports().exists()
    with pytest.raises(Conflict):
        actions.handle(made.pk, outcome="", by=operator(boss.pk), at=now)

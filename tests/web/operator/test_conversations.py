"""The operator reads what was reported or held, and nothing else; lets through, removes, is done with reports."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from dhara.kit.actor import person
from dhara.people.conversations import actions, rules
from dhara.web.operator.desk import list_of, page_of
from tests.make import offers, people
from tests.make.console import World
from tests.make.conversations import conversation, side, write

SCAM = "To get the job you must pay a security deposit of 1500 taka."


def test_only_what_was_reported_or_held_can_be_read(console: Client, world: World, now: datetime) -> None:
    karim = people.account("rahim@example.com")
    talk = conversation(world.studio, karim, at=now)
    message = write(talk, karim, "A private word", at=now)
    for thing in (talk, message):
        assert console.get(page_of(thing)).status_code in (302, 404)
        assert "A private word" not in console.get(list_of(type(thing))).content.decode()
    report = actions.report(side(talk, rules.CUSTOMER).pk, reason="abuse", text="Rude", by=person(karim.pk), at=now)
    assert "A private word" in console.get(page_of(talk)).content.decode()
    assert "Rude" in console.get(page_of(report)).content.decode()
    console.post(page_of(report).replace("/change/", "/handling/"), {"outcome": "Spoke to both"})
    report.refresh_from_db()
    assert report.outcome == "Spoke to both"
    assert report.handled_by == world.boss


def test_what_was_offered_stands_beside_the_messages(console: Client, world: World, now: datetime) -> None:
    karim = people.account("rahim@example.com")
    talk = offers.asked(world.studio, karim, now)
    assert offers.offered(talk, world.studio.members.get(role="owner").account, now).conversation == talk
    actions.report(side(talk, rules.CUSTOMER).pk, reason="scam", text="Too cheap", by=person(karim.pk), at=now)
    shown = console.get(page_of(talk)).content.decode()
    for said in ("Offers of work", offers.TITLE, "Three drafts of the logo", "2,500"):
        assert said in shown, said


def test_held_messages_are_let_through_or_removed(console: Client, world: World, now: datetime) -> None:
    karim = people.account("rahim@example.com")
    talk = conversation(world.studio, karim, at=now)
    one, two = write(talk, karim, SCAM, at=now), write(talk, karim, f"{SCAM} Today!", at=now)
    assert "security deposit" in console.get(list_of(type(one), "state=held")).content.decode()
    console.post(page_of(one).replace("/change/", "/release/"))
    console.post(page_of(two).replace("/change/", "/removal/"), {"reason": "Nobody pays to work here."})
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.shown_at is not None
    assert (two.shown_at, two.removed_for) == (None, "Nobody pays to work here.")
    assert side(talk, rules.STUDIO).unread == 1

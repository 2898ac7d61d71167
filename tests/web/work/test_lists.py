"""The lists of work: what needs whoever looks, by the day on which it is due, however many there are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import SYSTEM, person
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions, queries
from dhara.work.models import Unit
from tests.make import people
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def unit(cast: people.Cast, number: int, at: datetime, status: str = "active", days: int = 3) -> Unit:
    """Work of Nadia's studio for Karim, put into a state by hand: its money is not looked at here."""
    made = actions.agree(
        "gig",
        subject=f"wish:{number}",
        title=f"Logo {number}",
        worker=cast.studio,
        buyer_id=cast.karim.pk,
        buyer_email=cast.karim.email,
        currency="BDT",
        language="en",
        units=[actions.Planned(45_000, "Standard", terms={"days": days, "revisions": 2})],
        by=SYSTEM,
        at=at,
    )
    Unit.objects.filter(engagement=made).update(status=status, status_at=at, due_at=at + timedelta(days=days))
    return made.units.get()


def test_what_needs_whom(cast: people.Cast, now: datetime) -> None:
    for number, status in enumerate(("funded", "active", "submitted", "revision", "disputed", "accepted")):
        unit(cast, number, now, status)
    nadia, karim = client(cast.nadia), client(cast.karim)
    desk = {show: text(nadia.get("/studio/nadia/work/", {"show": show})) for show in queries.SHOWS}
    mine = {show: text(karim.get("/work/", {"show": show})) for show in queries.SHOWS}

    def listed(page: str) -> set[int]:
        return {number for number in range(6) if f"Logo {number}" in page}

    assert [listed(desk[show]) for show in queries.SHOWS] == [{1, 3}, {0, 1, 2, 3, 4}, {0, 2}, {5}]
    assert [listed(mine[show]) for show in queries.SHOWS] == [{0, 2}, {0, 1, 2, 3, 4}, {1, 3}, {5}]
    assert "Karim" in desk[""]
    editor = people.member(cast.studio, people.account("edits@example.com"), role="editor").account
    assert "Karim" not in text(client(editor).get("/studio/nadia/work/"))
    assert listed(text(client(people.account("other@example.com")).get("/work/", {"show": "running"}))) == set()


def test_what_the_other_side_asks_needs_an_answer(cast: people.Cast, now: datetime) -> None:
    asked = unit(cast, 1, now)
    changes.propose(asked.pk, "extend", text="Rain.", days=2, by=person(cast.nadia.pk), at=now)
    page = text(client(cast.karim).get("/work/"))
    assert "Logo 1" in page
    assert "Answer what was asked for" in page
    assert "Logo 1" in text(client(cast.nadia).get("/studio/nadia/work/"))


def test_due_soonest_first_and_late_ones_say_so(cast: people.Cast, now: datetime) -> None:
    for number, days in ((1, 5), (2, 1), (3, -1)):
        unit(cast, number, now, days=days)
    page = text(client(cast.nadia).get("/studio/nadia/work/"))
    assert page.index("Logo 3") < page.index("Logo 2") < page.index("Logo 1")
    assert "1 day late" in page
    assert page.count("is-late") == 1


def test_pages_lose_and_repeat_nothing(cast: people.Cast, now: datetime) -> None:
    for number in range(75):
        unit(cast, number, now, days=number % 3)
    for show in ("", "running"):
        seen: list[int] = []
        after = ""
        while True:
            rows = queries.desk(cast.studio, show=show, after=after)
            seen += [each.pk for each in rows.units]
            after = rows.next
            if not after:
                break
        assert len(seen) == len(set(seen)) == 75
    assert len(queries.desk(cast.studio, after="nonsense").units) == queries.PAGE


def test_search(cast: people.Cast, now: datetime) -> None:
    for number in range(3):
        unit(cast, number, now)
    page = text(client(cast.nadia).get("/studio/nadia/work/", {"q": "logo 2"}))
    assert "Logo 2" in page
    assert "Logo 1" not in page
    assert "Nothing here" in text(client(cast.karim).get("/work/", {"q": "boat", "show": "running"}))


def test_a_hundred_take_as_many_queries_as_one(cast: people.Cast, now: datetime) -> None:
    nadia, karim, counts = client(cast.nadia), client(cast.karim), []
    for number in range(100):
        unit(cast, number, now, "revision" if number % 2 else "submitted")
        if number in (1, 99):
            for who, address in ((nadia, "/studio/nadia/work/"), (karim, "/work/")):
                with CaptureQueriesContext(connection) as made:
                    assert who.get(address).status_code == 200
                counts.append(len(made))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 8


def test_the_navigation_counts_what_waits(cast: people.Cast, now: datetime) -> None:
    nadia = client(cast.nadia)
    assert "/studio/nadia/work/" not in text(nadia.get("/studio/nadia/settings/"))
    for number in range(2):
        unit(cast, number, now)
    page = text(nadia.get("/studio/nadia/settings/"))
    assert 'href="/studio/nadia/work/"' in page
    assert "2 wait for you" in page
    assert 'href="/work/"' in text(client(cast.karim).get("/market/"))

"""The lists of cases: which of them wait for whoever looks, for the other side, for the operator; however many."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Offer
from dhara.kit.actor import Actor, operator, person
from dhara.people.models import Account
from dhara.trust.disputes import actions, queries
from dhara.trust.models import Case
from tests.make import cases, gigs, people
from tests.make.catalog import Shop
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
NAMES = ("asked", "spoken", "ours", "theirs", "judged", "lost", "agreed", "settled")


class Ground:
    """Karim has opened a case for each name against Nadia's studio, and each has come to another state."""

    def __init__(self, at: datetime) -> None:
        self.cast, self.at = people.cast(), at
        self.nadia, self.karim = client(self.cast.nadia), client(self.cast.karim)
        self.buyer, self.maker = person(self.cast.karim.pk), person(self.cast.nadia.pk)
        self.offer = gigs.offer(at, Shop(self.cast.studio, self.cast.nadia, self.maker))

    def opened(self, name: str) -> Case:
        offer = self.offer
        Offer.objects.filter(pk=offer.pk).update(title=f"A {name} sign")
        offer.refresh_from_db()
        unit = cases.delivered(self.at, offer, by=self.buyer, email=self.cast.karim.email)
        return cases.opened(unit, self.at, by=self.buyer)

    def answered(self, name: str, proposes: Actor | None = None) -> Case:
        case = self.opened(name)
        actions.answer(case.pk, text="It is green.", by=self.maker, at=self.at)
        if proposes:
            actions.propose(case.pk, to_worker=100, by=proposes, at=self.at)
        return case

    def ruled(self, name: str) -> Case:
        case = self.answered(name)
        judge = operator(
            (Account.objects.filter(email="judge@example.com").first() or people.account("judge@example.com")).pk
        )
        return actions.rule(case.pk, to_worker=case.amount // 2, text="Half of it.", by=judge, at=self.at)

    def all(self) -> None:
        self.opened("asked")
        self.answered("spoken")
        self.answered("ours", self.buyer)
        self.answered("theirs", self.maker)
        actions.hand_over(self.answered("judged").pk, by=self.buyer, at=self.at)
        self.ruled("lost")
        actions.accept(self.ruled("agreed").pk, by=self.buyer, at=self.at)
        waiting = self.answered("settled", self.maker).proposals.get()
        actions.agree(waiting.pk, by=self.buyer, at=self.at)

    def seen(self, by: Client, base: str) -> list[set[str]]:
        """The names on each list, in the order of the tabs."""
        pages = [text(by.get(base, {"show": show})) for show in queries.SHOWS]
        return [{name for name in NAMES if f"A {name} sign" in page} for page in pages]


def test_which_cases_wait_for_whom(now: datetime) -> None:
    ground = Ground(now)
    ground.all()
    is_open = set(NAMES) - {"settled"}
    mine = {"spoken", "theirs", "lost"}
    assert ground.seen(ground.karim, "/cases/") == [mine, is_open, is_open - mine - {"judged"}, {"judged"}, {"settled"}]
    assert '<span class="badge badge-river">3</span>' in text(ground.karim.get("/work/"))
    theirs = {"asked", "spoken", "ours", "lost", "agreed"}
    assert ground.seen(ground.nadia, "/studio/nadia/cases/") == [
        theirs,
        is_open,
        is_open - theirs - {"judged"},
        {"judged"},
        {"settled"},
    ]
    stranger = client(people.account("other@example.com"))
    assert ground.seen(stranger, "/cases/") == [set()] * 5
    assert stranger.get("/studio/nadia/cases/").status_code == 404


def test_a_row_says_what_to_do_until_when_and_about_how_much(now: datetime) -> None:
    ground = Ground(now)
    case = ground.opened("asked")
    desk = text(ground.nadia.get("/studio/nadia/cases/"))
    until = queries.until(case)
    assert until == now + timedelta(hours=72)
    assert f'datetime="{until.isoformat()}"' in desk
    assert "Answer, and show what you have" in desk
    assert "৳420.75" in desk  # the studio's share
    mine = text(ground.karim.get("/cases/", {"show": "others"}))
    assert "Their answer is missing" in mine
    assert "৳450" in mine
    assert f'href="/cases/{case.pk}/"' in mine
    editor = client(people.member(ground.cast.studio, people.account("edits@example.com"), role="editor").account)
    page = text(editor.get("/studio/nadia/cases/"))
    assert "Karim" in desk
    assert "Karim" not in page
    assert "৳450" in page


def test_lists_lead_to_each_other(now: datetime) -> None:
    ground = Ground(now)
    assert 'href="/cases/"' in text(ground.karim.get("/work/"))
    assert 'href="/studio/nadia/cases/"' in text(ground.nadia.get("/studio/nadia/work/"))
    assert "No case waits for you" in text(ground.karim.get("/cases/"))
    assert "This list is empty" in text(ground.karim.get("/cases/", {"show": "closed", "after": "nonsense~9"}))
    case = ground.opened("asked")
    assert 'href="/cases/"' in text(ground.karim.get(f"/cases/{case.pk}/"))
    assert 'href="/studio/nadia/cases/"' in text(ground.nadia.get(f"/cases/{case.pk}/"))


def test_pages_and_queries(now: datetime) -> None:
    ground = Ground(now)
    ground.opened("asked")
    counts = []
    for _each in range(2):
        with CaptureQueriesContext(
            connection,
        ) as found:
            ground.nadia.get("/studio/nadia/cases/")
        counts.append(len(found))
        for _more in range(2):
            ground.opened("asked")
    assert counts[0] == counts[1]
    first = queries.desk("worker", ground.cast.studio.pk, size=2)
    second = queries.desk("worker", ground.cast.studio.pk, size=2, after=first.next)
    third = queries.desk("worker", ground.cast.studio.pk, size=2, after=second.next)
    assert [each.pk for rows in (first, second, third) for each in rows.cases] == sorted(
        Case.objects.values_list("pk", flat=True)
    )
    assert first.next
    assert second.next
    assert not third.next

"""The lists of offers that were made in conversations: a buyer's, and what a studio offered."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dhara.kit.actor import person
from dhara.work.proposals import actions
from tests.make import jobs, offers, people
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_a_buyer_finds_the_offers_by_what_they_have_to_do(now: datetime) -> None:
    cast = people.cast()
    karim, nadia = client(cast.karim), client(cast.nadia)
    empty = text(karim.get("/proposals/"))
    assert ("Nothing waits for your answer" in empty, "it can offer you work there" in empty) == (True, True)
    assert "You have not offered anything yet" in text(nadia.get("/studio/nadia/proposals/?show=own"))
    talk = offers.asked(cast.studio, cast.karim, now)
    titles = ("A logo, call 01712345678", "Cards", "A sign", "A flyer")
    waits, counter, agreed, ended = [offers.offered(talk, cast.nadia, now, title=each) for each in titles]
    buyer = person(cast.karim.pk)
    actions.offer(counter.pk, offers.TERMS, by=buyer, at=now)
    actions.decline(ended.pk, reason="Too dear.", by=buyer, at=now)
    job = jobs.posted(cast.karim, now, title="A poster")
    jobs.proposed(job, cast.studio, cast.nadia, now)
    page = text(karim.get("/proposals/"))
    for said in ("A logo", "৳2,500", "Answer the offer", "Nadia", f'href="/messages/{talk.pk}/"', f"/{waits.pk}/"):
        assert said in page, said
    assert ("345678" in page, "A poster" in page, "Cards" in page) == (False, False, False)
    for where in ("work:mine", "messages"):
        shown = text(karim.get(reverse(where)))
        assert 'href="/proposals/"' in shown
        assert '<span class="badge badge-river">2</span>' in shown, "two wait: the logo and the sign"
    actions.accept(agreed.pk, number=1, by=buyer, at=now)
    lists = [text(karim.get(f"/proposals/?show={show}")) for show in ("", "sent", "agreed", "ended")]
    found = [{name for name in ("A logo", "Cards", "A sign", "A flyer") if f">{name}" in page} for page in lists]
    assert found == [{"A logo"}, {"Cards"}, {"A sign"}, {"A flyer"}]
    own = text(nadia.get("/studio/nadia/proposals/?show=own"))
    assert [name in own for name in ("A logo", "Cards", "A sign", "A flyer", "A poster")] == [True] * 4 + [False]
    assert f'href="/studio/nadia/messages/{talk.pk}/"' in own
    assert "/studio/nadia/proposals/?show=own" in text(nadia.get("/studio/nadia/messages/"))


def test_only_ones_own_and_as_many_questions_for_twenty(now: datetime) -> None:
    cast = people.cast()
    other = client(people.account("other@example.com"))
    counts = []
    for many in (1, 19):
        for number in range(many):
            buyer = cast.karim if number < 4 else people.account(f"b{number}@example.com")
            talk = offers.asked(cast.studio, buyer, now, subject=f"order:{many}{number}")
            offers.offered(talk, cast.nadia, now, title=f"Poster {many} {number}")
        for who, where in ((cast.karim, "/proposals/"), (cast.nadia, "/studio/nadia/proposals/?show=own")):
            with CaptureQueriesContext(connection) as queries:
                assert "Poster" in text(client(who).get(where))
            counts.append(len(queries))
    assert counts[:2] == counts[2:], counts
    assert "Poster" not in text(other.get("/proposals/"))
    assert other.get("/proposals/?show=own").status_code == 200

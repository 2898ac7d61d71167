"""The lists of proposals: the studio's by what it has to do, the client's to compare."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.work.models import Job
from dhara.work.proposals import actions
from dhara.work.proposals.rules import Milestone
from tests.make import jobs, people
from tests.make.proposals import Sides
from tests.web.browsing import text

pytestmark = pytest.mark.django_db


def test_the_studio_s_lists(sides: Sides) -> None:
    for number in range(5):
        job = jobs.posted(sides.cast.karim, sides.now, title=f"Poster number {number}")
        if number == 0:
            actions.invite(job.pk, sides.cast.studio, by=sides.buyer, at=sides.now)
            continue
        made = jobs.proposed(job, sides.cast.studio, sides.cast.nadia, sides.now)
        if number >= 2:
            actions.offer(made.pk, by=sides.buyer, at=sides.now)
        if number == 3:
            actions.accept(made.pk, number=2, by=sides.worker, at=sides.now)
        if number == 4:
            actions.decline(made.pk, reason="Ill.", by=sides.worker, at=sides.now)
    pages = [text(sides.nadia.get(sides.desk, {"show": show})) for show in ("", "sent", "agreed", "ended", "own")]
    assert set(re.findall(r"proposals/\?show=(\w+)", pages[0])) == {"sent", "agreed", "ended", "own"}
    listed = [{number for number in range(5) if f"Poster number {number}" in page} for page in pages]
    assert listed == [{0, 2}, {1}, {3}, {4}, set()]
    assert "Answer the invitation" in pages[0]
    assert "Answer the offer" in pages[0]
    assert "৳3,000" in pages[1]


def test_the_navigation_leads_there_once_there_is_one(sides: Sides) -> None:
    settings = "/studio/nadia/settings/"
    assert sides.desk not in text(sides.nadia.get(settings))
    assert "Nothing waits for your answer" in text(sides.nadia.get(sides.desk))
    sides.offered(sides.buyer)
    page = text(sides.nadia.get(settings))
    assert f'href="{sides.desk}"' in page
    assert "1 wait" in page
    viewer = people.member(sides.cast.studio, people.account("looks@example.com")).account
    assert sides.desk not in text(sides.client(viewer).get(settings))
    work = text(sides.nadia.get("/studio/nadia/work/"))
    assert f'href="{sides.desk}"' in work.partition("<main")[2]


def test_the_client_compares(sides: Sides) -> None:
    address = f"/account/jobs/{sides.job.pk}/proposals/"
    assert "No proposals yet" in text(sides.karim.get(address))
    for number, (amount, days) in enumerate(((3000, 9), (1000, 5), (2000, 1)), start=1):
        studio, owner = jobs.worker(number)
        part = Milestone("All of it", amount * 100, days)
        jobs.proposed(sides.job, studio, owner, sides.now, milestones=(part,))
    orders = {}
    for sort in ("", "price", "days"):
        page = text(sides.karim.get(address, {"sort": sort}))
        orders[sort] = sorted((1, 2, 3), key=lambda number: page.index(f">Worker{number}<"))
    assert orders == {"": [3, 2, 1], "price": [2, 3, 1], "days": [3, 2, 1]}
    first = sides.job.bids.earliest("id")
    answer = sides.karim.post(f"/proposals/{first.pk}/shortlisting/", {"list": "1"})
    assert answer["Location"] == address
    page = text(sides.karim.get(address, {"show": "short"}))
    assert ">Worker1<" in page
    assert ">Worker2<" not in page
    assert sides.nadia.get(address).status_code == 404


def test_studios_are_invited_by_address_or_from_their_page(sides: Sides) -> None:
    base = f"/account/jobs/{sides.job.pk}/proposals/"
    assert 'href="/proposals/invitation/nadia/"' in text(sides.karim.get("/@nadia"))
    for typed in ("nobody", "", "@"):
        answer = sides.karim.post(f"{base}invitations/", {"handle": typed})
        assert answer.status_code == 422
        assert "No open studio has this address." in text(answer)
    answer = sides.karim.post(f"{base}invitations/", {"handle": " https://dhara.example/@nadia/ "})
    assert answer["Location"] == f"{base}?show=invited"
    assert "Nadia&#x27;s studio" in text(sides.karim.get(answer["Location"]))
    bid = sides.job.bids.get()
    assert "invites you to apply" in text(sides.nadia.get(f"/proposals/{bid.pk}/"))
    assert sides.nadia.post(f"{base}invitations/", {"handle": "karim"}).status_code == 404
    second = jobs.posted(sides.cast.karim, sides.now, title="A poster for the fair")
    page = text(sides.karim.get("/proposals/invitation/nadia/"))
    assert "A poster for the fair" in page
    assert sides.karim.post("/proposals/invitation/nadia/").status_code == 422
    sides.karim.post("/proposals/invitation/nadia/", {"job": str(second.pk)})
    assert second.bids.get().status == "invited"
    theirs = sides.nadia.post("/proposals/invitation/nadia/", {"job": str(second.pk)})
    assert theirs.status_code == 422
    assert "You have no open job" in text(sides.nadia.get("/proposals/invitation/nadia/"))
    own = people.studio(sides.cast.karim, handle="karims")
    answer = sides.karim.post(f"{base}invitations/", {"handle": own.handle})
    assert answer.status_code == 409
    assert own.proposals.count() == 0


def test_twenty_take_as_many_queries_as_one(sides: Sides) -> None:
    counts = []
    for number in range(20):
        job = jobs.posted(sides.cast.karim, sides.now) if number else sides.job
        Job.objects.filter(pk=job.pk).update(posted_at=None)
        jobs.proposed(job, sides.cast.studio, sides.cast.nadia, sides.now)
        jobs.proposed(sides.job, *jobs.worker(number), sides.now)
        if number in (0, 19):
            mine = f"/account/jobs/{sides.job.pk}/proposals/"
            for who, address in ((sides.nadia, f"{sides.desk}?show=sent"), (sides.karim, mine)):
                with CaptureQueriesContext(connection) as made:
                    assert who.get(address).status_code == 200
                counts.append(len(made))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 9

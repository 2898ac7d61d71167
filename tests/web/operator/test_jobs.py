"""The operator's desk of job posts: held ones are let through or refused, open ones taken out of sight."""

from __future__ import annotations

from datetime import datetime

from django.test import Client

from dhara.web.operator.desk import list_of, page_of
from dhara.work.models import Job
from tests.make import jobs as make
from tests.make.console import World

SCAM = "Please pay a refundable security deposit of 500 taka first to get the work. We need ten people today."


def verb(job: Job, noun: str) -> str:
    return page_of(job).replace("/change/", f"/{noun}/")


def status(job: Job) -> str:
    return Job.objects.get(pk=job.pk).status


def test_held_ones_are_read_and_judged(console: Client, world: World, now: datetime) -> None:
    karim = make.buyer("rahim@example.com")
    one, two = (make.posted(karim, now, description=SCAM) for _job in range(2))
    fine = make.posted(karim, now, title="Nothing is wrong with this one")
    page = console.get(list_of(Job, "waits=held")).content.decode()
    assert page.count("A logo for my tea stall") >= 2
    assert fine.title not in page
    page = console.get(page_of(one)).content.decode()
    assert "security deposit" in page
    assert "It seems to ask for a deposit" in page
    console.post(verb(one, "release"))
    console.post(verb(two, "refusal"), {"reason": " "})
    assert (status(one), status(two)) == ("open", "held")
    console.post(verb(two, "refusal"), {"reason": "Nobody pays to work here."})
    assert status(two) == "closed"
    assert "Nobody pays to work here." in console.get(page_of(two)).content.decode()


def test_an_open_one_is_taken_out_of_sight(console: Client, world: World, now: datetime) -> None:
    job = make.posted(make.buyer("rahim@example.com"), now)
    console.post(verb(job, "hold"), {"reason": "nonsense"})
    assert status(job) == "open"
    console.post(verb(job, "hold"), {"reason": "moves_away"})
    held = Job.objects.get(pk=job.pk)
    assert (held.status, held.held_for) == ("held", "moves_away")


def test_found_by_the_owner_s_address(console: Client, world: World, now: datetime) -> None:
    job = make.posted(make.buyer("rahim@example.com"), now)
    assert page_of(job) in console.get(list_of(Job), {"q": "rahim@example.com"}).content.decode()
    assert page_of(job) not in console.get(list_of(Job), {"q": "karim@example.com"}).content.decode()

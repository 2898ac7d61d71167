"""Paid work at the console: found, read whole, ruled about once, by operators with their second factor only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.kit import clock
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Member
from dhara.trust.disputes import actions as disputes
from dhara.web.operator.desk import list_of, page_of
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions as work
from dhara.work.engagements.queries import order_of
from dhara.work.handins.actions import take
from dhara.work.models import Engagement, Unit
from tests.make import funding, gigs
from tests.make import work as make_work
from tests.make.console import World, signed_in
from tests.make.refunds import sound


@pytest.fixture
def unit(world: World, now: datetime) -> Unit:
    """Delivered, and the buyer does not like it."""
    made = gigs.ordered(now)
    her = person(Member.objects.get(studio=made.worker).account_id)
    work.act(made.pk, "require", by=GUEST, at=now, content={"name": "Dokan"}, text="In green, please.")
    asked = changes.propose(made.pk, "extend", text="There was no power.", days=2, by=her, at=now)
    changes.agree(asked.pk, by=GUEST, at=now)
    work.act(made.pk, "deliver", by=her, at=now, text="Here it is.")
    work.act(made.pk, "dispute", by=GUEST, at=now, text="It is <b>blue</b>.")
    return Unit.objects.select_related("engagement").get(pk=made.pk)


def door(unit: Unit, noun: str) -> str:
    return page_of(unit.engagement).replace("/change/", f"/{noun}/")


def test_the_page_tells_the_whole_story(console: Client, unit: Unit) -> None:
    page = console.get(page_of(unit.engagement)).content.decode()
    order = order_of(unit.engagement)
    assert order is not None
    for words in (
        order.number, "In green, please.", "There was no power.", "Here it is.", "It is &lt;b&gt;blue&lt;/b&gt;.",
        "৳420.75", "work.gig.accept_days", "The whole story", "In the books", "Rule for the buyer",
    ):  # fmt: skip
        assert words in page, words


def test_the_same_file_for_two_buyers_is_told(console: Client, now: datetime) -> None:
    gig = gigs.offer(now, questions=())
    first, second = (gigs.ordered(now, gig, email=f"{name}@example.com") for name in ("first", "second"))
    her = person(Member.objects.get(studio=first.worker).account_id)
    for each in (first, second):
        unit = Unit.objects.select_related("engagement").get(pk=each.pk)
        files = take(unit, [SimpleUploadedFile("logo.txt", b"one for all")], by=her, at=now)
        work.act(each.pk, "deliver", by=her, at=now, files=files)
    words = "The same files went to another buyer"
    page = console.get(page_of(second.engagement)).content.decode()
    assert words in page
    assert page_of(first.engagement) in page
    other = gigs.ordered(now, gig, email="third@example.com")
    assert words not in console.get(page_of(other.engagement)).content.decode()


@pytest.mark.parametrize(
    ("noun", "status", "paid"),
    [("payment", "accepted", 42_075), ("return", "cancelled", 0), ("division", "divided", 20_000)],
)
def test_a_ruling_moves_the_money_once(
    console: Client, unit: Unit, now: datetime, noun: str, status: str, paid: int
) -> None:
    asks = console.get(door(unit, noun)).content.decode()
    assert "Here it is." in asks, "what helps to decide stands below"
    assert console.post(door(unit, noun), {"reason": " ", "to_worker": "200"}).status_code == 422
    assert console.post(door(unit, "division"), {"reason": "Half.", "to_worker": "421"}).status_code == 422
    assert Unit.objects.get(pk=unit.pk).status == "disputed"
    said = {"reason": "Half of it is green.", "to_worker": "200"}
    assert console.post(door(unit, noun), said)["Location"] == page_of(unit.engagement)
    assert console.post(door(unit, noun), said).status_code == 409
    assert Unit.objects.get(pk=unit.pk).paid == 0, "it may be appealed against"
    assert "It is &lt;b&gt;blue&lt;/b&gt;." in console.get(page_of(unit.engagement)).content.decode()
    drain(clock.now() + timedelta(days=6))
    ruled = Unit.objects.get(pk=unit.pk)
    assert (ruled.status, ruled.paid, ruled.returned) == (status, paid, 42_075 - paid)
    page = console.get(page_of(unit.engagement)).content.decode()
    assert "Half of it is green." in page
    assert "Rule for the buyer" not in page
    sound(now)


def test_a_form_from_before_an_appeal_rules_nothing(console: Client, unit: Unit, now: datetime) -> None:
    seen = f"{unit.pk}:answer"
    assert f'name="seen" value="{seen}"' in console.get(door(unit, "payment")).content.decode()
    said = {"reason": "It is green enough.", "seen": seen}
    assert console.post(door(unit, "payment"), said).status_code == 302
    case = unit.cases.get()
    disputes.appeal(case.pk, text="It is blue.", by=GUEST, at=clock.now())
    late = console.post(door(unit, "payment"), said)
    assert late.status_code == 409
    assert "Read it again before you rule" in late.content.decode()
    assert unit.cases.get().status == "appealed"
    said["seen"] = f"{unit.pk}:appealed"
    assert console.post(door(unit, "payment"), said).status_code == 302
    assert Unit.objects.get(pk=unit.pk).paid == 42_075


def test_a_question_is_asked_of_both_and_answered(console: Client, unit: Unit, now: datetime) -> None:
    assert "Ask both sides" in console.get(page_of(unit.engagement)).content.decode()
    assert console.post(door(unit, "question"), {"text": " "}).status_code == 422
    assert console.post(door(unit, "question"), {"text": "Which green?"})["Location"] == page_of(unit.engagement)
    case = unit.cases.get()
    assert (case.status, case.statements.latest("id").sort) == ("answer", "question")
    drain(clock.now())
    asked = Letter.objects.filter(name="work_case_spoken")
    assert asked.count() == 2
    assert all("Which green?" in each.text for each in asked)
    disputes.say(case.pk, text="As grass.", by=GUEST, at=clock.now())
    page = console.get(page_of(unit.engagement)).content.decode()
    assert "Which green?" in page
    assert "As grass." in page
    console.post(door(unit, "return"), {"reason": "It is blue."})
    assert console.get(door(unit, "question")).status_code == 404
    assert console.post(door(unit, "question"), {"text": "Which blue?"}).status_code == 409
    drain(clock.now() + timedelta(days=6))
    assert console.post(door(unit, "question"), {"text": "Which blue?"}).status_code == 409
    assert case.statements.count() == 4


def test_others_rule_nothing(world: World, unit: Unit) -> None:
    for client in (Client(), signed_in(world.cast.nadia), signed_in(world.boss)):
        for noun in ("payment", "return", "division", "question"):
            sent = client.post(door(unit, noun), {"reason": "Mine.", "to_worker": "1", "text": "Mine."})
            assert sent.status_code in (302, 403, 404)
        assert b"In green" not in client.get(page_of(unit.engagement)).content
    assert Unit.objects.get(pk=unit.pk).status == "disputed"
    assert unit.cases.get().statements.count() == 1


def test_it_is_found(console: Client, unit: Unit, now: datetime) -> None:
    quiet = gigs.ordered(now, email="mina@example.com")
    work.act(quiet.pk, "start", by=SYSTEM, at=now - timedelta(days=400))
    order = order_of(quiet.engagement)
    assert order is not None

    def found(**query: str) -> set[int]:
        page = console.get(list_of(Engagement), query).content.decode()
        return {each.pk for each in (unit.engagement, quiet.engagement) if page_of(each) in page}

    both = {unit.engagement_id, quiet.engagement_id}
    assert found() == found(mode="gig") == both
    assert found(waits="ruling") == found(state="disputed") == {unit.engagement_id}
    assert found(waits="late") == found(q=order.number) == found(q="mina@example.com") == {quiet.engagement_id}
    assert found(mode="micro") == found(q="nobody") == set()


def test_the_list_asks_no_more_for_more_rows(console: Client, unit: Unit, now: datetime) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert console.get(list_of(Engagement)).status_code == 200
        return len(queries)

    few = asked()
    for _each in range(4):
        gigs.ordered(now)
    assert asked() == few


def test_milestones_of_a_project_are_ruled_one_by_one(console: Client, world: World, now: datetime) -> None:
    cast = world.cast
    parties = make_work.Parties(cast.karim, cast.nadia, world.boss, cast.studio, 0)
    project = funding.project(parties, now)
    funding.chosen(parties, funding.begun(parties, project, now, 2), "pay", now)
    first, second = project.units.order_by("position")
    for each in (first, second):
        work.act(each.pk, "dispute", by=parties.actor("buyer"), at=now, text="It is not what we agreed.")
    page = console.get(page_of(project)).content.decode()
    for words in ("Part 1", "Part 2", "Payments for it", "Set aside"):
        assert words in page, words
    asked = page_of(project).replace("/change/", "/division/")
    assert 'name="unit"' in console.get(asked).content.decode()
    told = {"unit": second.pk, "to_worker": "250", "reason": "A quarter of it."}
    assert console.post(asked, told).status_code == 302
    assert console.post(asked, told).status_code == 422, "it is ruled already, and the other one is not meant"
    assert console.post(asked, {**told, "unit": ""}).status_code == 422
    console.post(page_of(project).replace("/change/", "/return/"), {"unit": first.pk, "reason": "Nothing was done."})
    drain(clock.now() + timedelta(days=6))
    assert [Unit.objects.get(pk=each.pk).status for each in (first, second)] == ["cancelled", "divided"]
    assert Unit.objects.get(pk=second.pk).paid == 25_000

"""A project with milestones in the browser: both sides take it from the agreement to the money, without scripts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.kit.currency import Money
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.people.conversations.actions.opening import Customer, open_about
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions as work
from dhara.work.engagements.queries import earned
from dhara.work.models import Change, Engagement, Funding, Unit
from tests.make import funding as make
from tests.make import people
from tests.make.work import AMOUNT, Parties
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def project(parties: Parties, now: datetime) -> Engagement:
    return make.project(parties, now, 3)


def home(project: Engagement) -> str:
    return f"/work/{project.pk}/"


def part(project: Engagement, number: int, verb: str = "") -> str:
    return f"{home(project)}milestones/{number}/" + (f"{verb}/" if verb else "")


def unit(project: Engagement, number: int = 1) -> Unit:
    return project.units.get(position=number)


def funded(parties: Parties, project: Engagement, at: datetime, count: int = 1) -> None:
    assert make.chosen(parties, make.begun(parties, project, at, count), "pay", at).status == "paid"
    drain(at)


def test_from_the_agreement_to_the_money(parties: Parties, project: Engagement, now: datetime, frozen: Any) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    page = text(karim.get(home(project)))
    for words in ("Set ৳1,000 aside for “Part 1”", "Part 2", "Part 3", "not paid yet", "৳3,000", "several milestones"):
        assert words in page, words
    page = text(nadia.get(home(project)))
    assert "Waiting for the buyer to set the money aside" in page
    assert "/pay/work/" not in page
    answer = karim.post(f"/pay/work/{project.pk}/", {"unit": [unit(project).pk], "intent": "word-of-form"})
    assert "Go on with the payment" not in text(karim.get(home(project)))
    bank = karim.post(f"{answer['Location']}payment/", {"gateway": "sandbox"})["Location"]
    assert "Go on with the payment" in text(karim.get(home(project)))
    assert "Go on with the payment" in text(karim.get(part(project, 1)))
    karim.post(bank, {"choice": "pay"}, follow=True)
    drain(now)
    page = text(nadia.get(home(project)))
    assert "Deliver the work" in page
    assert part(project, 1, "submit") in page
    assert nadia.post(part(project, 1, "submit"), {"text": "The first page."})["Location"] == home(project)
    page = text(karim.get(home(project)))
    assert "Look at the delivery" in page
    assert "Counts as approved on" in page
    assert part(project, 1, "approve") in page
    assert "The first page." in text(karim.get(part(project, 1)))
    assert "14 days begin anew" in text(karim.get(part(project, 1, "ask_revision")))
    karim.post(part(project, 1, "ask_revision"), {"text": "More colour."})
    assert "More colour." in text(nadia.get(home(project)))
    nadia.post(part(project, 1, "submit"), {"text": "With colour."})
    assert "can not be taken back" in text(karim.get(part(project, 1, "approve")))
    assert karim.post(part(project, 1, "approve"))["Location"] == home(project)
    page = text(karim.get(home(project)))
    assert "for “Part 2”" in page
    assert "paid out" in page
    assert f"/pay/{Funding.objects.get().token}/" in page
    assert "To the wallet" in text(nadia.get(home(project)))
    net = Money(earned(unit(project), AMOUNT), "BDT").display("en")
    assert f"{net} earned" in text(nadia.get(part(project, 1))), "after the platform's share"
    assert all(finding.ok for finding in doctor.check(at=now + timedelta(hours=2)))


def test_several_at_once_and_each_by_itself(parties: Parties, project: Engagement, now: datetime, frozen: Any) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    funded(parties, project, now, 2)
    nadia.post(part(project, 2, "submit"), {"text": "The second before the first."})
    page = text(karim.get(home(project)))
    assert "Look at the delivery" in page
    karim.post(part(project, 2, "approve"))
    karim.post(part(project, 1, "end"), {"text": "My shop closes."})
    page = text(nadia.get(home(project)))
    assert "The buyer has ended this milestone" in page
    assert part(project, 1, "claim") in page
    nadia.post(part(project, 1, "claim"), {"text": "Half of it was done."})
    page = text(karim.get(home(project)))
    assert "claims the money" in page
    assert "Half of it was done." in page
    karim.post(part(project, 1, "dispute"), {"text": "Nothing was done."})
    case = f'href="/cases/{unit(project).cases.get().pk}/"'
    assert case in text(nadia.get(home(project)))
    work.act(
        unit(project).pk, "rule_split", by=parties.actor("operator"), at=now, text="A half.", to_worker=AMOUNT // 2
    )
    drain(now)
    karim.post(part(project, 3, "drop"))
    drain(now)
    page = text(karim.get(home(project)))
    assert "The project is finished" in page
    assert "৳500 paid out, ৳500 gone back" in page
    assert case in text(karim.get(f"{home(project)}milestones/1/"))
    written = set(Letter.objects.values_list("name", "to_email"))
    for name, to in (
        ("funding_paid", "karim"), ("work_funded", "nadia"), ("work_delivered", "karim"), ("work_paid", "nadia"),
        ("work_ending", "nadia"), ("work_claimed", "karim"), ("work_disputed", "nadia"), ("work_ruled", "karim"),
        ("work_dropped", "nadia"), ("funding_returned", "karim"),
    ):  # fmt: skip
        assert (name, f"{to}@example.com") in written, name
    assert "never paid" in page
    totals = page[page.index("The money") :]
    for words in ("৳2,000", "৳1,500", "৳500"):
        assert words in totals
    assert all(finding.ok for finding in doctor.check(at=now + timedelta(hours=2)))


def test_silence_approves_and_the_page_says_when(
    parties: Parties, project: Engagement, now: datetime, frozen: Any
) -> None:
    funded(parties, project, now)
    client(parties.nadia).post(part(project, 1, "submit"), {"text": "Done."})
    later = now + timedelta(days=14, minutes=1)
    drain(later)
    frozen.move_to(later)
    assert unit(project).status == "accepted"
    assert "Nobody said anything in time" in text(client(parties.karim).get(home(project)))


def test_ending_by_agreement_is_asked_for_and_answered(parties: Parties, project: Engagement, now: datetime) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    funded(parties, project, now)
    assert karim.post(part(project, 1, "changes/cancel"), {"text": "My shop closes."})["Location"] == home(project)
    page = text(nadia.get(home(project)))
    assert "asks to end the work" in page
    change = Change.objects.get()
    assert "My shop closes." in text(nadia.get(part(project, 1)))
    nadia.post(part(project, 1, f"changes/{change.pk}/agreement"))
    drain(now)
    assert unit(project).status == "cancelled"
    assert "gone back" in text(karim.get(home(project)))


def test_a_double_click_and_a_step_that_came_too_late(parties: Parties, project: Engagement, now: datetime) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    funded(parties, project, now)
    nadia.post(part(project, 1, "submit"), {"text": "Done."})
    seen = unit(project).version
    assert karim.post(part(project, 1, "approve"), {"seen": seen}).status_code == 302
    assert karim.post(part(project, 1, "approve"), {"seen": seen})["Location"] == home(project)
    late = karim.post(part(project, 1, "ask_revision"), {"seen": seen, "text": "Another colour."})
    assert late.status_code == 409
    assert "Another colour." in text(late)
    assert karim.post(part(project, 2, "approve")).status_code == 409, "not paid yet"
    assert karim.get(part(project, 4)).status_code == 404
    assert nadia.post(part(project, 2, "drop")).status_code == 403


def test_outsiders_and_who_may_only_look(parties: Parties, project: Engagement, now: datetime) -> None:
    thief = client(people.account("thief@example.com"))
    viewer = client(people.member(parties.studio, email="viewer@example.com", role="viewer").account)
    for address in (home(project), part(project, 1), part(project, 1, "submit")):
        assert thief.get(address).status_code == 404
    assert viewer.get(home(project)).status_code == 200
    assert "Your turn" not in text(viewer.get(home(project)))
    assert viewer.get(part(project, 1, "submit")).status_code == 403


def test_what_was_said_before_stands_beside_the_work(parties: Parties, project: Engagement, now: datetime) -> None:
    karim = client(parties.karim)
    assert "/messages/about/studio/nadia/" in text(karim.get(home(project)))
    customer = Customer("Karim", "en", account_id=parties.karim.pk)
    made = open_about(
        project.subject, title="A website", studio_id=parties.studio.pk, customer=customer,
        by=parties.actor("buyer"), at=now,
    )  # fmt: skip
    assert made.subject == project.subject


def test_the_lists_show_the_milestone_that_is_next(parties: Parties, project: Engagement, now: datetime) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    mine = text(karim.get("/work/"))
    assert "Set the money aside" in mine
    assert "Part 1" in mine
    assert "Part 2" not in mine
    assert "Part 1" in text(nadia.get("/studio/nadia/work/?show=waiting"))
    funded(parties, project, now)
    assert "Part 1" in text(nadia.get("/studio/nadia/work/"))
    assert "Part 2" not in text(karim.get("/work/?show=running"))
    work.act(unit(project).pk, "approve", by=parties.actor("buyer"), at=now)
    assert "Part 2" in text(karim.get("/work/"))


def test_as_many_questions_for_twenty_milestones_as_for_one(parties: Parties, now: datetime) -> None:
    counts: dict[str, list[int]] = {"karim": [], "nadia": []}
    for number, many in enumerate((1, 20)):
        project = make.project(parties, now, many, subject=f"job:{70 + number}")
        funded(parties, project, now, many)
        for each in project.units.all():
            work.act(each.pk, "submit", by=parties.actor("worker"), at=now, text="Done.")
            changes.propose(each.pk, "cancel", text="Ill.", by=parties.actor("worker"), at=now)
        for name, who in (("karim", parties.karim), ("nadia", parties.nadia)):
            person = client(who)
            person.get(home(project))
            with CaptureQueriesContext(connection) as queries:
                assert person.get(home(project)).status_code == 200
            counts[name].append(len(queries))
    assert all(few == many for few, many in counts.values()), counts

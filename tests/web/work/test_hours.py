"""A project by the hour in the browser, without scripts: from the job by the hour to the paid bill."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.people.models import Notice
from dhara.work import doctor as work_doctor
from dhara.work.engagements import actions as work
from dhara.work.hours import actions
from dhara.work.models import Engagement, Job, Proposal, TimeEntry, Unit
from tests.make import funding as fund
from tests.make import hours as make
from tests.make import people
from tests.make.proposals import Sides
from tests.make.work import Parties
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TIME = {"day": "2026-03-02", "begins": "08:00", "ends": "09:30", "text": "Answered letters."}


def home(made: Engagement | Unit) -> str:
    return f"/work/{made.engagement_id if isinstance(made, Unit) else made.pk}/"


def time(unit: Unit, entry: int = 0) -> str:
    return f"/work/{unit.engagement_id}/weeks/{unit.position}/time/" + (f"{entry}/" if entry else "")


def paid(parties: Parties, at: datetime) -> Unit:
    """By the gateway, as a buyer does it."""
    made = make.project(parties, at)
    assert fund.chosen(parties, fund.begun(parties, made, at), "pay", at).status == "paid"
    drain(at)
    return made.units.earliest("position")


def test_a_job_by_the_hour_and_a_proposal_for_it(now: datetime) -> None:
    sides = Sides(now, pay="hourly", budget_most=50_000, weekly_hours=20)
    assert "up to ৳500 an hour" in text(sides.nadia.get(f"/jobs/{sides.job.slug}/"))
    page = text(sides.nadia.get(sides.apply))
    assert "Price of an hour" in page
    assert "More parts" not in page
    fields = {"text": "I have answered letters for ten years.", "rate": "৳৪০০", "weekly_hours": "১৫"}
    for wrong, words in (({"rate": ""}, "amount"), ({"weekly_hours": "90"}, "Between 1 and 80 hours")):
        answer = sides.nadia.post(sides.apply, {**fields, **wrong})
        assert (answer.status_code, words in text(answer)) == (422, True), text(answer)
    sides.nadia.post(sides.apply, fields)
    made = Proposal.objects.get()
    page = text(sides.karim.get(f"/proposals/{made.pk}/"))
    assert "৳400 an hour" in page
    assert "at most 15 hours a week" in page
    assert "৳400 an hour" in text(sides.karim.get(f"/account/jobs/{sides.job.pk}/proposals/"))
    sides.karim.post(f"/proposals/{made.pk}/offer/", {**fields, "rate": "350", "weekly_hours": "10"})
    drain(now)
    assert "offers ৳350 an hour" in text(sides.nadia.get("/account/notices/"))
    page = text(sides.nadia.get(f"/proposals/{made.pk}/acceptance/"))
    assert "up to ৳3,500 a week" in page
    room = sides.nadia.post(f"/proposals/{made.pk}/acceptance/", {"number": 2})["Location"]
    unit = Unit.objects.get()
    assert (unit.mode, unit.amount, unit.terms) == ("hourly", 350_000, {"rate": 35_000, "minutes": 600})
    assert "Waiting for the buyer to set the money aside" in text(sides.nadia.get(room))
    assert "Set ৳3,500 aside for a week" in text(sides.karim.get(room))


def test_how_a_job_is_paid_is_chosen_in_its_form(now: datetime) -> None:
    karim = client(people.cast().karim)
    fields = {
        "title": "Answer my letters", "description": "Each week some thirty letters are to be answered, in Bengali.",
        "language": "en", "currency": "BDT", "budget_most": "500", "wanted": "1", "pay": "hourly",
        "weekly_hours": "২০", "do": "post",
    }  # fmt: skip
    assert "By the hour, up to a weekly limit" in text(karim.get("/account/jobs/new/"))
    assert karim.post("/account/jobs/new/", fields).status_code == 302
    job = Job.objects.get()
    assert (job.pay, job.weekly_hours, job.status) == ("hourly", 20, "open")
    assert "up to ৳500 an hour" in text(karim.get(f"/jobs/{job.slug}/"))


def test_from_the_money_of_a_week_to_its_bill(parties: Parties, now: datetime, frozen: Any) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    unit = paid(parties, now - timedelta(hours=3))
    assert "Set money aside for a further week" in text(karim.get(home(unit)))
    page = text(nadia.get(home(unit)))
    for words in ("Write your time down", "0:00 h", "10:00 h", "Week from 2 March 2026"):
        assert words in page, words
    assert nadia.post(time(unit), TIME)["Location"] == home(unit)
    entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.begins_at.hour) == (90, 2)
    page = text(karim.get(home(unit)))
    for words in ("Answered letters.", "1:30 h", "৳150", "works for you this week"):
        assert words in page, words
    assert time(unit, entry.pk) not in page
    assert 'value="08:00"' in text(nadia.get(time(unit, entry.pk)))
    nadia.post(time(unit, entry.pk), {**TIME, "ends": "৯:০০".replace("৯", "09").replace("০", "0")})
    assert TimeEntry.objects.get().minutes == 60
    page = text(nadia.get(f"{home(unit)}milestones/1/close/"))
    assert "The bill is ৳100" in page
    nadia.post(f"{home(unit)}milestones/1/close/")
    drain(now)
    page = text(karim.get(home(unit)))
    assert "Look at the bill of ৳100" in page
    assert "Answered letters." in text(karim.get(f"{home(unit)}milestones/1/"))
    assert nadia.post(time(unit), TIME).status_code == 409
    karim.post(f"{home(unit)}milestones/1/approve/")
    drain(now)
    page = text(karim.get(home(unit)))
    assert "৳100 paid out, ৳900 gone back" in page
    assert f"{home(unit)}milestones/2/finish/" in page
    assert "No further week can be paid." in text(nadia.get(f"{home(unit)}milestones/2/finish/"))
    nadia.post(f"{home(unit)}milestones/2/finish/")
    drain(now)
    assert "The project is finished" in text(karim.get(home(unit)))
    written = set(Letter.objects.values_list("name", "to_email"))
    for name, to in (
        ("work_week_funded", "nadia"), ("work_billed", "karim"), ("work_paid", "nadia"), ("work_finished", "karim"),
        ("funding_returned", "karim"),
    ):  # fmt: skip
        assert (name, f"{to}@example.com") in written, name
    assert set(Notice.objects.values_list("kind", flat=True)) >= {"work_billed", "work_finished"}
    assert "৳900" in Letter.objects.get(name="work_billed").text
    assert all(each.ok for each in (*doctor.check(at=now + timedelta(hours=1)), *work_doctor.check()))


def test_a_week_in_which_nobody_worked_is_called_so(parties: Parties, now: datetime) -> None:
    karim, unit = client(parties.karim), make.paid(parties, now - timedelta(hours=3))
    work.act(unit.pk, "close", by=parties.actor("worker"), at=now)
    drain(now + timedelta(minutes=5))
    page = text(karim.get(home(unit)))
    assert "nobody worked" in page
    assert "Nobody worked in this week: there was nothing to accept" in page
    assert "approved by itself" not in page


def test_a_ruling_is_about_the_bill_only(parties: Parties, now: datetime) -> None:
    karim = client(parties.karim)
    unit = make.paid(parties, now - timedelta(hours=3))
    actions.write(unit.pk, make.time(now - timedelta(hours=2), 120), by=parties.actor("worker"), at=now)
    work.act(unit.pk, "close", by=parties.actor("worker"), at=now)
    page = text(karim.get(f"/cases/work/{unit.pk}/"))
    assert "৳200" in page
    assert "৳1,000" not in page
    karim.post(f"/cases/work/{unit.pk}/", {"text": "I saw no letters.", "amount": "150"})
    drain(now)
    assert "৳200" in text(karim.get(home(unit)))
    assert Unit.objects.get(pk=unit.pk).status == "disputed"


def test_what_is_wrong_stands_beside_the_form_with_what_was_typed(parties: Parties, now: datetime) -> None:
    nadia, unit = client(parties.nadia), make.paid(parties, now - timedelta(hours=4))
    for wrong, words in (
        ({"begins": "later"}, "from when to when you worked"),
        ({"begins": "11:00", "ends": "12:00"}, "has not come yet"),
        ({"day": "2026-03-01"}, "not in the week that is paid"),
        ({"text": ""}, "what you worked at"),
        ({"begins": "06:00", "ends": "05:59"}, "has not come yet"),
    ):
        answer = nadia.post(time(unit), {**TIME, **wrong})
        assert answer.status_code == 422, wrong
        assert words in text(answer), wrong
    nadia.post(time(unit), TIME)
    answer = nadia.post(time(unit), {**TIME, "text": "Other letters."})
    assert (answer.status_code, "Other letters." in text(answer)) == (409, True)
    entry = TimeEntry.objects.get()
    nadia.post(time(unit, entry.pk), {"remove": "1"})
    assert not TimeEntry.objects.exists()


def test_who_may_look_and_who_may_write(parties: Parties, now: datetime) -> None:
    unit = make.paid(parties, now - timedelta(hours=4))
    thief = client(people.account("thief@example.com"))
    viewer = client(people.member(parties.studio, email="viewer@example.com", role="viewer").account)
    assert [each.post(time(unit), TIME).status_code for each in (thief, viewer, client(parties.karim))] == [
        404,
        403,
        403,
    ]
    assert not TimeEntry.objects.exists()
    assert "Write down" not in text(viewer.get(home(unit)))


def test_a_week_without_time_is_told_and_the_lists_show_weeks(parties: Parties, now: datetime, frozen: Any) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    unit = paid(parties, now)
    assert "Write your time down" in text(nadia.get("/studio/nadia/work/"))
    assert "Answer letters" not in text(karim.get("/work/"))
    later = now + timedelta(days=8)
    drain(later)
    frozen.move_to(later)
    assert "Nobody worked" in text(karim.get(f"{home(unit)}milestones/1/"))
    assert Letter.objects.filter(name="work_unused", to_email="karim@example.com").exists()
    assert "Set the money aside" in text(karim.get("/work/"))
    with translation.override("bn"):
        karim.cookies["language"] = "bn"
    assert karim.get(home(unit)).status_code == 200


def test_as_many_questions_for_twenty_entries_and_weeks_as_for_one(parties: Parties, now: datetime) -> None:
    counts: dict[str, list[int]] = {"karim": [], "nadia": []}
    for number, many in enumerate((1, 20)):
        made = make.project(parties, now, f"proposal:{80 + number}")
        unit = make.paid(parties, now - timedelta(hours=4), made) if number else make.paid(parties, now, made)
        start = now + timedelta(hours=12 * number)
        for place in range(many):
            begin = start + timedelta(minutes=10 * place)
            late = now + timedelta(days=2)
            actions.write(unit.pk, make.time(begin, 5), by=parties.actor("worker"), at=late)
        for name, who in (("karim", parties.karim), ("nadia", parties.nadia)):
            person = client(who)
            person.get(home(made))
            with CaptureQueriesContext(connection) as queries:
                assert person.get(home(made)).status_code == 200
            counts[name].append(len(queries))
    assert all(few == many for few, many in counts.values()), counts


@pytest.mark.parametrize("ahead", [False, True])
def test_a_day_before_the_end_the_buyer_is_reminded_of_the_next_week(
    parties: Parties, now: datetime, ahead: bool
) -> None:
    unit = paid(parties, now)
    if ahead:
        make.paid(parties, now, unit.engagement)
    assert unit.due_at is not None
    drain(unit.due_at - timedelta(hours=24, minutes=1))
    assert not Letter.objects.filter(name="work_unpaid").exists()
    for _again in range(2):
        drain(unit.due_at - timedelta(hours=24))
    told = list(Letter.objects.filter(name="work_unpaid").values_list("to_email", flat=True))
    assert told == ([] if ahead else ["karim@example.com"])
    notice = Notice.objects.filter(kind="work_unpaid").first()
    assert (notice is None) == ahead

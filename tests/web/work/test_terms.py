"""Other terms in the browser, without scripts: proposed, looked at, agreed to, refused, taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Notice
from dhara.work.changes import actions
from dhara.work.changes.rules import Part, Wanted
from dhara.work.engagements import actions as work
from dhara.work.models import Change, Engagement
from tests.make import funding as make
from tests.make import hours, people
from tests.make.work import Parties
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def form(made: Engagement) -> str:
    return f"/work/{made.pk}/changes/terms/"


def fields(made: Engagement, **changes: Any) -> dict[str, Any]:
    """The form as it is filled in: the second milestone costs more, the third is taken out, one more is added."""
    second, third = made.units.order_by("position")[1:3]
    given = {
        "unit": [second.pk, third.pk, ""],
        "title": ["Part 2", "Part 3", "A shop"],
        "amount": ["৳১,৫০০", "1000", "700.50"],
        "days": ["৫", "", ""],
        "dropped": [third.pk],
        "text": "There is more to do.",
    }
    return {**given, **changes}


def test_milestones_from_the_form_to_the_agreement(parties: Parties, now: datetime) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    made = make.project(parties, now, 3)
    assert make.chosen(parties, make.begun(parties, made, now), "pay", now).status == "paid"
    drain(now)
    home = f"/work/{made.pk}/"
    assert form(made) in text(nadia.get(home))
    page = text(nadia.get(form(made)))
    assert ('value="Part 2"' in page, 'value="Part 1"' in page, page.count('name="title"')) == (True, False, 4)
    assert text(nadia.post(form(made), {**fields(made), "more": "1"})).count('name="title"') == 5
    for wrong, words in (
        ({"amount": ["much", "1000", ""]}, "What you wrote is still here."),
        ({"text": " "}, "Say why"),
        ({"days": ["400", "", ""]}, "Between 1 and 365 days."),
        ({"title": ["Part 2", "Part 3"], "amount": ["1000", "1000"], "days": ["", ""], "dropped": []}, "is different"),
    ):
        answer = nadia.post(form(made), fields(made, **wrong))
        assert (answer.status_code, words in text(answer)) == (422, True), wrong
    assert nadia.post(form(made), fields(made))["Location"] == home
    page = text(nadia.get(home))
    assert "Take it back" in page
    assert form(made) not in page
    assert nadia.get(form(made)).status_code == 302
    page = text(karim.get(home))
    for words in ("proposes other terms", "৳1,000", "৳1,500 · 5 days", "taken out", "৳700.50", "There is more to do."):
        assert words in page, words
    change = Change.objects.get()
    drain(now)
    letter = Letter.objects.get(name="work_terms_proposed")
    assert (letter.to_email, "A shop" in letter.text, f"{home}" in letter.text) == ("karim@example.com", True, True)
    assert f"/work/{made.pk}/" in text(karim.get("/work/"))
    assert "Answer what was asked for" in text(karim.get("/work/"))
    assert karim.post(f"{home}changes/{change.pk}/agreement/")["Location"] == home
    drain(now)
    assert [(each.amount, each.status) for each in made.units.order_by("position")] == [
        (100_000, "active"), (150_000, "draft"), (100_000, "cancelled"), (70_050, "draft"),
    ]  # fmt: skip
    page = text(nadia.get(home))
    for words in ("Both sides agreed, for ৳3,000", "৳3,200.50", "You proposed other terms", "→"):
        assert words in page, words
    assert list(Notice.objects.filter(kind="work_terms_agreed").values_list("account", flat=True)) == [parties.nadia.pk]
    assert "৳1,500" in Letter.objects.get(name="work_terms_agreed").text
    assert not Letter.objects.filter(name="work_dropped").exists()


def test_another_rate_is_proposed_and_refused_or_agreed_to(parties: Parties, now: datetime) -> None:
    karim, nadia = client(parties.karim), client(parties.nadia)
    made = hours.project(parties, now)
    hours.paid(parties, now, made)
    home, raised = f"/work/{made.pk}/", {"rate": "১৫০", "weekly_hours": "20", "text": "It takes longer."}
    page = text(nadia.get(form(made)))
    assert ('value="100"' in page, 'value="10"' in page) == (True, True), page
    assert nadia.post(form(made), {**raised, "weekly_hours": "90"}).status_code == 422
    nadia.post(form(made), raised)
    page = text(karim.get(home))
    for words in ("proposes other terms", "৳100", "৳150", "৳3,000", "next week that is not paid"):
        assert words in page, words
    change = Change.objects.get()
    refused = karim.post(f"{home}changes/{change.pk}/refusal/")
    assert (refused.status_code, "Say why" in text(refused)) == (422, True)
    karim.post(f"{home}changes/{change.pk}/refusal/", {"answer": "Too much."})
    assert "Too much." in text(nadia.get(home))
    nadia.post(form(made), raised)
    karim.post(f"{home}changes/{Change.objects.latest('pk').pk}/agreement/")
    assert [each.amount for each in made.units.order_by("position")] == [100_000, 300_000]
    page = text(karim.get(home))
    assert "Both sides agreed, for ৳100 an hour" in page
    assert "৳150 an hour" in page
    drain(now)
    assert "for other terms of" in Letter.objects.get(name="work_change_declined").text


def test_a_form_that_came_too_late_and_who_may_not(parties: Parties, now: datetime) -> None:
    karim = client(parties.karim)
    made = make.project(parties, now, 3)
    given = fields(made, seen="1")
    late = karim.post(form(made), given)
    assert (late.status_code, "in the meantime" in text(late), "There is more to do." in text(late)) == (
        409,
        True,
        True,
    )
    viewer = client(people.member(parties.studio, email="viewer@example.com", role="viewer").account)
    assert viewer.get(form(made)).status_code == viewer.post(form(made), fields(made)).status_code == 403
    assert client(people.account("thief@example.com")).post(form(made), fields(made)).status_code == 404
    gig = parties.unit("gig", now)
    assert karim.get(f"/work/{gig.engagement_id}/changes/terms/").status_code == 404
    assert not Change.objects.exists()
    work.act(made.units.get(position=1).pk, "drop", by=parties.actor("buyer"), at=now)
    karim.post(form(made), fields(made))
    change, nadia = Change.objects.get(), client(parties.nadia)
    assert karim.post(f"/work/{made.pk}/changes/{change.pk}/agreement/").status_code == 403
    work.act(made.units.get(position=3).pk, "drop", by=parties.actor("buyer"), at=now)
    moved = nadia.post(f"/work/{made.pk}/changes/{change.pk}/agreement/", {"answer": "All right."})
    assert (moved.status_code, "look at what is left" in text(moved), "All right." in text(moved)) == (409, True, True)
    assert 'name="fell" value="1"' in text(moved), "agreed to again, it is for what is left"
    assert "falls out: taken out in the meantime" in text(karim.get(reverse("work:room", args=[made.pk])))
    assert karim.post(f"/work/{made.pk}/changes/{change.pk}/withdrawal/").status_code == 302
    drain(now + timedelta(days=3))
    assert Change.objects.get().status == "withdrawn"


def test_as_many_questions_for_twenty_changes_as_for_one(parties: Parties, now: datetime) -> None:
    counts = []
    for number, many in enumerate((1, 20)):
        made = make.project(parties, now, 1, subject=f"job:{70 + number}")
        for place in range(many):
            more = Wanted((Part(f"More {place}", 1_000),))
            change = actions.propose_terms(made.pk, more, text="More.", by=parties.actor("worker"), at=now)
            if place + 1 < many:
                actions.decline(change.pk, answer="No.", by=parties.actor("buyer"), at=now)
        karim = client(parties.karim)
        karim.get(f"/work/{made.pk}/")
        with CaptureQueriesContext(connection) as queries:
            assert karim.get(f"/work/{made.pk}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts

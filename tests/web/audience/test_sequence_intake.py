"""Add a whole segment to a sequence, and copy a sequence."""

from __future__ import annotations

from typing import Any

import pytest

from dhara.audience.contacts.rules import UNSUBSCRIBED
from dhara.audience.models import Enrolment, Intake, Segment, Sequence
from dhara.audience.segments import actions as segments
from dhara.audience.sequences import actions, rules
from dhara.kit import clock
from dhara.kit.queue import drain
from tests.make import audience
from tests.make import sequences as make
from tests.web.audience.test_sequence_steps import base
from tests.web.studio.place import HTMX, Workplace


@pytest.fixture
def sequence(work: Workplace) -> Sequence:
    return make.published(work.shop.studio, by=work.shop.by, at=clock.now())


@pytest.fixture
def segment(work: Workplace) -> Segment:
    for number in range(3):
        audience.contact(work.shop.studio, f"c{number}@example.com")
    audience.contact(work.shop.studio, "left@example.com", state=UNSUBSCRIBED)
    return segments.make(work.shop.studio, name="Readers", given={"all": []}, by=work.shop.by, at=clock.now())


def test_choose_see_confirm_and_watch(work: Workplace, sequence: Sequence, segment: Segment) -> None:
    page, people = base(work, sequence) + "people/intake/", base(work, sequence) + "people/"
    assert "people/intake/" in work.nadia.get(people).content.decode()
    asked = work.nadia.get(page).content.decode()
    assert "Readers" in asked
    assert "come in</p>" not in asked
    shown = work.nadia.get(page, {"segment": segment.pk}).content.decode()
    for words in (
        "3 people come in",
        "3 of them get letters",
        "1 person has left",
        "Let 3 people in",
        "Your checklist",
    ):
        assert words in shown
    part = work.nadia.get(page, {"segment": segment.pk}, headers=HTMX).content.decode()
    assert "Let 3 people in" in part
    assert "<html" not in part
    begun = work.nadia.post(page, {"segment": segment.pk})
    intake = Intake.objects.get()
    state = f"{people}intakes/{intake.pk}/"
    assert (begun.status_code, begun["Location"]) == (302, state)
    moving = work.nadia.get(state).content.decode()
    assert 'hx-trigger="every 2s"' in moving
    assert "4 people meant" in moving
    assert "on their way in" in work.nadia.get(people).content.decode()
    assert "on their way in" in work.nadia.get(page).content.decode()
    drain(clock.now())
    part = work.nadia.get(state, headers=HTMX).content.decode()
    assert "every 2s" not in part
    assert "100%" in part
    assert Enrolment.objects.filter(sequence=sequence).count() == 3
    again = work.nadia.get(page, {"segment": segment.pk}).content.decode()
    for words in ("Nobody of them would come in now", "3 people are in it", "3 people came in"):
        assert words in again


def test_the_whole_audience_and_whom_the_list_finds(work: Workplace, sequence: Sequence, segment: Segment) -> None:
    page, listed = base(work, sequence) + "people/intake/", f"{work.base}audience/contacts/"
    assert "Let 3 people in" in work.nadia.get(page, {"segment": "everybody"}).content.decode()
    asking = f"{listed}intake/"
    assert f"{asking}?q=c1" in work.nadia.get(listed, {"q": "c1"}).content.decode()
    asked = work.nadia.get(asking, {"q": "c1"}).content.decode()
    assert all(words in asked for words in ("1 contact", "found by “c1”", sequence.name))
    assert "come in</p>" not in asked
    part = work.nadia.get(asking, {"q": "c1", "sequence": str(sequence.pk)}, headers=HTMX).content.decode()
    assert "Let 1 person in" in part
    assert "<html" not in part
    assert not Intake.objects.exists()
    for lost in ({"where": "99999"}, {"state": "nothing"}, {"sequence": "99999"}):
        given = {"q": "c1", "sequence": sequence.pk, **lost}
        assert work.nadia.post(asking, given).status_code == 422
    assert not Intake.objects.exists()
    begun = work.nadia.post(asking, {"q": "c1", "state": "", "where": "", "sequence": sequence.pk})
    assert begun["Location"] == f"{base(work, sequence)}people/intakes/{Intake.objects.get().pk}/"
    drain(clock.now())
    assert [each.contact.email for each in Enrolment.objects.all()] == ["c1@example.com"]
    told = work.nadia.get(begun["Location"]).content.decode()
    assert "A search among the contacts" in told
    assert "found by “c1”" in told
    work.nadia.post(page, {"segment": "everybody"})
    drain(clock.now())
    assert Enrolment.objects.count() == 3
    assert "The whole audience" in work.nadia.get(page).content.decode()
    actions.pause(sequence, by=work.shop.by, at=clock.now())
    assert "No sequence is running" in work.nadia.get(asking).content.decode()
    assert work.nadia.post(asking, {"sequence": sequence.pk}).status_code == 422
    support = work.clients["support"]
    assert "contacts/intake/" not in support.get(listed).content.decode()
    assert support.get(asking).status_code == support.post(asking).status_code == 403


def test_a_filter_that_vanishes_meanwhile_lets_nobody_in(work: Workplace, sequence: Sequence, segment: Segment) -> None:
    asking, vip = f"{work.base}audience/contacts/intake/", audience.tag(work.shop.studio)
    given = {"q": "", "state": "", "where": vip.pk, "sequence": sequence.pk}
    assert "with the tag" in work.nadia.get(asking, {"where": vip.pk}).content.decode()
    vip.delete()
    part = work.nadia.get(asking, given, headers=HTMX).content.decode()
    refused = work.nadia.post(asking, given)
    assert refused.status_code == 422
    for shown in (part, work.nadia.get(asking, given).content.decode(), refused.content.decode()):
        assert "is not there any more" in shown
        assert not any(words in shown for words in ("come in</p>", "people in</button>", 'name="sequence"'))
    assert not Intake.objects.exists()


def test_refusals_are_said(work: Workplace, sequence: Sequence, segment: Segment) -> None:
    page = base(work, sequence) + "people/intake/"
    for given in ("", "x", "0", "99999999999999999999"):
        assert work.nadia.post(page, {"segment": given}).status_code == 422
        assert work.nadia.get(page, {"segment": given}).status_code == 200
    other = Segment.objects.create(
        studio=audience_studio(), name="Far", rules={"all": []}, created_at=clock.now(), changed_at=clock.now()
    )
    assert work.nadia.post(page, {"segment": other.pk}).status_code == 422
    work.nadia.post(page, {"segment": segment.pk})
    twice = work.nadia.post(page, {"segment": segment.pk})
    assert twice.status_code == 422
    assert "Others are on their way in" in twice.content.decode()
    actions.pause(sequence, by=work.shop.by, at=clock.now())
    assert (
        "It goes on with it"
        in work.nadia.get(f"{base(work, sequence)}people/intakes/{Intake.objects.get().pk}/").content.decode()
    )
    Intake.objects.all().delete()
    assert "It is paused" in work.nadia.get(page).content.decode()
    assert work.nadia.post(page, {"segment": segment.pk}).status_code == 422
    Segment.objects.all().delete()
    actions.resume(sequence, by=work.shop.by, at=clock.now())
    assert "Make a segment" in work.nadia.get(page).content.decode()


def audience_studio() -> Any:
    from tests.make.people import account, studio

    return studio(account("far@example.com"), handle="far")


def test_it_can_be_stopped(work: Workplace, sequence: Sequence, segment: Segment) -> None:
    intake = actions.enrol_many(sequence, segment, by=work.shop.by, at=clock.now())
    state = f"{base(work, sequence)}people/intakes/{intake.pk}/"
    assert "cancellation" not in work.clients["support"].get(state).content.decode()
    stopped = work.nadia.post(f"{state}cancellation/", follow=True).content.decode()
    assert "Who has come in stays" in stopped
    drain(clock.now())
    assert not Enrolment.objects.filter(sequence=sequence).exists()
    work.nadia.post(f"{state}cancellation/")
    intake.refresh_from_db()
    assert (intake.status, intake.version) == (rules.CANCELLED, 1)
    assert work.nadia.get(f"{base(work, sequence)}people/intakes/0/").status_code == 404


def test_a_sequence_is_copied_by_its_button(work: Workplace, sequence: Sequence) -> None:
    settings = work.nadia.get(base(work, sequence) + "settings/").content.decode()
    assert "Copy this sequence" in settings
    answer = work.nadia.post(base(work, sequence) + "copy/", follow=True)
    made = Sequence.objects.latest("pk")
    assert answer.redirect_chain[-1][0] == base(work, made)
    assert "Here is a copy" in answer.content.decode()
    assert (made.name, made.status) == ("Welcome (copy)", rules.DRAFT)
    assert "Copy this sequence" not in work.clients["support"].get(base(work, sequence) + "settings/").content.decode()


def test_twenty_intakes_cost_as_few_queries_as_one(
    work: Workplace, sequence: Sequence, segment: Segment, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = base(work, sequence) + "people/intake/"
    costs = []
    for more in (1, 9):
        for _each in range(more):
            Intake.objects.create(
                studio=work.shop.studio, sequence=sequence, segment=segment, name="Readers", status=rules.DONE,
                status_at=clock.now(), created_at=clock.now(), made_by=work.shop.owner,
            )  # fmt: skip
        work.nadia.get(page)
        with CaptureQueriesContext(connection) as queries:
            work.nadia.get(page)
        costs.append(len(queries))
    assert costs[0] == costs[1]

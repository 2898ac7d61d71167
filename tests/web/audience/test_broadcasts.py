"""The pages of broadcasts: from the first word to the report, for whoever may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.audience.broadcasts import actions
from dhara.audience.models import Broadcast, ContactEvent, Delivery, Segment
from dhara.kit import clock
from tests.make import broadcasts as make
from tests.make.letters import crowd, states
from tests.web.browsing import text
from tests.web.studio.place import Workplace, workplace

pytestmark = pytest.mark.django_db
PLAN = {"name": "Eid", "segment": "", "excluded": "", "tests": "no", "share": "20", "by": "clicks", "hours": "4"}


@pytest.fixture
def work(db: None, frozen: Any) -> Workplace:
    return workplace()


def base(work: Workplace) -> str:
    return f"{work.base}audience/broadcasts/"


def draft(work: Workplace, people: int = 3, **plan: Any) -> Broadcast:
    crowd(work.shop.studio, people)
    return make.draft(work.shop, clock.now(), **plan)


def test_a_broadcast_is_planned_and_sent(work: Workplace) -> None:
    nadia = work.nadia
    assert "Write the first broadcast" in text(nadia.get(base(work)))
    assert nadia.post(f"{base(work)}new/", PLAN).status_code == 302
    made = Broadcast.objects.get()
    page = text(nadia.get(f"{base(work)}{made.pk}/"))
    assert "put right what is marked" in page
    assert f"audience/letters/{made.message_id}/" in page
    found = draft(work)
    page = text(nadia.get(f"{base(work)}{found.pk}/"))
    assert "3 people" in page
    assert "A gift for Eid" in page
    assert nadia.post(f"{base(work)}{found.pk}/dispatch/").status_code == 302
    assert states(found.message) == {"queued": 3}
    page = text(nadia.get(f"{base(work)}{found.pk}/"))
    assert "0 of 3" in page
    assert 'hx-trigger="every 3s"' in page
    assert "Pause" in text(nadia.get(f"{base(work)}{found.pk}/progress/"))


def test_bad_plans_keep_what_was_typed(work: Workplace) -> None:
    refused = work.nadia.post(f"{base(work)}new/", {**PLAN, "name": "", "tests": "yes", "share": "99", "hours": "x"})
    assert refused.status_code == 422
    assert 'value="99"' in text(refused)
    assert work.nadia.post(f"{base(work)}new/", {**PLAN, "segment": "999999"}).status_code == 422
    refused = work.nadia.post(f"{base(work)}new/", {**PLAN, "tests": "yes", "share": "1", "hours": "4"})
    assert "between 5 % and 100 %" in text(refused)
    assert not Broadcast.objects.exists()


def test_it_is_scheduled_by_the_studios_clock_and_taken_back(work: Workplace) -> None:
    found = draft(work)
    page = f"{base(work)}{found.pk}/"
    refused = work.nadia.post(f"{page}schedule/", {"send_at": "2020-01-01T10:00"})
    assert refused.status_code == 422
    assert "This moment is over" in text(refused)
    assert work.nadia.post(f"{page}schedule/", {"send_at": ""}).status_code == 422
    tomorrow = clock.now() + timedelta(days=1)
    typed = {"send_at": f"{tomorrow:%Y-%m-%d}T10:00", "by_zone": "on"}
    assert work.nadia.post(f"{page}schedule/", typed).status_code == 302
    found.refresh_from_db()
    assert found.send_at == tomorrow.replace(hour=4, minute=0, second=0, microsecond=0)  # 10:00 in Dhaka
    assert "where each of them lives" in text(work.nadia.get(page))
    work.nadia.post(f"{page}withdrawal/")
    found.refresh_from_db()
    assert (found.status, found.send_at) == ("draft", None)


def test_pause_go_on_cancel_and_a_refusal_as_a_notice(work: Workplace) -> None:
    found = draft(work)
    page = f"{base(work)}{found.pk}/"
    actions.start(work.shop.studio, found.pk, by=work.shop.by, at=clock.now())
    work.nadia.post(f"{page}pause/")
    assert "Nothing leaves until you go on" in text(work.nadia.get(page))
    again = work.nadia.post(f"{page}pause/", follow=True)
    assert "not possible any more" in text(again)
    work.nadia.post(f"{page}resumption/")
    work.nadia.post(f"{page}cancellation/")
    assert states(found.message) == {"cancelled": 3}


def test_those_not_reached_get_it_again(work: Workplace) -> None:
    found, now = draft(work), clock.now()
    page = f"{base(work)}{found.pk}/"
    actions.start(work.shop.studio, found.pk, by=work.shop.by, at=now)
    Delivery.objects.filter(message=found.message_id).update(state="unknown")
    actions.settle(at=now)
    shown = text(work.nadia.get(page))
    assert "Send to those not reached (3)" in shown
    assert "would get it twice" in shown
    assert "3 letters are sent again" in text(work.nadia.post(f"{page}repetition/", follow=True))
    assert "was reached" in text(work.nadia.post(f"{page}repetition/", follow=True)) or states(found.message) == {
        "queued": 3
    }


def test_the_report_counts_people_and_the_money_that_followed(work: Workplace) -> None:
    found, now = draft(work), clock.now()
    page = f"{base(work)}{found.pk}/"
    actions.start(work.shop.studio, found.pk, by=work.shop.by, at=now)
    make.sent(found, now)
    first, second, _third = Delivery.objects.filter(message=found.message_id).order_by("id")
    make.touched(first, now, link=None)
    make.touched(first, now)
    make.touched(second, now, link=None, verdict="machine")
    ContactEvent.objects.create(
        studio=work.shop.studio, contact_id=first.contact_id, kind="bought", at=now + timedelta(hours=1),
        amount=45_000, currency="BDT",
    )  # fmt: skip
    shown = text(work.nadia.get(page))
    assert "৳450" in shown
    assert "1 openings and clicks by mail programs" in shown
    assert "https://studio.example/eid" in shown
    assert "33 %" in shown
    assert "৳450" not in text(work.clients["editor"].get(page))  # may not see money


def test_the_subjects_stand_side_by_side_and_one_is_taken(work: Workplace) -> None:
    found, now = draft(work, 60, test=make.TEST, subjects=("Save on Eid",)), clock.now()
    page = f"{base(work)}{found.pk}/"
    actions.start(work.shop.studio, found.pk, by=work.shop.by, at=now)
    make.sent(found, now)
    shown = text(work.nadia.get(page))
    assert "Too early to say" in shown
    assert "Save on Eid" in shown
    assert work.nadia.post(f"{page}decision/", {"choice": "9"}, follow=True).status_code == 200
    work.nadia.post(f"{page}decision/", {"choice": "1"})
    found.refresh_from_db()
    assert found.test["winner"] == 1
    assert "You chose the subject" in text(work.nadia.get(page))


def test_roles_see_and_do_what_they_may(work: Workplace) -> None:
    found = draft(work)
    page = f"{base(work)}{found.pk}/"
    assert "Send it now" in text(work.clients["manager"].get(page))
    assert "Send it now" not in text(work.clients["editor"].get(page))
    assert work.clients["editor"].post(f"{page}dispatch/").status_code == 403
    assert work.clients["viewer"].get(page).status_code == 403
    assert work.clients["outsider"].get(page).status_code == 404
    assert work.nadia.get(f"{base(work)}999999/").status_code == 404
    assert not Delivery.objects.exists()


def test_copies_and_drafts_thrown_away(work: Workplace) -> None:
    found = draft(work)
    assert work.nadia.post(f"{base(work)}{found.pk}/copy/").status_code == 302
    assert Broadcast.objects.count() == 2
    work.nadia.post(f"{base(work)}{found.pk}/removal/")
    assert text(work.nadia.get(base(work))).count(f"broadcasts/{found.pk}/") == 0


def test_as_many_queries_for_one_as_for_many(work: Workplace) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert work.nadia.get(base(work)).status_code == 200
        return len(seen)

    made = [draft(work, 1, name="One")]
    actions.start(work.shop.studio, made[0].pk, by=work.shop.by, at=clock.now())
    work.nadia.get(base(work))
    few = asked()
    for number in range(12):
        segment = Segment.objects.create(
            studio=work.shop.studio,
            name=f"S{number}",
            rules={"all": []},
            created_at=clock.now(),
            changed_at=clock.now(),
        )
        each = make.draft(work.shop, clock.now(), name=f"N{number}", segment_id=segment.pk)
        actions.start(work.shop.studio, each.pk, by=work.shop.by, at=clock.now())
    assert asked() == few

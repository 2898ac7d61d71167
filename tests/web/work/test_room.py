"""The room of an order: both sides and a guest take it from the answers to the end, without scripts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.delivery.models import Grant
from dhara.kit.actor import person
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.work.engagements.queries import order_of
from dhara.work.models import Change, Decision, Submission, Unit
from tests.make import gigs, people
from tests.make.catalog import Shop
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ANSWERS = {"answer_name": "Rupa Boutique", "answer_style": "Plain"}


@pytest.fixture
def unit(cast: people.Cast, now: datetime) -> Unit:
    offer = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    return gigs.ordered(now, offer, by=person(cast.karim.pk), email=cast.karim.email)


def room(unit: Unit) -> str:
    return f"/work/{unit.engagement_id}/"


def status(unit: Unit) -> str:
    return Unit.objects.get(pk=unit.pk).status


def delivered(unit: Unit, cast: people.Cast) -> tuple[Client, Client]:
    karim, nadia = client(cast.karim), client(cast.nadia)
    karim.post(f"{room(unit)}require/", ANSWERS)
    nadia.post(f"{room(unit)}deliver/", {"text": "Here are three drafts.", "links": "https://example.com/drafts"})
    assert status(unit) == "submitted"
    return karim, nadia


def test_from_the_answers_to_the_money(cast: people.Cast, unit: Unit, frozen: Any, now: datetime) -> None:
    karim, nadia = client(cast.karim), client(cast.nadia)
    assert "Answer 2 questions so that the clock starts" in text(karim.get(room(unit)))
    assert "Waiting for the buyer" in text(nadia.get(room(unit)))
    assert karim.post(f"{room(unit)}require/", ANSWERS)["Location"] == room(unit)
    page = text(nadia.get(room(unit)))
    assert "Rupa Boutique" in page
    assert "3 days left" in page
    nadia.post(f"{room(unit)}deliver/", {"text": "Here are three drafts.", "links": "https://example.com/drafts"})
    page = text(karim.get(room(unit)))
    assert "Look at the delivery" in page
    assert 'href="https://example.com/drafts"' in page
    assert "1 of 2 left" not in page
    karim.post(f"{room(unit)}ask_revision/", {"text": "Larger letters, please."})
    assert "Larger letters, please." in text(nadia.get(room(unit)))
    nadia.post(f"{room(unit)}deliver/", {"text": "Larger."})
    page = text(karim.get(f"{room(unit)}accept/"))
    assert "This can not be taken back." in page
    assert "৳450" in page
    assert karim.post(f"{room(unit)}accept/").status_code == 302
    assert status(unit) == "accepted"
    assert "Done and accepted" in text(karim.get(room(unit)))
    page = text(nadia.get(room(unit)))
    assert "It clears on" in page
    assert 'href="/studio/nadia/money/"' in page
    assert all(finding.ok for finding in doctor.check(at=now))


def test_what_is_refused_stays_typed(cast: people.Cast, unit: Unit) -> None:
    karim, nadia = client(cast.karim), client(cast.nadia)
    answer = karim.post(f"{room(unit)}require/", {"answer_name": "Rupa Boutique"})
    assert answer.status_code == 422
    assert "Rupa Boutique" in text(answer)
    assert "answer_style-error" in text(answer)
    assert not Submission.objects.exists()
    karim.post(f"{room(unit)}require/", ANSWERS)
    answer = nadia.post(f"{room(unit)}deliver/", {"text": "All of it", "links": "javascript:alert(1)"})
    assert answer.status_code == 422
    assert "All of it" in text(answer)
    assert nadia.post(f"{room(unit)}deliver/", {}).status_code == 422
    assert status(unit) == "active"


def test_two_tabs_and_a_double_click(cast: people.Cast, unit: Unit) -> None:
    karim, nadia = delivered(unit, cast)
    seen = Unit.objects.get(pk=unit.pk).version
    karim.post(f"{room(unit)}extend_review/", {"seen": seen})
    late = karim.post(f"{room(unit)}ask_revision/", {"seen": seen, "text": "Another colour, please."})
    assert late.status_code == 409
    assert "Another colour, please." in text(late)
    assert "in the meantime" in text(late)
    assert karim.post(f"{room(unit)}accept/", {"seen": seen + 1}).status_code == 302
    assert karim.post(f"{room(unit)}accept/", {"seen": seen + 1})["Location"] == room(unit)
    assert Decision.objects.filter(verb="accept").count() == 1
    answer = nadia.post(f"{room(unit)}give_up/", {"text": "I can not."})
    assert answer.status_code == 409
    assert "Done and accepted" in text(answer)
    assert karim.get(f"{room(unit)}dispute/").status_code == 409


def test_ending_by_agreement(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = client(cast.karim), client(cast.nadia)
    karim.post(f"{room(unit)}require/", ANSWERS)
    assert "48 hours to answer" in text(karim.get(f"{room(unit)}changes/cancel/"))
    assert karim.post(f"{room(unit)}changes/cancel/", {"text": " "}).status_code == 422
    karim.post(f"{room(unit)}changes/cancel/", {"text": "My shop closes."})
    change = Change.objects.get()
    page = text(nadia.get(room(unit)))
    assert "asks to end the work" in page
    assert "My shop closes." in page
    no = nadia.post(f"{room(unit)}changes/{change.pk}/refusal/", {"answer": ""})
    assert no.status_code == 422
    assert karim.post(f"{room(unit)}changes/{change.pk}/agreement/").status_code == 403
    karim.post(f"{room(unit)}changes/{change.pk}/withdrawal/")
    nadia.post(f"{room(unit)}changes/extend/", {"text": "My kitchen is flooded.", "days": "4"})
    assert "asks for 4 more days" in text(karim.get(room(unit)))
    karim.post(f"{room(unit)}changes/{Change.objects.latest('id').pk}/agreement/")
    assert Unit.objects.get(pk=unit.pk).due_at == now + timedelta(days=7)
    nadia.post(f"{room(unit)}changes/cancel/", {"text": "It does not work out."})
    assert nadia.post(f"{room(unit)}changes/cancel/", {"text": "Again."}).status_code == 409
    karim.post(f"{room(unit)}changes/{Change.objects.latest('id').pk}/agreement/", {"answer": "A pity."})
    assert status(unit) == "cancelled"
    page = text(karim.get(room(unit)))
    assert "A pity." in page
    assert "back to you" in page


def test_late_and_disputed(cast: people.Cast, unit: Unit, frozen: Any, now: datetime) -> None:
    karim, nadia = client(cast.karim), client(cast.nadia)
    karim.post(f"{room(unit)}require/", ANSWERS)
    assert "more than 24 hours late" in text(karim.get(room(unit)))
    early = karim.post(f"{room(unit)}cancel_late/", {"text": "Too slow."})
    assert early.status_code == 409
    assert "Too slow." in text(early)
    frozen.move_to(now + timedelta(days=5))
    assert "is late" in text(karim.get(room(unit)))
    assert "2 days late" in text(nadia.get(room(unit)))
    assert f'href="{room(unit)}cancel_late/"' in text(karim.get(room(unit)))
    nadia.post(f"{room(unit)}dispute/", {"text": "The buyer sent no photo."})
    page = text(karim.get(room(unit)))
    assert "You are asked to answer" in page
    assert f'href="/cases/{unit.cases.get().pk}/"' in page
    drain(now + timedelta(days=60))
    assert status(unit) == "disputed"


def test_a_guest_by_the_secret_of_the_order(cast: people.Cast, now: datetime) -> None:
    offer = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    unit = gigs.ordered(now, offer, email="guest@example.com")
    order = order_of(unit.engagement)
    assert order is not None
    token = order.token
    base = f"/work/guest/{token}/{unit.engagement_id}/"
    guest = Client()
    assert "Answer 2 questions" in text(guest.get(base))
    assert guest.post(f"{base}require/", ANSWERS)["Location"] == base
    assert "is working for you" in text(guest.get(base))
    assert Client().get(base.replace(token, token[::-1])).status_code == 404
    assert Client().get(room(unit)).status_code == 302
    assert client(cast.karim).get(room(unit)).status_code == 404


def test_strangers_lookers_and_other_studios(cast: people.Cast, unit: Unit) -> None:
    tuli = people.account("tuli@example.com")
    people.studio(tuli, handle="tuli")
    viewer = people.member(cast.studio, people.account("look@example.com"), role="viewer").account
    for path in ("", "require/", "deliver/", "changes/cancel/"):
        assert client(tuli).get(room(unit) + path).status_code == 404
        assert client(tuli).post(room(unit) + path, {"text": "Mine"}).status_code in (404, 405)
    looks = client(viewer)
    page = text(looks.get(room(unit)))
    assert "deliver/" not in page
    assert "start/" not in page
    assert looks.post(f"{room(unit)}start/").status_code == 403
    assert looks.post(f"{room(unit)}changes/cancel/", {"text": "No"}).status_code == 403
    assert client(cast.karim).post(f"{room(unit)}start/").status_code == 403
    assert client(cast.karim).get(f"{room(unit)}fund/").status_code == 404
    assert client(cast.karim).get(f"{room(unit)}marry/").status_code == 404
    assert status(unit) == "funded"


def test_a_long_story_takes_as_many_queries_as_a_short_one(cast: people.Cast, unit: Unit) -> None:
    karim, nadia = delivered(unit, cast)
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as made:
            assert karim.get(room(unit)).status_code == 200
        counts.append(len(made))
        karim.post(f"{room(unit)}ask_revision/", {"text": f"Change {number}"})
        nadia.post(f"{room(unit)}deliver/", {"text": f"Changed {number}"})
    assert counts[0] == counts[1] <= 14


def test_the_library_leads_to_the_room(cast: people.Cast, unit: Unit) -> None:
    order = order_of(unit.engagement)
    grant = Grant.objects.get()
    assert order is not None
    karim = client(cast.karim)
    for page in (f"/library/{grant.pk}/", f"/library/o/{order.token}/"):
        assert f'href="{room(unit)}"' in text(karim.get(page))

"""Reviews over the API: written by both sides and blind until both are in, answered once, read by everybody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.kit.actor import SYSTEM, person
from dhara.trust.models import Exchange, Review, ReviewReport
from dhara.trust.reviews import actions
from tests.api.door import Program, key_of, problem
from tests.make import gigs, people
from tests.make import reviews as make
from tests.make.catalog import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def asked(cast: people.Cast, now: datetime) -> Exchange:
    """Karim ordered from Nadia, and it is done."""
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    return make.asked(now, gigs.offer(now, shop), by=person(cast.karim.pk), email=cast.karim.email)


def send(program: Program, path: str, key: str = "a-random-word-of-mine", **body: Any) -> Any:
    return program.post(path, body, Idempotency_Key=key)


def test_both_sides_write_and_nobody_reads_before_both_are_in(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    work = asked(cast, now).engagement_id
    path = f"/work/{work}/review"
    assert [each["next"] for each in karim.get("/reviews", state="to_write").json()["items"]] == [["write"]]
    wrong = problem(send(karim, path, stars=5, marks={"clear": 5}), 422, "marks_wrong")
    assert wrong["errors"][0]["field"] == "marks"
    said = {"stars": 4, "marks": {"quality": 5, "time": 3}, "text": "Good, a little late.", "language": "en"}
    first, again = send(karim, path, **said), send(karim, path, **said)
    assert first.status_code == 201
    assert first.json() == again.json()
    problem(send(karim, path, "a-random-word-of-another", stars=5), 409, "review_written")
    assert karim.get("/reviews", state="to_write").json()["items"] == []
    assert len(karim.get("/reviews", state="waiting", side="buyer").json()["items"]) == 1
    blind = nadia.get(path).json()
    assert (blind["side"], blind["mine"], blind["theirs"], blind["next"]) == ("worker", None, None, ["write"])
    public = f"/studios/{cast.studio.handle}/reviews"
    assert Program().get(public).json() == {"items": [], "next": None, "rating": None, "level": None}
    both = send(nadia, path, stars=5, text="Knew what he wanted.").json()
    assert (both["state"], both["mine"]["state"]) == ("done", "published")
    assert nadia.get("/reviews", state="published", side="buyer").json()["items"] == []


def test_what_is_said_of_a_studio_is_read_by_everybody_and_answered_once(cast: people.Cast, now: datetime) -> None:
    nadia, karim = Program(key_of(cast.nadia, now)), Program(key_of(cast.karim, now))
    exchange = asked(cast, now)
    review = make.write(exchange, person(cast.karim.pk), now, stars=4, quality=5)
    make.write(exchange, person(cast.nadia.pk), now)
    answer = f"/reviews/{review.pk}/answer"
    problem(send(karim, answer, text="Of my own."), 404, "not_found")
    wrong = problem(
        send(nadia, answer, text="Message me on WhatsApp, and pay a registration fee of 500 taka first."),
        422,
        "answer_suspicious",
    )
    assert wrong["errors"][0]["field"] == "answer"
    answered, twice = (send(nadia, answer, text="Come again.").json() for _each in range(2))
    assert answered == twice
    assert (answered["theirs"]["answer"], answered["next"]) == ("Come again.", [])
    problem(send(nadia, answer, "a-random-word-of-another", text="And again."), 409, "answered_already")
    said = Program().get("/studios/nadia/reviews").json()
    (one,) = said["items"]
    assert (one["name"], one["stars"], one["answer"], one["marks"]) == ("Karim", 4, "Come again.", {"quality": 5})
    assert (said["rating"]["reviews"], said["rating"]["stars"], said["rating"]["spread"]) == (1, 4.0, [0, 0, 0, 1, 0])
    assert Program().get("/studios/nadia/reviews", offer=review.offer_id).json()["items"] == said["items"]
    assert Program().get("/studios/nadia/reviews", offer=10**9).json()["items"] == []
    problem(Program().get("/studios/nobody/reviews"), 404, "not_found")


def test_a_review_is_reported_once_by_whoever_reads_it(cast: people.Cast, now: datetime) -> None:
    mitu, karim = Program(key_of(cast.mitu, now)), Program(key_of(cast.karim, now))
    exchange = asked(cast, now)
    review = make.write(exchange, person(cast.karim.pk), now)
    path = f"/reviews/{review.pk}/reports"
    problem(send(mitu, path, reason="untrue"), 404, "not_found")
    make.write(exchange, person(cast.nadia.pk), now)
    problem(send(karim, path, reason="untrue"), 403, "own_review")
    first, again = (send(mitu, path, reason="untrue", text="It was never ordered.") for _each in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    problem(send(mitu, path, "a-random-word-of-another", reason="abuse"), 409, "reported_already")
    assert ReviewReport.objects.get().account == cast.mitu


def test_outsiders_onlookers_and_keys_of_studios(cast: people.Cast, now: datetime) -> None:
    exchange = asked(cast, now)
    viewer = people.account("viewer@example.com")
    people.member(cast.studio, viewer, role="viewer")
    other, scopes = people.studio(cast.nadia, handle="second"), ("reviews:read", "reviews:write")
    path = f"/work/{exchange.engagement_id}/review"
    second = Program(key_of(cast.nadia, now, *scopes, studio=other))
    for program in (Program(key_of(people.account("s@example.com"), now)), second):
        problem(program.get(path), 404, "not_found")
        problem(send(program, path, stars=1), 404, "not_found")
        assert program.get("/reviews").json()["items"] == []
    looks = Program(key_of(viewer, now))
    problem(looks.get(path), 403, "role")
    problem(send(looks, path, stars=1), 403, "role")
    assert looks.get("/reviews").json()["items"] == []
    assert not Review.objects.exists()
    own = Program(key_of(cast.nadia, now, *scopes, studio=cast.studio))
    assert own.get("/reviews", side="worker").json()["items"][0]["work"] == exchange.engagement_id
    assert send(own, path, stars=5).status_code == 201
    problem(own.get("/work/99999999/review"), 404, "not_found")


def test_work_without_anything_to_review_has_no_reviews(cast: people.Cast, now: datetime) -> None:
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    unit = gigs.ordered(now, gigs.offer(now, shop), by=person(cast.karim.pk), email=cast.karim.email)
    assert actions.ask(unit.engagement_id, by=SYSTEM, at=now) is None
    karim = Program(key_of(cast.karim, now))
    problem(karim.get(f"/work/{unit.engagement_id}/review"), 404, "not_found")
    problem(send(karim, f"/work/{unit.engagement_id}/review", stars=5), 404, "not_found")

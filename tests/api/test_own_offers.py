"""A studio's own offers over the API: a gig from nothing to the market, its changes, and who may not."""

from __future__ import annotations

import copy
from datetime import datetime
from typing import Any

import pytest

from dhara.api.v1.schemas.own_offers import OwnOfferIn
from dhara.catalog.models import Offer, Tier
from dhara.catalog.offers.actions import ensure_categories
from dhara.delivery.models import GigTerms
from dhara.kit.actor import person
from dhara.kit.facts.models import RecordedFact
from tests.api.door import Program, key_of, problem
from tests.make import catalog, gigs, people
from tests.make.catalog import Shop
from tests.make.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ALL = "/studios/nadia/own-offers"
PRICE: dict[str, Any] = {"currency": "BDT", "amount": 150_000}
PACKAGE: dict[str, Any] = {"days": 3, "revisions": 1, "prices": [PRICE]}
EXAMPLE: dict[str, Any] = OwnOfferIn.model_json_schema()["example"]


@pytest.fixture
def cast() -> Cast:
    ensure_categories()
    return people.cast()


@pytest.fixture
def program(cast: Cast, now: datetime) -> Program:
    """With a key of the studio that may do this and nothing else."""
    return Program(key_of(cast.nadia, now, "catalog:read", "catalog:write", studio=cast.studio))


@pytest.fixture
def gig(cast: Cast, now: datetime) -> Offer:
    """Nadia's, for sale."""
    return gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)), extras=gigs.EXTRAS)


def make(program: Program, body: dict[str, Any], word: str = "a-random-word-of-mine") -> Any:
    return program.post(ALL, body, Idempotency_Key=word)


def change(program: Program, offer: int, **fields: Any) -> Any:
    return program.send("PATCH", f"{ALL}/{offer}", fields)


def move(program: Program, offer: int, to: str) -> Any:
    return program.post(f"{ALL}/{offer}/state", {"to": to})


def fields_of(said: dict[str, Any]) -> list[str]:
    return [each["field"] for each in said["errors"]]


def test_a_gig_is_made_once_published_sold_and_put_away(program: Program, cast: Cast) -> None:
    made = make(program, EXAMPLE)
    assert made.status_code == 201, made.content
    said = made.json()
    assert make(program, EXAMPLE).json() == said
    problem(make(program, {**EXAMPLE, "title": "Another"}), 409, "idempotency_key_reused")
    assert (said["state"], said["missing"], said["category"]["slug"]) == ("draft", [], "logos-branding")
    (package,) = said["gig"]["packages"]
    assert (package["name"], package["days"], package["prices"][0]["price"]["amount"]) == ("Basic", 3, 150_000)
    assert [each["sort"] for each in said["gig"]["questions"]] == ["text", "choice"]
    pk = said["id"]
    assert Program().get(f"/offers/{pk}").status_code == 404
    for _twice in range(2):
        assert move(program, pk, "publish").json()["state"] == "published"
    market = Program().get(f"/offers/{pk}").json()
    assert market["gig"]["queue"] == 3
    assert market["gig"]["extras"] == said["gig"]["extras"]
    assert move(program, pk, "unpublish").json()["state"] == "unpublished"
    assert move(program, pk, "archive").json()["state"] == "archived"
    assert program.get(ALL, state="archived").json()["items"][0]["id"] == pk
    assert move(program, pk, "restore").json()["state"] == "unpublished"


def test_what_is_missing_is_named_as_it_is_sent(program: Program) -> None:
    said = make(program, {"kind": "gig", "title": "A logo"}).json()
    wanted = ["description", "category", "gig.packages", "gig.questions"]
    assert [each["field"] for each in said["missing"]] == wanted
    assert fields_of(problem(move(program, said["id"], "publish"), 422, "incomplete")) == wanted
    assert Offer.objects.get(pk=said["id"]).status == "draft"
    for part, lacks in (({"queue": 2}, wanted), ({"questions": []}, wanted[:-1])):
        assert [each["field"] for each in change(program, said["id"], gig=part).json()["missing"]] == lacks


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"packages": [{"days": 3, "revisions": 1, "prices": [{"currency": "BDT", "amount": 1}]}]}, 
         "gig.packages.0.prices", "price_too_low"),
        ({"packages": [{"days": 3, "revisions": 1}, {"days": 5, "revisions": None}]},
         "gig.packages.0.name", "tier_name_missing"),
        ({"extras": [{"title": "A", "prices": [{"currency": "XYZ", "amount": 100}]}]}, "gig.extras.0", "extra_price"),
        ({"extras": [{"title": "A", "prices": [{"currency": "BDT", "amount": 9_000}] * 2}]},
         "gig.extras.0.prices", "currency_twice"),
        ({"questions": [{"words": "Which?", "sort": "choice"}]}, "gig.questions.0", "question_choices"),
        ({"packages": [{**PACKAGE, "prices": [{**PRICE, "launch": 900_000}], "launch_copies": 4}]},
         "gig.packages.0.prices", "launch_not_lower"),
        ({"packages": [{**PACKAGE, "prices": [{**PRICE, "launch": 100_000}]}]},
         "gig.packages.0.launch_until", "launch_endless"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_and_leaves_nothing_behind(
    program: Program, gig: Offer, wrong: dict[str, Any], field: str, code: str
) -> None:
    before = program.get(f"{ALL}/{gig.pk}").json()
    assert fields_of(problem(change(program, gig.pk, summary="New.", gig=wrong), 422, code)) == [field]
    assert program.get(f"{ALL}/{gig.pk}").json() == before
    problem(make(program, {**EXAMPLE, "gig": wrong}), 422, code)
    assert Offer.objects.count() == 1


def test_what_is_left_out_stays_and_the_same_twice_changes_nothing(program: Program, gig: Offer) -> None:
    before = program.get(f"{ALL}/{gig.pk}").json()
    tier = gig.tiers.get()
    package = {"days": 5, "revisions": None, "prices": [{"currency": "BDT", "amount": 60_000}]}
    sent = {
        "tags": ["logo", "shop"],
        "gig": {
            "packages": [package, {**package, "name": "Premium", "days": 9}],
            "extras": [
                {"title": "Source files", "days": 2, "prices": [{"currency": "BDT", "amount": 20_000}]},
                {"title": "A poster", "prices": [{"currency": "BDT", "amount": 90_000}]},
            ],
        },
    }
    problem(change(program, gig.pk, **sent), 422, "tier_name_missing")
    sent["gig"]["packages"][0] |= {"tier": tier.pk, "name": "Basic"}
    told = RecordedFact.objects.filter(name="catalog.PricesChanged", data__title="A sign")
    once, twice = (change(program, gig.pk, title="A sign", **copy.deepcopy(sent)).json() for _each in range(2))
    assert once == twice
    assert told.count() == 1
    first, second = once["gig"]["packages"]
    assert (first["tier"], first["days"], first["revisions"], first["scope"]) == (tier.pk, 5, None, [])
    assert second["name"] == "Premium"
    assert Tier.objects.filter(offer=gig).count() == 2
    assert [each["key"] for each in once["gig"]["extras"]][0] == "source"
    for same in ("slug", "description", "category"):
        assert once[same] == before[same]
    assert once["gig"]["questions"] == before["gig"]["questions"]
    assert (once["tags"], once["state"]) == (["logo", "shop"], "published")
    assert change(program, gig.pk, gig={"queue": 2}).json()["gig"]["queue"] == 2
    assert change(program, gig.pk, gig={"queue": None}).json()["gig"]["queue"] is None
    assert GigTerms.objects.get(offer=gig).extras[0]["days"] == 2
    packages = [{**package, "tier": each["tier"], "name": each["name"], "days": 7} for each in (first, second)]
    assert change(program, gig.pk, gig={"packages": packages}).json()["gig"]["packages"][1]["days"] == 7
    assert told.count() == 2


def test_who_saw_another_version_is_refused(program: Program, gig: Offer) -> None:
    seen = program.get(f"{ALL}/{gig.pk}").json()["version"]
    assert change(program, gig.pk, seen=seen, gig={"faq": [{"question": "Why?", "answer": "So."}]}).status_code == 200
    assert fields_of(problem(change(program, gig.pk, seen=seen, title="Later"), 409, "offer_changed")) == ["seen"]
    assert Offer.objects.get(pk=gig.pk).title == gig.title
    problem(change(program, gig.pk, description=""), 422, "incomplete")


def test_a_launch_price_of_which_nothing_is_said_stays(program: Program) -> None:
    price = {"currency": "BDT", "amount": 150_000}
    package = {"days": 3, "revisions": 1, "prices": [{**price, "launch": 100_000}], "launch_copies": 4}
    pk = make(program, {**EXAMPLE, "gig": {"packages": [package]}}).json()["id"]
    (kept,) = change(program, pk, gig={"packages": [{"days": 4, "revisions": 1, "prices": [price]}]}).json()["gig"][
        "packages"
    ]
    assert (kept["days"], kept["launch_copies"], kept["prices"][0]["launch"]["amount"]) == (4, 4, 100_000)
    package = {"days": 4, "revisions": 1, "prices": [{**price, "launch": None}], "launch_copies": None}
    (ended,) = change(program, pk, gig={"packages": [package]}).json()["gig"]["packages"]
    assert (ended["launch_copies"], ended["prices"][0]["launch"]) == (None, None)


def test_other_kinds_take_texts_and_no_packages(program: Program, cast: Cast, now: datetime) -> None:
    card = catalog.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    said = change(program, card.pk, summary="For two.", category="fonts").json()
    assert (said["kind"], said["summary"], said["category"]["slug"], said["gig"]) == (
        "download",
        "For two.",
        "fonts",
        None,
    )
    assert fields_of(problem(change(program, card.pk, gig={"queue": 1}), 422, "no_gig")) == ["gig"]
    assert fields_of(problem(change(program, card.pk, category="nowhere"), 422, "category_unknown")) == ["category"]


def test_roles_and_other_studios(cast: Cast, gig: Offer, now: datetime) -> None:
    editor, viewer = Program(key_of(cast.rafi, now)), people.account("viewer@example.com")
    people.member(cast.studio, viewer, role="viewer")
    looking = Program(key_of(viewer, now))
    assert looking.get(f"{ALL}/{gig.pk}").status_code == 200
    for refused in (make(looking, EXAMPLE), change(looking, gig.pk, title="Mine"), move(looking, gig.pk, "archive")):
        problem(refused, 403, "role")
    assert change(editor, gig.pk, title="A better logo").json()["title"] == "A better logo"
    other = people.studio(cast.karim, handle="karim")
    theirs = gigs.offer(now, Shop(other, cast.karim, person(cast.karim.pk)))
    both = people.member(other, cast.nadia, role="owner").account
    program = Program(key_of(both, now))
    for path in (f"{ALL}/{theirs.pk}", f"/studios/karim/own-offers/{gig.pk}"):
        problem(program.get(path), 404, "not_found")
        problem(program.send("PATCH", path, {"title": "Mine"}), 404, "not_found")
        problem(program.post(f"{path}/state", {"to": "archive"}), 404, "not_found")
    outside = Program(key_of(cast.karim, now))
    problem(change(outside, gig.pk, title="Mine"), 404, "not_found")
    assert set(Offer.objects.values_list("status", flat=True)) == {"published"}

"""Downloads of a studio over the API: prices and files, from nothing to the market."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.catalog.models import Offer
from dhara.catalog.offers.actions import ensure_categories
from dhara.delivery.models import FileVersion
from dhara.kit.actor import person
from tests.api.door import Program, key_of, problem
from tests.api.test_uploads import BYTES, _piece
from tests.make import gigs, people
from tests.make.catalog import Shop
from tests.make.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ALL = "/studios/nadia/own-offers"
CARD: dict[str, Any] = {
    "kind": "download",
    "title": "A wedding card",
    "description": "<p>Print it at home.</p>",
    "category": "print-invitations",
    "tiers": [
        {"name": "Card", "prices": [{"currency": "BDT", "amount": 45_000}], "stock": 10},
        {"name": "Friends", "pricing": "choose", "prices": [{"currency": "BDT", "amount": 0, "suggested": 20_000}]},
    ],
}


@pytest.fixture
def cast() -> Cast:
    ensure_categories()
    return people.cast()


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    return key_of(cast.nadia, now, "catalog:read", "catalog:write", studio=cast.studio)


def sent(key: str) -> str:
    """The id of a file that is whole."""
    begun = Program(key).post("/uploads", {"name": "card.txt", "size": len(BYTES), "purpose": "file"}).json()
    assert _piece(key, begun["url"], BYTES).status_code == 204
    return str(begun["id"])


def post(key: str, path: str, body: dict[str, Any], word: str = "of-mine") -> Any:
    return Program(key).post(path, body, Idempotency_Key=f"a-random-word-{word}")


def test_a_download_gets_its_prices_and_files_and_is_sold(key: str) -> None:
    said = post(key, ALL, CARD).json()
    path, program = f"{ALL}/{said['id']}", Program(key)
    assert [(each["pricing"], each["stock"], each["files"]) for each in said["tiers"]] == [
        ("fixed", 10, None),
        ("choose", None, None),
    ]
    assert [each["field"] for each in said["missing"]] == ["files"]
    upload = sent(key)
    for _twice in range(2):
        (file,) = post(key, f"{path}/files", {"upload": upload, "title": "The print"}, "add").json()["files"]
    assert (file["title"], file["version"]) == ("The print", 1)
    again = problem(post(key, f"{path}/files", {"upload": upload}, "again"), 422, "file_gone")
    assert again["errors"][0]["field"] == "upload"
    newer = f"{path}/files/{file['id']}/versions"
    body = {"upload": sent(key), "notes": "Sharper.", "announce": False}
    assert [post(key, newer, body, "new").json()["files"][0]["version"] for _twice in range(2)] == [2, 2]
    assert FileVersion.objects.latest("number").notes == "Sharper."
    other = post(key, f"{path}/files", {"upload": sent(key)}, "other").json()
    chosen = {"tiers": [{**CARD["tiers"][0], "files": [file["id"]]}, CARD["tiers"][1]]}
    one, two = program.send("PATCH", path, {**chosen, "seen": other["version"]}).json()["tiers"]
    assert (one["files"], two["files"]) == ([file["id"]], None)
    kept = program.send("PATCH", path, {"tiers": CARD["tiers"]}).json()["tiers"]
    assert [each["tier"] for each in kept] == [one["tier"], two["tier"]]
    assert kept[0]["files"] == [file["id"]]
    wrong = problem(program.send("PATCH", path, {"tiers": [{"files": [9**9]}]}), 422, "file_gone")
    assert wrong["errors"][0]["field"] == "tiers.0.files"
    assert program.post(f"{path}/state", {"to": "publish"}).json()["state"] == "published"
    gone = f"{path}/files/{other['files'][1]['id']}/retirement"
    for _twice in range(2):
        assert len(program.post(gone, {}).json()["files"]) == 1
    problem(program.post(f"{path}/files/{file['id']}/retirement", {}), 409, "tier_empty")


def test_a_retired_file_is_chosen_by_nobody_and_a_new_one_only_by_who_gives_all(key: str) -> None:
    said = post(key, ALL, CARD).json()
    path, program = f"{ALL}/{said['id']}", Program(key)
    for word in ("one", "two", "three"):
        files = post(key, f"{path}/files", {"upload": sent(key)}, word).json()["files"]
    one, two, three = (each["id"] for each in files)
    chosen = [{**CARD["tiers"][0], "files": [one, two]}, {**CARD["tiers"][1], "files": [three]}]
    program.send("PATCH", path, {"tiers": chosen})
    program.post(f"{path}/files/{three}/retirement", {})
    kept = program.send("PATCH", path, {"tiers": [{**CARD["tiers"][0], "stock": 5}, CARD["tiers"][1]]}).json()["tiers"]
    assert [(each["stock"], each["files"]) for each in kept] == [(5, [one, two]), (None, [])]
    later = post(key, f"{path}/files", {"upload": sent(key)}, "later").json()
    assert [each["files"] for each in later["tiers"]] == [[one, two], []]
    everything = program.send("PATCH", path, {"tiers": [{**each, "files": None} for each in CARD["tiers"]]}).json()
    assert [each["files"] for each in everything["tiers"]] == [None, None]


def test_each_kind_takes_its_own(cast: Cast, key: str, now: datetime) -> None:
    gig = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    path = f"{ALL}/{gig.pk}"
    priced = problem(Program(key).send("PATCH", path, {"tiers": CARD["tiers"]}), 422, "packages_needed")
    assert priced["errors"][0]["field"] == "tiers"
    problem(post(key, f"{path}/files", {"upload": sent(key)}), 422, "no_files")
    problem(post(key, ALL, {**CARD, "tiers": [{"prices": [{"currency": "BDT", "amount": 5}]}]}), 422, "price_too_low")
    assert Offer.objects.get() == gig

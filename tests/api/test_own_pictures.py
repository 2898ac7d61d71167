"""Pictures of a studio's offers over the API: uploaded, added once, arranged, taken away; nobody uses another's."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from PIL import Image

from dhara.catalog.models import Offer
from dhara.kit.actor import person
from dhara.kit.files.models import Upload
from tests.api.door import Program, key_of, problem
from tests.api.test_uploads import _piece
from tests.make import gigs, people
from tests.make.catalog import Shop
from tests.make.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def key(cast: Cast, now: datetime) -> str:
    return key_of(cast.nadia, now, "catalog:read", "catalog:write", studio=cast.studio)


@pytest.fixture
def path(cast: Cast, now: datetime) -> str:
    gig = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    return f"/studios/nadia/own-offers/{gig.pk}"


def sent(key: str, colour: str = "#0b5661", **more: str) -> str:
    """The id of a picture that is whole."""
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(drawn, "PNG")
    body = {"name": "one.png", "size": len(drawn.getvalue()), "purpose": "picture", **more}
    begun = Program(key).post("/uploads", body)
    assert begun.status_code == 201, begun.content
    answer = _piece(key, begun.json()["url"], drawn.getvalue())
    assert answer.status_code == 204, answer.content
    assert Program(key).get(f"/uploads/{begun.json()['id']}").json()["ready"] is True
    return str(begun.json()["id"])


def add(key: str, path: str, upload: str, word: str, **more: str) -> Any:
    return Program(key).post(f"{path}/pictures", {"upload": upload, **more}, Idempotency_Key=f"a-random-word-{word}")


def test_pictures_come_in_once_and_are_put_in_order(key: str, path: str) -> None:
    first, second = sent(key), sent(key, "#aa0000")
    (shown,) = add(key, path, first, "one", alt="Blue").json()["pictures"]
    assert (shown["alt"], shown["cover"]) == ("Blue", True)
    assert len(add(key, path, first, "one", alt="Blue").json()["pictures"]) == 1
    assert problem(add(key, path, first, "two"), 422, "file_gone")["errors"][0]["field"] == "upload"
    said = add(key, path, second, "three").json()
    blue, red = said["pictures"]
    program = Program(key)

    def arrange(*pictures: dict[str, Any], **more: Any) -> Any:
        return program.send("PUT", f"{path}/pictures", {"pictures": list(pictures), **more})

    turned = arrange({"id": red["id"], "alt": "Red"}, {"id": blue["id"]}, cover=red["id"], seen=said["version"]).json()
    assert [(each["alt"], each["cover"]) for each in turned["pictures"]] == [("Red", True), ("Blue", False)]
    problem(arrange({"id": red["id"]}, seen=said["version"]), 409, "offer_changed")
    wrong = problem(arrange({"id": blue["id"]}, {"id": blue["id"]}), 422, "picture_gone")
    assert wrong["errors"][0]["field"] == "pictures.1.id"
    assert [each["id"] for each in arrange({"id": blue["id"]}).json()["pictures"]] == [blue["id"]]
    assert Offer.objects.get().cover_id == blue["id"]
    assert arrange().json()["pictures"] == []


def test_a_person_names_the_studio_and_no_one_uses_another_s(cast: Cast, path: str, key: str, now: datetime) -> None:
    own, body = key_of(cast.nadia, now), {"name": "one.png", "size": 9, "purpose": "picture"}
    unsaid = problem(Program(own).post("/uploads", body), 422, "studio_missing")
    assert unsaid["errors"][0]["field"] == "studio"
    problem(Program(own).post("/uploads", {**body, "purpose": "work", "studio": "nadia"}), 422, "studio_needless")
    problem(Program(key_of(cast.karim, now)).post("/uploads", {**body, "studio": "nadia"}), 404, "not_found")
    problem(Program(key_of(cast.mitu, now)).post("/uploads", {**body, "studio": "nadia"}), 403, "role")
    assert not Upload.objects.exists()
    assert len(add(own, path, sent(own, studio="nadia"), "own").json()["pictures"]) == 1
    other = people.studio(cast.karim, handle="karim")
    theirs = sent(key_of(cast.karim, now, "catalog:write", studio=other))
    problem(Program(key).get(f"/uploads/{theirs}"), 404, "not_found")
    problem(add(key, path, theirs, "theirs"), 422, "file_gone")
    assert Upload.objects.get().file.studio_ref == other.pk


def test_each_purpose_needs_its_scope(cast: Cast, key: str, now: datetime) -> None:
    work = key_of(cast.nadia, now, "work:write", studio=cast.studio)
    problem(Program(key).post("/uploads", {"name": "a.txt", "size": 3}), 403, "scope")
    problem(Program(work).post("/uploads", {"name": "a.png", "size": 3, "purpose": "picture"}), 403, "scope")
    problem(Program(work).get(f"/uploads/{sent(key)}"), 403, "scope")
    announced = Program(work).post("/uploads", {"name": "a.txt", "size": 3}).json()
    assert _piece(key, announced["url"], b"abc").status_code == 403
    assert _piece(work, announced["url"], b"abc").status_code == 204

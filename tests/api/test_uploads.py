"""Files over the API: announced, sent in pieces, handed in by their ids; nobody uses what is another's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.kit.actor import person
from dhara.kit.files.models import Upload
from dhara.trust.models import Case, StatementFile
from dhara.work.campaigns import actions as campaigns
from dhara.work.campaigns.rules.proof import Field
from dhara.work.models import SubmittedFile, Unit
from tests.api.door import Program, key_of, problem
from tests.api.test_cases import send
from tests.make import cases as make
from tests.make import conversations, gigs, people, programs
from tests.make.catalog import Shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
BYTES = b"It is blue."


@pytest.fixture
def case(cast: people.Cast, now: datetime) -> Case:
    """Of Karim, about what Nadia delivered."""
    karim = person(cast.karim.pk)
    return make.opened(make.delivered(now, _gig(cast, now), by=karim, email=cast.karim.email), now, by=karim)


def _gig(cast: people.Cast, now: datetime) -> Any:
    return gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))


def _piece(key: str, url: str, content: bytes, offset: int = 0, method: str = "PATCH") -> Any:
    headers = {"Authorization": f"Bearer {key}", "Tus-Resumable": "1.0.0", "Upload-Offset": str(offset)}
    local = url[url.index("/api/v1/") :]
    return Client(enforce_csrf_checks=True).generic(
        method, local, content, "application/offset+octet-stream", headers=headers
    )


def _announced(key: str, size: int = len(BYTES)) -> dict[str, Any]:
    said: dict[str, Any] = Program(key).post("/uploads", {"name": "../chat.txt", "size": size}).json()
    return said


def _sent(key: str) -> str:
    """The id of a whole file."""
    begun = _announced(key)
    assert _piece(key, begun["url"], BYTES).status_code == 204
    return str(begun["id"])


def test_it_arrives_in_pieces_and_says_how_far_it_is(cast: people.Cast, now: datetime) -> None:
    key = key_of(cast.karim, now)
    begun = _announced(key)
    assert (begun["name"], begun["size"], begun["received"], begun["ready"]) == ("chat.txt", len(BYTES), 0, False)
    half = _piece(key, begun["url"], BYTES[:5])
    assert (half.status_code, half["Upload-Offset"]) == (204, "5")
    assert Program(key).get(f"/uploads/{begun['id']}").json()["received"] == 5
    assert _piece(key, begun["url"], BYTES[5:], 3).status_code == 409
    assert _piece(key, begun["url"], b"", method="HEAD")["Upload-Offset"] == "5"
    whole = _piece(key, begun["url"], BYTES[5:], 5)
    assert whole.status_code == 204
    assert whole["RateLimit"]
    assert Program(key).get(f"/uploads/{begun['id']}").json()["ready"] is True
    file = Upload.objects.get(pk=begun["id"]).file
    assert (file.owner_ref, file.studio_ref) == (cast.karim.pk, None)


def test_another_person_neither_sees_nor_fills_nor_takes_it_away(cast: people.Cast, now: datetime) -> None:
    mine, scoped = key_of(cast.karim, now), key_of(cast.karim, now, "work:read")
    begun = _announced(mine)
    for other in (key_of(cast.nadia, now), key_of(cast.nadia, now, "work:write", studio=cast.studio)):
        problem(Program(other).get(f"/uploads/{begun['id']}"), 404, "not_found")
        for method in ("HEAD", "PATCH", "DELETE"):
            assert _piece(other, begun["url"], BYTES, method=method).status_code == 404
    assert _piece("", begun["url"], BYTES).status_code == 401
    problem(_piece(scoped, begun["url"], BYTES), 403, "scope")
    problem(Program(mine).get("/uploads/7b7b0001-0000-4000-8000-000000000009"), 404, "upload_unknown")
    assert Upload.objects.get(pk=begun["id"]).offset == 0
    assert _piece(mine, begun["url"], b"", method="DELETE").status_code == 204
    assert not Upload.objects.exists()


def test_a_studio_s_key_uploads_for_the_studio_if_its_member_does_work(cast: people.Cast, now: datetime) -> None:
    key = key_of(cast.nadia, now, "work:write", studio=cast.studio)
    file = Upload.objects.get(pk=_sent(key)).file
    assert (file.studio_ref, file.owner_ref) == (cast.studio.pk, cast.nadia.pk)
    viewer = people.member(cast.studio, people.account("looks@example.com"), role="viewer").account
    looking = key_of(viewer, now, "work:write", studio=cast.studio)
    problem(Program(looking).post("/uploads", {"name": "a.txt", "size": 3}), 403, "role")


def test_both_sides_show_their_own_in_a_case_and_no_one_else_s(cast: people.Cast, case: Case, now: datetime) -> None:
    karim, nadia = key_of(cast.karim, now), key_of(cast.nadia, now)
    for key, other in ((karim, nadia), (nadia, karim)):
        theirs, mine = _sent(other), _sent(key)
        program, word = Program(key), f"a-random-word-of-{len(key)}{mine}"
        problem(send(program, case.pk, "statements", text="Look.", uploads=[theirs]), 422, "file_gone")
        problem(send(program, case.pk, "statements", text="Look.", uploads=[_announced(key)["id"]]), 422, "file_gone")
        said = send(program, case.pk, "statements", word, text="Look.", uploads=[mine]).json()
        assert [each["name"] for each in said["statements"][-1]["files"]] == ["chat.txt"]
        again = send(program, case.pk, "statements", f"{word}-2", text="Look.", uploads=[mine])
        assert problem(again, 422, "file_gone")["errors"][0]["field"] == "files"
    assert StatementFile.objects.count() == 2


def test_a_step_takes_a_person_s_own_file(cast: people.Cast, now: datetime) -> None:
    key = key_of(cast.nadia, now)
    unit: Unit = gigs.ordered(now, _gig(cast, now))
    path, told = f"/work/{unit.engagement_id}/units/{unit.pk}/steps", {"Idempotency_Key": "a-random-word-to-begin"}
    assert Program(key).post(path, {"verb": "start"}, **told).status_code == 200
    wrong = {"verb": "deliver", "text": "Here.", "uploads": [_sent(key_of(cast.karim, now))]}
    problem(Program(key).post(path, wrong, Idempotency_Key="a-random-word-of-theirs"), 422, "file_gone")
    body = {"verb": "deliver", "text": "Here.", "uploads": [_sent(key)]}
    assert Program(key).post(path, body, Idempotency_Key="a-random-word-to-end").json()["state"] == "submitted"
    assert SubmittedFile.objects.get().name == "chat.txt"


def test_a_task_s_proof_takes_a_person_s_own_file(cast: people.Cast, now: datetime) -> None:
    shown = Field("shot", "Your screen", "file")
    campaign = programs.running(cast.karim, now, fields=(shown,))
    claimed = campaigns.claim(campaign, cast.studio, by=person(cast.nadia.pk), at=now)
    key, path = key_of(cast.nadia, now), f"/studios/nadia/own-tasks/{claimed.pk}/proof"
    theirs = {"answers": {}, "uploads": {"shot": [_sent(key_of(cast.karim, now))]}}
    problem(Program(key).post(path, theirs, Idempotency_Key="a-random-word-of-theirs"), 422, "file_gone")
    mine = {"answers": {}, "uploads": {"shot": [_sent(key)]}}
    assert Program(key).post(path, mine, Idempotency_Key="a-random-word-of-mine").json()["state"] == "submitted"
    assert SubmittedFile.objects.get().question == "shot"


def test_a_message_takes_files_of_its_own_side(cast: people.Cast, now: datetime) -> None:
    talk = conversations.conversation(cast.studio, cast.karim, at=now)
    karim, nadia = key_of(cast.karim, now), key_of(cast.nadia, now)
    path = f"/conversations/{talk.pk}/messages"
    theirs = {"text": "Look.", "uploads": [_sent(nadia)]}
    problem(Program(karim).post(path, theirs, Idempotency_Key="a-random-word-of-theirs"), 422, "file_gone")
    mine = {"text": "Look.", "uploads": [_sent(karim)]}
    said = [Program(karim).post(path, mine, Idempotency_Key="a-random-word-of-mine").json() for _each in range(2)]
    assert said[0] == said[1]
    assert [each["name"] for each in said[0]["files"]] == ["chat.txt"]
    again = Program(karim).post(path, mine, Idempotency_Key="a-random-word-for-more")
    problem(again, 422, "file_gone")
    assert not Upload.objects.filter(file__owner_ref=cast.karim.pk).exists(), "settled: nobody throws it away"
    studio = key_of(cast.nadia, now, "work:write", "messages:write", studio=cast.studio)
    answer = Program(studio).post(
        path, {"text": "Here.", "uploads": [_sent(studio)]}, Idempotency_Key="a-random-word-of-hers"
    )
    assert len(answer.json()["files"]) == 1

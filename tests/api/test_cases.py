"""Cases over the API: both sides claim, show and settle, as on the pages; nobody else hears of it."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.kit import clock
from dhara.kit.actor import operator, person
from dhara.kit.files.actions import begin_upload, finish
from dhara.kit.files.receiving import append
from dhara.kit.queue import drain
from dhara.trust.disputes import actions
from dhara.trust.models import Case
from dhara.work.engagements import actions as engagements
from dhara.work.funding import actions as fundings
from dhara.work.models import Unit
from tests.api.door import Program, key_of, problem
from tests.make import cases as make
from tests.make import funding as paying
from tests.make import gigs, people
from tests.make.catalog import Shop
from tests.make.refunds import sound
from tests.make.work import AMOUNT, Parties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
PRICE, SHARE = 45_000, 42_075


@pytest.fixture
def unit(cast: people.Cast, now: datetime) -> Unit:
    """Karim looks at what Nadia delivered."""
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    return make.delivered(now, gigs.offer(now, shop), by=person(cast.karim.pk), email=cast.karim.email)


def send(program: Program, case: int, what: str, key: str = "", **body: Any) -> Any:
    return program.post(f"/cases/{case}/{what}", body, Idempotency_Key=key or f"a-random-word-{what.replace('/', '-')}")


def opened(program: Program, unit: Unit, **body: Any) -> Any:
    path = f"/work/{unit.engagement_id}/units/{unit.pk}/cases"
    return program.post(path, {"text": "It is blue.", **body}, Idempotency_Key="a-random-word-of-mine")


def test_from_a_claim_to_a_settlement_each_counting_in_its_own_money(
    cast: people.Cast, unit: Unit, now: datetime
) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    assert problem(opened(karim, unit, amount=PRICE + 1), 422, "part_wrong")["errors"][0]["field"] == "amount"
    first, again = opened(karim, unit, amount=PRICE), opened(karim, unit, amount=PRICE)
    assert first.status_code == 201
    assert first.json() == again.json()
    case = first.json()["id"]
    assert (first.json()["state"], first.json()["amount"]["amount"]) == ("answer", PRICE)
    assert first.json()["next"] == ["say", "propose", "withdraw"]
    theirs = nadia.get(f"/cases/{case}").json()
    assert (theirs["side"], theirs["opened_by"], theirs["amount"]["amount"]) == ("worker", "buyer", SHARE)
    assert theirs["next"] == ["answer", "say", "propose", "concede"]
    assert theirs["statements"][0]["division"]["buyer"]["amount"] == PRICE
    assert theirs["statements"][0]["division"]["studio"]["amount"] == 0
    problem(send(karim, case, "answer", text="Mine."), 403, "own_case")
    answered, twice = (send(nadia, case, "answer", text="It is green.", amount=30_000).json() for _each in range(2))
    assert answered == twice
    assert (answered["state"], len(answered["statements"])) == ("talk", 2)
    assert send(karim, case, "statements", text="Look at the picture.").status_code == 201
    proposed = send(nadia, case, "proposals", amount=SHARE // 3, text="A third?").json()["settlements"][0]
    assert (proposed["next"], proposed["division"]["studio"]["amount"]) == (["withdraw"], SHARE // 3)
    answer = f"proposals/{proposed['id']}/answer"
    problem(send(nadia, case, answer, to="agree"), 403, "own_proposal")
    problem(send(karim, case, "proposals/99999999/answer", to="agree"), 404, "not_found")
    assert send(karim, case, answer, to="decline", text="Less.").json()["settlements"][0]["answer"] == "Less."
    mine = send(karim, case, "proposals", amount=PRICE // 2).json()["settlements"][1]
    assert mine["division"]["buyer"]["amount"] >= PRICE // 2
    settled = send(nadia, case, f"proposals/{mine['id']}/answer", to="agree", key="a-random-word-of-hers").json()
    assert (settled["state"], settled["next"]) == ("settled", [])
    ended = Unit.objects.get(pk=unit.pk)
    assert settled["division"]["studio"]["amount"] == ended.paid > 0
    problem(send(karim, case, "statements", "a-random-word-for-more", text="But!"), 409, "wrong_state")
    drain(now)
    sound(now)


def test_the_other_claim_is_agreed_to_as_it_was_read(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    case = opened(nadia, unit).json()
    (claim,) = case["statements"]
    problem(send(nadia, case["id"], "agreement", statement=claim["id"]), 409, "claim_changed")
    problem(
        send(karim, case["id"], "agreement", "a-random-word-of-old", statement=claim["id"] + 1), 409, "claim_changed"
    )
    assert send(karim, case["id"], "agreement", statement=claim["id"]).json()["state"] == "settled"
    assert Unit.objects.get(pk=unit.pk).paid == SHARE


def test_handed_over_ruled_appealed_or_taken_back(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    boss = operator(people.account("boss@example.com", is_staff=True).pk)
    case = opened(karim, unit).json()["id"]
    problem(send(karim, case, "state", to="hand_over"), 409, "wrong_state")
    problem(send(nadia, case, "state", to="withdraw"), 403, "not_yours")
    send(nadia, case, "answer", text="It is green.")
    assert send(karim, case, "state", "a-random-word-of-now", to="hand_over").json()["state"] == "judge"
    actions.rule(case, to_worker=30_000, text="Most of it is green.", by=boss, at=now)
    told = karim.get(f"/cases/{case}").json()
    assert (told["state"], told["next"]) == ("ruled", ["accept", "appeal"])
    assert told["division"]["studio"]["amount"] + told["division"]["buyer"]["amount"] == PRICE
    appealed = send(karim, case, "appeal", text="It is blue.").json()
    assert (appealed["state"], appealed["statements"][-1]["sort"]) == ("appealed", "appeal")
    assert nadia.get("/cases", state="appealed").json()["items"][0]["id"] == case
    other = make.opened(gigs_unit(cast, now), now, by=person(cast.karim.pk)).pk
    assert send(karim, other, "state", to="withdraw").json()["state"] == "withdrawn"
    listed = karim.get("/cases", side="buyer", state="open", work=unit.engagement_id).json()["items"]
    assert [each["id"] for each in listed] == [case]
    assert karim.get("/cases", side="worker").json()["items"] == []


def gigs_unit(cast: people.Cast, now: datetime) -> Unit:
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    return make.delivered(now, gigs.offer(now, shop), by=person(cast.karim.pk), email=cast.karim.email)


def test_files_are_taken_from_uploads_and_open_to_both_sides(cast: people.Cast, unit: Unit, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    case = opened(karim, unit).json()["id"]
    upload = begin_upload(
        name="chat.txt", length=5, purpose="delivery", at=now, studio_ref=cast.studio.pk, owner_ref=cast.nadia.pk
    )
    problem(send(nadia, case, "statements", text="Look.", uploads=["0" * 36]), 422, "file_gone")
    append(upload.pk, 0, io.BytesIO(b"green"), at=now)
    finish(upload.pk, at=now)
    problem(send(karim, case, "statements", text="Look.", uploads=[str(upload.pk)]), 422, "file_gone")
    said = send(nadia, case, "statements", text="Look.", uploads=[str(upload.pk)]).json()
    (file,) = said["statements"][-1]["files"]
    assert (file["name"], file["size"]) == ("chat.txt", 5)
    path = f"/cases/{case}/files/{file['id']}"
    for account in (cast.karim, cast.mitu):
        told = Program(key_of(account, now)).get(path).json()
        local = told["url"][told["url"].index("/cases/fetch/") :]
        assert b"".join(Program().client.get(local).streaming_content) == b"green"
    problem(Program(key_of(people.account("s@example.com"), now)).get(path), 404, "not_found")
    cast.studio.members.filter(account=cast.mitu).delete()
    assert Program().client.get(local).status_code == 404


def test_a_link_to_a_file_ends(cast: people.Cast, unit: Unit, now: datetime, frozen: Any) -> None:
    case = make.opened(unit, now, by=person(cast.karim.pk))
    file = make.shown(case, now, person(cast.karim.pk))
    told = Program(key_of(cast.karim, now)).get(f"/cases/{case.pk}/files/{file.pk}").json()
    frozen.move_to(clock.now() + timedelta(hours=2))
    page = Program().client.get(told["url"][told["url"].index("/cases/fetch/") :])
    assert page.status_code == 410
    assert "expired" in page.content.decode()


def test_outsiders_onlookers_and_keys_of_studios(cast: people.Cast, unit: Unit, now: datetime) -> None:
    case = make.opened(unit, now, by=person(cast.karim.pk)).pk
    viewer = people.account("viewer@example.com")
    people.member(cast.studio, viewer, role="viewer")
    other, scopes = people.studio(cast.nadia, handle="second"), ("work:read", "work:write")
    second = Program(key_of(cast.nadia, now, *scopes, studio=other))
    for program in (Program(key_of(people.account("s@example.com"), now)), second):
        problem(program.get(f"/cases/{case}"), 404, "not_found")
        problem(send(program, case, "answer", text="It is green."), 404, "not_found")
        problem(opened(program, unit), 404, "not_found")
        assert program.get("/cases").json()["items"] == []
    looks, mitu = Program(key_of(viewer, now)), Program(key_of(cast.mitu, now))
    assert looks.get(f"/cases/{case}").json()["next"] == []
    assert (looks.get(f"/cases/{case}").json()["buyer"], looks.get("/cases").json()["items"][0]["id"]) == ("", case)
    problem(send(looks, case, "answer", text="It is green."), 403, "role")
    problem(opened(looks, unit), 403, "role")
    # Support does the work and may not see money: it counts in the price.
    assert mitu.get(f"/cases/{case}").json()["amount"]["amount"] == PRICE
    assert send(mitu, case, "answer", text="It is green.", amount=PRICE).json()["state"] == "talk"
    own = Program(key_of(cast.nadia, now, *scopes, studio=cast.studio))
    assert own.get(f"/cases/{case}").json()["side"] == "worker"
    assert Case.objects.get().statements.count() == 2


def test_a_closed_studio_still_speaks_for_itself(cast: people.Cast, unit: Unit, now: datetime) -> None:
    case = make.opened(unit, now, by=person(cast.karim.pk)).pk
    cast.studio.status = "closed"
    cast.studio.save()
    answered = send(Program(key_of(cast.nadia, now)), case, "answer", text="It is green.")
    assert answered.json()["state"] == "talk"


def test_a_project_is_divided_as_its_buyer_counts(cast: people.Cast, now: datetime) -> None:
    """No fee has gone off yet: both count in what was paid."""
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    work = paying.between(cast.studio, cast.karim, now)
    first = work.units.earliest("pk")
    begun = fundings.fund([first.pk], intent="a-project-s-payment", by=person(cast.karim.pk), at=now)
    paying.chosen(Parties(cast.karim, cast.nadia, cast.nadia, cast.studio, 0), begun, "pay", now)
    unit = Unit.objects.select_related("engagement").get(pk=first.pk)
    engagements.act(unit.pk, "submit", text="Done.", by=person(cast.nadia.pk), at=now)
    case = opened(karim, unit, amount=AMOUNT // 4).json()
    assert case["amount"]["amount"] == AMOUNT
    division = nadia.get(f"/cases/{case['id']}").json()["statements"][0]["division"]
    assert (division["buyer"]["amount"], division["studio"]["amount"]) == (AMOUNT // 4, AMOUNT - AMOUNT // 4)

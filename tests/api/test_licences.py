"""Licence keys over HTTP: the same shape for good and bad ones, and who may look after them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.delivery.grants import actions as grants
from dhara.delivery.models import Licence
from dhara.kit.actor import SYSTEM
from tests.api.door import Program, key_of, problem
from tests.make import catalog as make
from tests.make import licences as made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def licence(now: datetime) -> Licence:
    return made.sold(now, made.offer(now, seats=1))[0]


def ask(verb: str, licence: Licence, **fields: Any) -> dict[str, Any]:
    body = {"offer": licence.offer_id, "key": licence.key, **fields}
    answer = Program().post(f"/licences/{verb}", body)
    assert answer.status_code == 200, answer.content
    said: dict[str, Any] = answer.json()
    return said


def test_programs_verify_activate_and_deactivate(licence: Licence, now: datetime) -> None:
    assert ask("verify", licence)["valid"]
    assert ask("verify", licence, instance="desk")["code"] == "not_activated"
    active = ask("activate", licence, instance="desk", name="Nadia's desk")
    assert (active["valid"], active["used"], active["seats"]) == (True, 1, 1)
    assert active["instance"] == {"id": "desk", "name": "Nadia's desk", "activated_at": "2026-03-02T04:00:00Z"}
    assert ask("activate", licence, instance="lap")["code"] == "over_cap"
    assert ask("deactivate", licence, instance="desk")["used"] == 0
    assert ask("activate", licence, instance="lap")["valid"]


def test_the_shape_is_always_the_same(licence: Licence, now: datetime) -> None:
    good, unknown = ask("verify", licence), ask("verify", licence, key="no such key")
    grants.revoke(licence.grant.key, reason="refund", by=SYSTEM, at=now)
    refunded = ask("verify", licence)
    assert good.keys() == unknown.keys() == refunded.keys()
    assert (unknown["valid"], unknown["code"], unknown["issued_at"]) == (False, "unknown", None)
    assert (refunded["valid"], refunded["code"]) == (False, "refunded")
    assert refunded["detail"]
    assert licence.grant.email not in str([good, unknown, refunded])


def test_a_refunded_key_gives_its_machine_back_but_is_not_called_good(licence: Licence, now: datetime) -> None:
    assert ask("activate", licence, instance="desk")["used"] == 1
    grants.revoke(licence.grant.key, reason="refund", by=SYSTEM, at=now)
    off = ask("deactivate", licence, instance="desk")
    assert (off["valid"], off["code"], off["used"]) == (False, "refunded", 0)


def test_keys_can_not_be_guessed_for_long(licence: Licence) -> None:
    program, body = Program(), {"offer": licence.offer_id, "key": "AAAAA-BBBBB-CCCCC"}
    codes = [program.post("/licences/verify", body).status_code for _time in range(31)]
    assert codes == [200] * 30 + [429]


def test_a_good_key_is_asked_for_as_often_as_reading_allows(licence: Licence) -> None:
    assert all(ask("verify", licence)["valid"] for _time in range(60))


@pytest.mark.parametrize(
    ("fields", "field"), [({}, "instance"), ({"instance": "x", "offer": "1"}, "offer"), ({"instance": " "}, "instance")]
)
def test_what_is_missing_is_named(licence: Licence, fields: dict[str, Any], field: str) -> None:
    answer = Program().post("/licences/activate", {"offer": licence.offer_id, "key": licence.key, **fields})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [field]


def test_a_studio_looks_after_its_keys(licence: Licence, now: datetime) -> None:
    owner = licence.studio.members.get(role="owner").account
    program, base = Program(key_of(owner, now)), f"/studios/{licence.studio.handle}/licences"
    made.sold(now, licence.offer)
    page = program.get(base, limit=1).json()
    assert [each["id"] for each in page["items"]] == [licence.pk + 1]
    second = program.get(base, limit=1, cursor=page["next"]).json()
    assert (second["items"][0]["key"], second["next"]) == (licence.key, None)
    assert second["items"][0]["email"] == licence.grant.email
    assert len(program.get(base, q=licence.key).json()["items"]) == 1
    stopped = program.post(f"{base}/{licence.pk}/disabling", {"reason": "It was shared."}).json()
    assert (stopped["status"], stopped["code"]) == ("disabled", "disabled")
    problem(program.post(f"{base}/{licence.pk}/disabling", {"reason": "again"}), 409, "wrong_state")
    assert program.post(f"{base}/{licence.pk}/enabling", {}).json()["code"] == "ok"
    assert program.post(f"{base}/{licence.pk}/rotation", {}).json()["key"] != licence.key
    problem(program.post(f"{base}/{2**62}/rotation", {}), 404, "not_found")


def test_others_see_nothing(licence: Licence, now: datetime) -> None:
    base = f"/studios/{licence.studio.handle}/licences"
    stranger = make.account(now)
    problem(Program(key_of(stranger, now)).get(base), 404, "not_found")
    problem(Program().get(base), 401, "not_signed_in")
    owner = licence.studio.members.get(role="owner").account
    problem(Program(key_of(owner, now, "orders:read")).get(base), 403, "scope")
    problem(Program(key_of(owner, now, "licences:read")).post(f"{base}/{licence.pk}/rotation", {}), 403, "scope")
    other = make.shop(now)
    problem(
        Program(key_of(other.owner, now)).post(f"/studios/{other.studio.handle}/licences/{licence.pk}/rotation", {}),
        404,
        "not_found",
    )

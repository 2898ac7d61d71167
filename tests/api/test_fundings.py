"""Paying for work over the API, and the files that were handed in with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dhara.kit.actor import person
from dhara.money import doctor
from dhara.work.campaigns import actions as campaigns
from dhara.work.engagements import actions as work
from dhara.work.handins import actions as handins
from dhara.work.models import Campaign, Funding, Unit
from tests.api.door import Program, key_of, problem
from tests.make import campaigns as make
from tests.make import catalog, gigs, people
from tests.make import funding as paying
from tests.make.catalog import Shop
from tests.make.work import AMOUNT, Parties

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def fund(program: Program, path: str, body: Any, key: str = "a-random-word-of-mine") -> Any:
    return program.post(f"{path}/fundings", body, Idempotency_Key=key)


def test_milestones_are_paid_by_one_payment_and_begin(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    work = paying.between(cast.studio, cast.karim, now)
    path, units = f"/work/{work.pk}", list(work.units.order_by("pk").values_list("pk", flat=True))
    problem(fund(nadia, path, {"units": units}), 404, "not_found")
    problem(fund(karim, path, {"units": [10**9]}), 404, "not_found")
    first, again = fund(karim, path, {"units": units[:1]}), fund(karim, path, {"units": units[:1]})
    assert first.status_code == 201
    assert first.json() == again.json()
    begun = Funding.objects.get()
    assert first.json()["pay_url"].endswith(f"/pay/{begun.token}/")
    assert Program().client.get(f"/pay/{begun.token}/").status_code in (200, 302, 404)
    assert [each["amount"]["amount"] for each in first.json()["units"]] == [AMOUNT]
    paying.chosen(Parties(cast.karim, cast.nadia, cast.nadia, cast.studio, 0), begun, "pay", now)
    paid = karim.get(f"/fundings/{begun.pk}").json()
    assert (paid["state"], paid["pay_url"]) == ("paid", None)
    problem(nadia.get(f"/fundings/{begun.pk}"), 404, "not_found")
    problem(fund(karim, path, {"units": units[:1]}, "a-random-word-of-another"), 409, "paid_already")
    rest = fund(karim, path, {}, "a-random-word-for-the-rest").json()
    assert {each["unit"] for each in rest["units"]} == set(units[1:])
    assert len(karim.get("/fundings", work=work.pk).json()["items"]) == 2
    assert karim.get("/fundings", work=10**9).json()["items"] == []
    assert Unit.objects.get(pk=units[0]).status != "draft"
    assert all(finding.ok for finding in doctor.check(at=now))


def test_a_campaign_is_paid_once_it_is_offered(cast: people.Cast, now: datetime) -> None:
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    by = person(cast.karim.pk)
    made = campaigns.make(make.draft(), by=by, at=now)
    path = f"/campaigns/{made.pk}"
    problem(fund(karim, path, {}), 409, "not_offered")
    campaigns.offer(made.pk, by=by, at=now)
    problem(fund(nadia, path, {}), 404, "not_found")
    first, again = fund(karim, path, {}), fund(karim, path, {})
    assert first.json() == again.json()
    assert (first.json()["amount"]["amount"], first.json()["units"]) == (3_000, [])
    paying.chosen(Parties(cast.karim, cast.nadia, cast.nadia, cast.studio, 0), Funding.objects.get(), "pay", now)
    campaigns.settle(made.pk, by=by, at=now)
    problem(fund(karim, path, {}, "a-random-word-of-another"), 409, "paid_already")
    assert Campaign.objects.get().status == "funded"


def test_files_open_to_both_sides_and_to_nobody_else(cast: people.Cast, now: datetime) -> None:
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    unit = gigs.ordered(now, gigs.offer(now, shop), by=person(cast.karim.pk), email=cast.karim.email)
    file = gigs.handed_in(unit, person(cast.karim.pk), now)
    path = f"/work/{unit.engagement_id}/files/{file.pk}"
    for account in (cast.karim, cast.nadia, cast.mitu):
        told = Program(key_of(account, now)).get(path).json()
        assert (told["name"], told["size"]) == ("notes.txt", 5)
        local = told["url"][told["url"].index("/work/fetch/") :]
        assert b"".join(Program().client.get(local).streaming_content) == b"words"
    other = catalog.shop(now)
    outside = [Program(key_of(other.owner, now)), Program(key_of(cast.karim, now, "work:read", studio=None))]
    problem(outside[0].get(path), 404, "not_found")
    problem(outside[1].get(f"/work/{unit.engagement_id + 1}/files/{file.pk}"), 404, "not_found")


def test_a_delivered_file_opens_to_the_buyer_with_the_acceptance(cast: people.Cast, now: datetime) -> None:
    shop = Shop(cast.studio, cast.nadia, person(cast.nadia.pk))
    unit = gigs.ordered(now, gigs.offer(now, shop, questions=()), by=person(cast.karim.pk), email=cast.karim.email)
    files = handins.take(unit, [SimpleUploadedFile("logo.txt", b"a logo")], by=shop.by, at=now)
    work.act(unit.pk, "deliver", files=files, by=shop.by, at=now)
    karim, nadia = Program(key_of(cast.karim, now)), Program(key_of(cast.nadia, now))
    path = f"/work/{unit.engagement_id}/files/{files[0].pk}"
    assert nadia.get(path).status_code == 200
    said = problem(karim.get(path), 403, "file_closed")
    assert "accept" in said["detail"]
    bengali = Program(key_of(cast.karim, now), **{"Accept-Language": "bn"})
    assert problem(bengali.get(path), 403, "file_closed")["detail"] != said["detail"]
    work.act(unit.pk, "accept", by=person(cast.karim.pk), at=now)
    assert karim.get(path).json()["name"] == "logo.txt"

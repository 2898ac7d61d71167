"""The studio's pages of coupons, shared income and tax."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.catalog.collaborators import actions as collaborators
from dhara.catalog.models import Collaborator
from dhara.checkout.models import Coupon, CouponUse
from dhara.kit import clock
from dhara.kit.actor import person
from dhara.money.models import TaxProfile
from dhara.money.tax import actions as tax
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import people
from tests.make.console import signed_in
from tests.make.coupons import coupon, enter
from tests.web.browsing import text

pytestmark = pytest.mark.django_db
COUPON = {"code": "ঈদ২০", "kind": "percent", "percent": "২০", "scope": "all"}


@pytest.fixture
def studio(db: None) -> Studio:
    return people.studio(people.account("nadia@example.com", password=people.PASSWORD))


@pytest.fixture
def nadia(studio: Studio) -> Client:
    return signed_in(studio.members.get(role="owner").account)


def test_a_coupon_is_made_changed_and_ended(nadia: Client, studio: Studio, now: datetime) -> None:
    tier = make.tier(studio)
    assert "Make the first coupon" in text(nadia.get("/studio/nadia/coupons/"))
    typed = {**COUPON, "cap": "১০০", "least_BDT": "৫০০", "scope": "some", "offers": [f"o{tier.offer_id}"]}
    assert nadia.post("/studio/nadia/coupons/new/", typed).status_code == 302
    made = Coupon.objects.get()
    assert (made.code, made.bp, made.cap, made.least, made.offer_ids) == (
        "ঈদ২০", 2_000, 100, {"BDT": 50_000}, [tier.offer_id],
    )  # fmt: skip
    page = text(nadia.get("/studio/nadia/coupons/"))
    assert "ঈদ২০" in page
    assert "?coupon=" in page
    shown = text(nadia.get(f"/studio/nadia/coupons/{made.pk}/"))
    assert 'value="100"' in shown
    assert 'value="20"' in shown
    nadia.post(f"/studio/nadia/coupons/{made.pk}/", {**COUPON, "kind": "amount", "amount_BDT": "50", "percent": ""})
    made.refresh_from_db()
    assert (made.kind, made.bp, made.amounts, made.cap) == ("amount", 0, {"BDT": 5_000}, None)
    for to, status in (("pause", "paused"), ("resume", "active"), ("end", "ended")):
        nadia.post(f"/studio/nadia/coupons/{made.pk}/state/", {"to": to})
        made.refresh_from_db()
        assert made.status == status


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "a b"}, "letters and digits"),
        ({"percent": ""}, "between 0.01 and 100"),
        ({"percent": "1.234"}, "percentage such as"),
        ({"percent": "-5"}, "percentage such as"),
        ({"kind": "amount"}, "enter an amount"),
        ({"scope": "some"}, "tick at least one"),
        ({"cap": "many"}, "whole number"),
        ({"starts_at": "2026-05-01T10:00", "ends_at": "2026-05-01T09:00"}, "end must come after"),
        ({"scope": "some", "offers": ["o999999"]}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(nadia: Client, wrong: dict[str, Any], said: str) -> None:
    answer = nadia.post("/studio/nadia/coupons/new/", {**COUPON, **wrong})
    assert answer.status_code == 422
    assert said in text(answer)
    assert not Coupon.objects.exists()


def test_the_same_code_twice_is_refused_with_what_was_typed(nadia: Client, studio: Studio, now: datetime) -> None:
    coupon(studio, "ঈদ20", at=now)
    answer = nadia.post("/studio/nadia/coupons/new/", {**COUPON, "note": "for friends"})
    assert "has a coupon with this code already" in text(answer)
    assert "for friends" in text(answer)


def test_another_studios_coupon_is_not_there(nadia: Client, now: datetime) -> None:
    foreign = coupon(people.studio(people.account("tuli@example.com"), handle="tuli"), at=now)
    assert nadia.get(f"/studio/nadia/coupons/{foreign.pk}/").status_code == 404
    assert nadia.post(f"/studio/nadia/coupons/{foreign.pk}/state/", {"to": "end"}).status_code == 404
    assert nadia.get("/studio/tuli/coupons/").status_code == 404


def test_what_coupons_brought_is_for_those_who_see_money(nadia: Client, studio: Studio, now: datetime) -> None:
    coupon(studio, at=now)
    make.chosen(make.placed(cart=enter(make.cart_with(make.tier(studio), at=now), at=now), at=now), "pay", at=now)
    assert CouponUse.objects.get().paid_at
    assert "৳360 paid, ৳90 saved" in text(nadia.get("/studio/nadia/coupons/"))
    editor = people.account("editor@example.com", password=people.PASSWORD)
    people.member(studio, editor, role="editor")
    assert "৳360 paid" not in text(signed_in(editor).get("/studio/nadia/coupons/"))


def test_the_list_asks_as_much_for_twenty_as_for_one(nadia: Client, studio: Studio, now: datetime) -> None:
    counts = []
    for n in range(20):
        coupon(studio, f"CODE{n}", at=now)
        if n in (0, 19):
            with CaptureQueriesContext(connection) as seen:
                nadia.get("/studio/nadia/coupons/")
            counts.append(len(seen.captured_queries))
    assert counts[0] == counts[1]


def test_a_collaborator_is_asked_agrees_and_sees_only_their_part(nadia: Client, studio: Studio) -> None:
    tier = make.tier(studio, title="Wedding cards")
    base = f"/studio/nadia/offers/{tier.offer_id}/"
    rafi = people.account("rafi@example.com", password=people.PASSWORD)
    wrong = nadia.post(f"{base}collaborators/", {"email": "rafi@example.com", "percent": "১০০.০১"})
    assert wrong.status_code == 422
    assert "between 0.01 and 100" in text(wrong)
    nadia.post(f"{base}collaborators/", {"email": "rafi@example.com", "percent": "২৫.৫", "role": "drawings"})
    found = Collaborator.objects.get()
    assert found.bp == 2_550
    his = signed_in(rafi)
    page = text(his.get(f"/account/collaborations/{found.token}/"))
    assert "25.5%" in page
    assert "Open a studio" in page
    own = people.studio(rafi, handle="rafi")
    answer = his.post(f"/account/collaborations/{found.token}/acceptance/", {"studio": own.pk})
    assert answer["Location"] == "/studio/rafi/collaborations/"
    make.paid_order(tier, at=clock.now(), email="karim@example.com", name="Karim Uddin")
    shared = text(his.get("/studio/rafi/collaborations/"))
    assert "Wedding cards" in shared
    assert "1 sale" in shared
    for page in (shared, text(his.get("/studio/rafi/money/")), text(his.get("/studio/rafi/orders/"))):
        assert "karim@example.com" not in page
        assert "Karim Uddin" not in page
    assert "Shared income" in text(his.get("/studio/rafi/"))
    assert "Yours: 74.5%" in text(nadia.get(base))
    his.post(f"/studio/rafi/collaborations/{found.pk}/ending/")
    found.refresh_from_db()
    assert found.status == "ended"
    assert his.get(f"/account/collaborations/{found.token}/").status_code == 404


def test_an_invitation_is_withdrawn_by_the_owner_only(nadia: Client, studio: Studio, now: datetime) -> None:
    tier = make.tier(studio)
    by = person(studio.members.get(role="owner").account_id)
    found = collaborators.invite(tier.offer, email="rafi@example.com", bp=100, by=by, at=now)
    stranger = people.account("stranger@example.com", password=people.PASSWORD)
    people.studio(stranger, handle="stranger")
    other = signed_in(stranger)
    assert other.post(f"/studio/stranger/collaborations/{found.pk}/ending/").status_code == 404
    assert other.post(f"/studio/nadia/offers/{tier.offer_id}/collaborators/{found.pk}/ending/").status_code == 404
    nadia.post(f"/studio/nadia/offers/{tier.offer_id}/collaborators/{found.pk}/ending/")
    found.refresh_from_db()
    assert found.status == "ended"


def test_what_the_studio_says_about_tax(nadia: Client, studio: Studio) -> None:
    tax.ensure_rates()
    page = text(nadia.get("/studio/nadia/settings/tax/"))
    assert "15%" in page
    typed = {"registered": "on", "country": "BD", "tax_id": "", "inclusive": "yes"}
    wrong = nadia.post("/studio/nadia/settings/tax/", typed)
    assert wrong.status_code == 422
    assert "needs a tax id" in text(wrong)
    typed |= {"tax_id": "০০২৩৪৫৬৭৮-০১০১", "inclusive": "no", "good": "ites", "countries": ["DE"]}
    assert nadia.post("/studio/nadia/settings/tax/", typed).status_code == 302
    profile = TaxProfile.objects.get()
    assert (profile.tax_id, profile.inclusive, profile.countries, profile.good) == (
        "0023456780101", False, ["BD", "DE"], "ites",
    )  # fmt: skip
    assert 'value="0023456780101"' in text(nadia.get("/studio/nadia/settings/tax/"))

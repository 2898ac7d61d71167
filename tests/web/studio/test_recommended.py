"""The tier that a studio advises buyers to take: typed in the editor, set by programs, never two of them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.kit.refusal import NotAllowed, NotFoundHere
from tests.api.door import Program, key_of, problem
from tests.make import catalog
from tests.make.delivery import file as make_file
from tests.web.studio.place import Workplace
from tests.web.studio.test_prices import post


@pytest.fixture
def offer(work: Workplace, now: datetime) -> Offer:
    made = catalog.draft(now, work.shop, "Cards")
    make_file(made, work.shop, now, "Cards.pdf")
    return made


@pytest.fixture
def two(work: Workplace, offer: Offer, now: datetime) -> list[Tier]:
    drafts = [catalog.fixed(100_00, name="Small", recommended=True), catalog.fixed(300_00, name="Large")]
    return prices.set_tiers(offer, drafts, by=work.shop.by, at=now)


def advised(offer: Offer) -> list[str]:
    return list(offer.tiers.filter(recommended=True).values_list("name", flat=True))


def test_it_is_ticked_and_moved(work: Workplace, offer: Offer) -> None:
    url = f"{work.base}offers/{offer.pk}/prices/"
    small, large = {"name": "Small", "amount_BDT": "100"}, {"name": "Large", "amount_BDT": "300"}
    work.nadia.post(url, post(small, {**large, "recommended": "on"}, currencies=("BDT",)))
    assert advised(offer) == ["Large"]
    first, second = offer.tiers.all()
    page = work.nadia.get(f"{work.base}offers/{offer.pk}/").content.decode()
    ticked = [tag for tag in re.findall(r"<input[^>]+>", page) if "-recommended" in tag and " checked" in tag]
    assert ["tiers-1-recommended" in tag for tag in ticked] == [True]
    kept = post({**small, "id": first.pk, "recommended": "on"}, {**large, "id": second.pk}, currencies=("BDT",))
    assert work.nadia.post(url, kept).status_code == 302
    assert advised(offer) == ["Small"]
    assert work.nadia.post(url, post({**large, "id": second.pk}, currencies=("BDT",))).status_code == 302
    assert advised(offer) == []  # what is not sold any more is not recommended


def test_two_are_refused_and_nothing_typed_is_lost(work: Workplace, offer: Offer) -> None:
    rows = ({"name": name, "amount_BDT": "100", "recommended": "on"} for name in ("Small", "Large"))
    refused = work.nadia.post(f"{work.base}offers/{offer.pk}/prices/", post(*rows, currencies=("BDT",)))
    assert refused.status_code == 422
    assert "Only one price can be recommended." in refused.content.decode()
    assert 'value="Large"' in refused.content.decode()
    assert not offer.tiers.exists()


def test_a_program_recommends(work: Workplace, offer: Offer, two: list[Tier], now: datetime) -> None:
    key = key_of(work.shop.owner, now, "offers:write", "offers:read", studio=work.shop.studio)
    program, path = Program(key), f"/studios/{work.shop.studio.handle}/offers/{offer.pk}/recommendation"
    for _twice in range(2):
        told = program.post(path, {"tier": two[1].pk})
        assert (told.status_code, told.json()) == (200, {"offer": offer.pk, "tier": two[1].pk})
        assert advised(offer) == ["Large"]
    assert program.post(path, {"tier": None}).json()["tier"] is None
    assert advised(offer) == []
    problem(program.post(path, {"tier": 1}), 404, "tier_gone")
    problem(program.post(path.replace(str(offer.pk), "999999"), {"tier": None}), 404, "not_found")
    reader = Program(key_of(work.shop.owner, now, "offers:read", studio=work.shop.studio))
    problem(reader.post(path, {"tier": two[0].pk}), 403, "scope")


def test_twice_is_once(work: Workplace, offer: Offer, two: list[Tier], now: datetime) -> None:
    prices.recommend(offer, two[0].pk, by=work.shop.by, at=now + timedelta(days=1))
    assert Offer.objects.get(pk=offer.pk).changed_at == now
    with pytest.raises(NotFoundHere):
        prices.recommend(offer, catalog.offer(now).tiers.get().pk, by=work.shop.by, at=now)
    with pytest.raises(NotAllowed):
        prices.recommend(offer, None, by=catalog.member(work.shop, "support", now), at=now)


def test_the_table_holds_one(offer: Offer, two: list[Tier]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tier.objects.filter(pk=two[1].pk).update(recommended=True)
    assert advised(offer) == ["Small"]


def test_a_copy_advises_the_same(work: Workplace, offer: Offer, two: list[Tier], now: datetime) -> None:
    copy = catalog.draft(now, work.shop, "Copy")
    prices.copy_tiers(offer.pk, copy.pk)
    assert advised(copy) == ["Small"]

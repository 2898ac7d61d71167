"""Prices of an offer: rows, currencies, which files each gives."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.catalog.models import Tier
from dhara.delivery.downloads.queries import tier_files
from dhara.delivery.models import DownloadFile
from tests.make import catalog
from tests.make.delivery import file as make_file
from tests.web.studio.place import HTMX, Workplace


def post(*rows: dict[str, object], currencies: tuple[str, ...] = ("BDT", "USD"), **more: object) -> dict[str, object]:
    data: dict[str, object] = {"tiers-TOTAL_FORMS": str(len(rows)), "tiers-INITIAL_FORMS": "0"}
    for place, row in enumerate(rows):
        given = {"pricing": "fixed", "gives": "all", **row}
        data |= {f"tiers-{place}-{name}": value for name, value in given.items()}
    return {**data, "currencies": list(currencies), **more}


@pytest.fixture
def url(work: Workplace, now: datetime) -> str:
    offer = catalog.draft(now, work.shop, "Cards")
    make_file(offer, work.shop, now, "Cards.pdf")
    make_file(offer, work.shop, now, "Fonts.zip")
    return f"{work.base}offers/{offer.pk}/prices/"


def tiers() -> list[Tier]:
    return list(Tier.objects.filter(retired=False).prefetch_related("prices"))


def amounts(tier: Tier) -> dict[str, tuple[int, int | None]]:
    return {price.currency: (price.amount, price.suggested) for price in tier.prices.all()}


def test_several_prices_in_several_currencies(work: Workplace, url: str) -> None:
    small, whole = ({"name": "Small"}, {"name": "Whole"})
    rows = (
        {**small, "amount_BDT": "৪৫০", "amount_USD": "4.50", "stock": "২০"},
        {**whole, "pricing": "choose", "amount_BDT": "0", "suggested_BDT": "1,200"},
        {"name": "Taste", "pricing": "free", "amount_BDT": "12"},
    )
    assert work.nadia.post(url, post(*rows)).status_code == 302
    first, second, third = tiers()
    assert (amounts(first), first.stock) == ({"BDT": (450_00, None), "USD": (450, None)}, 20)
    assert amounts(second) == {"BDT": (0, 1200_00)}
    assert (third.pricing, amounts(third)) == ("free", {})


def test_rows_keep_their_ids_are_removed_and_empty_ones_left_out(work: Workplace, url: str) -> None:
    work.nadia.post(url, post({"name": "A", "amount_BDT": "100"}, {"name": "B", "amount_BDT": "200"}))
    a, b = tiers()
    rows = ({"id": a.pk, "name": "A", "DELETE": "on"}, {"id": b.pk, "name": "B", "amount_BDT": "250"}, {})
    work.nadia.post(url, post(*rows))
    (left,) = tiers()
    assert (left.pk, amounts(left)["BDT"][0]) == (b.pk, 250_00)


def test_each_price_gives_its_files(work: Workplace, url: str) -> None:
    offer_id = int(url.split("/")[4])
    assert "Fonts.zip" in work.nadia.get(url.removesuffix("prices/")).content.decode()
    cards = DownloadFile.objects.get(title="Cards.pdf").pk
    rows = ({"name": "A", "amount_BDT": "100", "gives": "some", "chosen": [cards]}, {"name": "B", "amount_BDT": "200"})
    work.nadia.post(url, post(*rows))
    assert [tier_files(offer_id)[tier.pk] for tier in tiers()] == [[cards], None]
    refused = work.nadia.post(url, post({"name": "A", "amount_BDT": "100", "gives": "some"}))
    assert refused.status_code == 422
    assert "Choose at least one file that buyers get." in refused.content.decode()
    assert len(tiers()) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"amount_BDT": "abc"}, "Please enter the amount in digits"),
        ({"amount_BDT": "1"}, "The lowest price is"),
        ({"amount_BDT": "9999999"}, "The highest price is"),
        ({"amount_BDT": "-5"}, "can not be negative"),
        ({"amount_BDT": "100", "stock": "many"}, "Enter a whole number"),
        ({"amount_BDT": "100", "pricing": "stolen"}, "is not one of the available choices"),
        ({"pricing": "choose", "amount_BDT": "100", "suggested_BDT": "50"}, "lower than the lowest one"),
        ({"amount_BDT": "100", "id": "999999999"}, "removed in the meantime"),
        ({"amount_BDT": "100", "gives": "some", "chosen": ["x"]}, "is not one of the available choices"),
    ],
)
def test_what_can_not_be_a_price_is_refused_with_what_was_typed(
    work: Workplace, url: str, row: dict[str, object], said: str
) -> None:
    response = work.nadia.post(url, post({"name": "Kept name", **row}))
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "Kept name" in page
    assert tiers() == []


def test_a_row_or_a_currency_more_keeps_what_was_typed_and_saves_nothing(work: Workplace, url: str) -> None:
    typed = {"name": "Typed <b>", "amount_BDT": "nonsense yet"}
    page = work.nadia.post(url, post(typed, add="1")).content.decode()
    assert 'value="Typed &lt;b&gt;"' in page
    assert 'name="tiers-1-amount_BDT"' in page
    assert "Not saved yet." in page
    page = work.nadia.post(url, post(typed, more="EUR", more_asked="1"), headers=HTMX).content.decode()
    assert 'name="tiers-0-amount_EUR"' in page
    assert 'value="nonsense yet"' in page
    moved = work.nadia.post(url, post({"name": "First"}, {"name": "Second"}, up="1")).content.decode()
    assert moved.index('value="Second"') < moved.index('value="First"')
    assert tiers() == []


def test_a_currency_that_was_not_asked_for_does_not_come_with_saving(work: Workplace, url: str) -> None:
    response = work.nadia.post(url, post({"amount_BDT": "abc"}, more="EUR"))
    assert 'name="tiers-0-amount_EUR"' not in response.content.decode()
    known = work.nadia.post(url, post({"amount_BDT": "abc"}, currencies=("BDT", "<b>", "XXX"))).content.decode()
    assert "<b>" not in known


@pytest.mark.parametrize("total", ["", "-1", "99999999", "abc"])
def test_a_broken_form_is_refused(work: Workplace, url: str, total: str) -> None:
    response = work.nadia.post(url, {**post({"amount_BDT": "100"}), "tiers-TOTAL_FORMS": total})
    assert response.status_code == 422
    again = work.nadia.post(url, {**post({"amount_BDT": "100"}), "tiers-TOTAL_FORMS": total, "add": "1"})
    assert again.status_code == 200
    assert tiers() == []

"""What sellers and buyers may read of orders, and in how many queries."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.checkout.orders import queries
from dhara.checkout.orders.queries import Filters
from dhara.kit.locale.languages import in_language
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia() -> Studio:
    return people.studio(handle="nadia")


@pytest.fixture
def tuli() -> Studio:
    return people.studio(people.account("tuli@example.com"), handle="tuli")


def _numbers(studio: Studio, filters: Filters | None = None, **given: bool) -> list[str]:
    return [row.order.number for row in queries.of_studio(studio, filters, **given).rows]


def test_a_seller_sees_own_lines_only(now: datetime, nadia: Studio, tuli: Studio) -> None:
    order = make.paid_order(make.tier(nadia), make.tier(tuli, prices={"BDT": 1_000}), at=now)
    (row,) = queries.of_studio(nadia).rows
    assert ([line.studio_id for line in row.lines], row.gross.minor) == ([nadia.pk], 45_000)
    assert row.fees + row.net == row.gross
    one = queries.one_of_studio(tuli, order.number)
    assert one is not None
    assert one.gross.minor == 1_000
    stranger = people.studio(people.account("mina@example.com"), handle="mina")
    assert queries.one_of_studio(stranger, order.number) is None
    assert not queries.of_studio(stranger).rows


def test_searching_and_filtering(now: datetime, nadia: Studio) -> None:
    card, logo = make.tier(nadia, title="বিয়ের কার্ড"), make.tier(nadia, title="Logo kit")
    first = make.paid_order(card, at=now, name="Rahima Begum", email="rahima@example.com")
    second = make.placed(logo, at=now + timedelta(days=1))
    for text, found in {
        first.number.lower(): [first],
        "rahima@": [first],
        "begum": [first],
        "বিয়ের": [first],
        "logo": [second],
        "%": [],
        "": [second, first],
    }.items():
        assert _numbers(nadia, Filters(text=text)) == [order.number for order in found], text
    assert _numbers(nadia, Filters(text="rahima"), with_buyers=False) == []
    assert _numbers(nadia, Filters(status="paid")) == [first.number]
    assert _numbers(nadia, Filters(offer_id=logo.offer_id)) == [second.number]
    assert _numbers(nadia, Filters(start=now, end=now + timedelta(hours=1))) == [first.number]


def test_pages_follow_each_other_without_gap(now: datetime, nadia: Studio) -> None:
    tiers = [make.tier(nadia) for _tier in range(2)]
    made = [make.placed(*tiers, at=now, email=f"b{n}@example.com").number for n in range(5)]
    seen, after = [], ""
    for _page in range(3):
        page = queries.of_studio(nadia, after=after, size=2)
        seen += [row.order.number for row in page.rows]
        after = page.next
    assert (seen, after) == (made[::-1], "")
    assert len(queries.of_studio(nadia, after="broken~", size=2).rows) == 2


def test_the_list_takes_as_many_queries_for_one_as_for_twenty(now: datetime, nadia: Studio) -> None:
    counts = []
    for size in (1, 19):
        for number in range(size):
            make.placed(make.tier(nadia), at=now, email=f"b{size}-{number}@example.com")
        with CaptureQueriesContext(connection) as made:
            rows = queries.of_studio(nadia).rows
            assert [(row.order.payment, row.lines[0].offer.title) for row in rows]
        counts.append(len(made))
    assert counts[0] == counts[1] <= 8


def test_who_may_see_an_order(now: datetime) -> None:
    karim = people.account()
    from dhara.kit.actor import person

    mine = make.paid_order(at=now, by=person(karim.pk))
    other = make.paid_order(at=now)
    assert list(queries.visible_to(karim)) == [mine]
    assert not queries.visible_to(None).exists()
    assert queries.by_token(other.token) == other
    assert queries.by_token("") is None
    assert queries.by_token(other.number) is None
    assert other.payment is not None
    assert queries.by_payment(other.payment.token) == other
    assert queries.by_payment("unknown") is None


def test_the_export_is_plain_data(now: datetime, nadia: Studio) -> None:
    tier = make.tier(nadia, title="=cmd|' /C calc'!A0")
    make.paid_order(tier, at=now, name="+880 boss", email="a@example.com")
    text = "".join(queries.export_csv(nadia, lang="bn"))
    assert text.startswith("\ufeff")
    head, row = csv.reader(StringIO(text.removeprefix("\ufeff")))
    assert (head[0], head[5]) == ("অর্ডার", "ইমেইল")
    assert row[4:8] == ["'+880 boss", "a@example.com", "'=cmd|' /C calc'!A0", ""]
    assert row[2] == "2026-03-02 10:00"
    assert row[10:] == ["450.00", "0.00", "6.75", "22.50", "0.00", "420.75", "0.00"]


def test_the_export_comes_in_pieces(now: datetime, nadia: Studio) -> None:
    from dhara.checkout.orders.queries import export

    for number in range(5):
        make.placed(make.tier(nadia), at=now, email=f"b{number}@example.com")
    size, export.CHUNK = export.CHUNK, 2
    try:
        assert len(list(queries.export_csv(nadia))) == 4
    finally:
        export.CHUNK = size


def test_the_story_of_an_order(now: datetime, nadia: Studio, tuli: Studio) -> None:
    order = make.paid_order(make.tier(nadia), make.tier(tuli, prices={"BDT": 1_000}), at=now)
    with CaptureQueriesContext(connection) as made:
        whole = queries.story(order)
    assert len(made) <= 8
    words = [event.words for event in whole]
    assert f"Order {order.number} was placed." in words
    assert "The receipt was sent to the buyer." in words
    assert any("was divided" in each for each in words)
    paid = next(event for event in whole if event.words.startswith(f"Order {order.number} was paid"))
    assert [(effect.name, effect.state) for effect in paid.effects] == [
        ("deliver_order", "done"),
        ("send_receipt", "done"),
        ("tell_sellers", "done"),
        ("forget_cart", "done"),
        ("issue_invoices", "done"),
        ("keep_purchase", "done"),
        ("agree_conversations", "done"),
        ("tell_webhooks", "done"),
    ]
    own = queries.story(order, nadia)
    (booked,) = [event for event in own if event.kind == "entry"]
    assert booked.words == "Your share of the sale, ৳420.75, was booked."
    assert [amount.minor for _account, amount in booked.amounts] == [42_075]
    assert len([event for event in own if event.words == "The sellers were told of the sale."]) == 1
    with in_language("bn"):
        assert any("৳৪২০.৭৫" in event.words for event in queries.story(order, nadia))

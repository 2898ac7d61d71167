"""The year for the accountant adds up to what was sold, given back and paid out."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from dhara.checkout.models import OrderLine
from dhara.insights.income.year import PAYOUT, REFUND, SALE, report, table, years
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.money.payouts import actions as payouts
from dhara.people.models import Account
from tests.make import checkout as make
from tests.make import payouts as make_payouts
from tests.make.refunds import refunded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_the_year_adds_up(now: datetime) -> None:
    studio = make_payouts.shop(now)
    orders = [make.paid_order(make.tier(studio), at=now, email=f"b{n}@example.com") for n in range(2)]
    refunded(orders[0], at=now)
    drain(now)
    payout = make_payouts.approved(studio, make_payouts.proven(studio, now), now, 100_000)
    payouts.drive(payout.pk, by=SYSTEM, at=now)
    found = {row.kind: row for row in report(studio, now.year)}
    sale, refund = found[SALE], found[REFUND]
    sold = list(OrderLine.objects.filter(studio=studio))
    assert (sale.month, sale.count, sale.gross) == (now.month, 2, 90_000)
    assert sale.net == sum(each.net for each in sold)
    for row in (sale, refund):
        assert row.gross == row.tax + row.gateway_fee + row.platform_fee + row.shared + row.net
    assert (refund.count, refund.gross) == (1, -45_000)
    assert (found[PAYOUT].net, found[PAYOUT].count) == (-100_000, 1)
    assert report(studio, now.year - 1) == []
    assert now.year in years(studio, at=now)
    english, bengali = ("".join(table(studio, now.year, lang=lang)) for lang in ("en", "bn"))
    assert english.startswith("\ufeffMonth,Kind,Currency")
    assert f"{now.year}-{now.month:02},Sales,BDT,,,0,2,900.00" in english
    assert "বিক্রি" in bengali
    assert len(bengali.splitlines()) == len(english.splitlines()) == len(found) + 1


def test_the_page_and_the_file(now: datetime, client: Client) -> None:
    studio = make_payouts.shop(now)
    client.force_login(studio.members.get().account)
    base = f"/studio/{studio.handle}/money/year/"
    assert "Nothing in this year yet" in client.get(base).content.decode()
    make.paid_order(make.tier(studio), at=now)
    page = client.get(base).content.decode()
    assert "Sales (1)" in page
    assert "৳450.00" in page
    answer = client.get(f"{base}{now.year}.csv")
    assert answer.streaming
    assert b"450.00" in b"".join(answer)
    assert client.get(f"{base}1999.csv").status_code == 404
    Account.objects.update(language="bn")
    assert "৳৪৫০.০০" in client.get(base).content.decode()

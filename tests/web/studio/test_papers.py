"""Invoices in the workplace: say what stands on them, look, give one, take the year to the accountant."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.checkout.models import Paper, PaperProfile
from tests.checkout import pdf
from tests.make import checkout as make
from tests.make import papers, people
from tests.web.studio.place import Workplace

GIVEN = {"legal_name": "Nadia Prints", "address": "7 Lake Road\r\nDhaka", "layout": "plain", "prefix": "np", "note": "",
         "signer": "", "signer_title": "", "automatic": "on"}  # fmt: skip


def told(page: Any) -> str:
    return str(page.content.decode())


def table(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer).decode().removeprefix("\ufeff"))))


def test_from_a_name_to_the_first_invoice(work: Workplace, now: datetime) -> None:
    base = work.base + "papers/"
    assert "Set up invoices" in told(work.nadia.get(base))
    wrong = work.nadia.post(base + "profile/", {**GIVEN, "prefix": "ক", "legal_name": "Nadia Prints"})
    assert (wrong.status_code, "Latin letters" in told(wrong), "7 Lake Road" in told(wrong)) == (422, True, True)
    assert not PaperProfile.objects.exists()
    assert work.nadia.post(base + "profile/", GIVEN)["Location"] == base
    assert "The next paid order gets the first one" in told(work.nadia.get(base))
    order = make.paid_order(make.tier(work.shop.studio), at=now, name="Karim Uddin")
    page = told(work.nadia.get(base))
    paper = Paper.objects.get()
    assert all(each in page for each in (paper.label, "Karim Uddin", f"papers/{paper.pk}.pdf?lang=bn", "৳450"))
    shown = told(work.nadia.get(f"{work.base}orders/{order.number}/"))
    assert paper.label in shown
    assert "Give an invoice" not in shown
    made = work.nadia.get(f"{base}{paper.pk}.pdf?lang=en")
    assert made["Content-Disposition"] == f'inline; filename="{paper.label}-en.pdf"'
    words = "\n".join(pdf.pages(made.content))
    assert all(each in words for each in ("Nadia Prints", "Karim Uddin", paper.label, "450.00"))


def test_mushak_without_bin_is_refused_beside_the_field(work: Workplace, now: datetime) -> None:
    page = work.base + "papers/profile/"
    answer = work.nadia.post(page, {**GIVEN, "layout": "mushak"})
    assert (answer.status_code, "enter your BIN under Tax first" in told(answer)) == (422, True)
    papers.registered(work.shop.studio, at=now)
    assert work.nadia.post(page, {**GIVEN, "layout": "mushak"}).status_code == 302


def test_the_preview_saves_nothing_and_takes_no_number(work: Workplace, now: datetime) -> None:
    page = work.base + "papers/profile/preview/"
    papers.registered(work.shop.studio, at=now)
    for layout in ("plain", "mushak"):
        for lang in ("bn", "en"):
            answer = work.nadia.post(page, {**GIVEN, "layout": layout, "lang": lang})
            assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "Karim" in "\n".join(pdf.pages(work.nadia.post(page, {**GIVEN, "lang": "en"}).content))
    assert work.nadia.post(page, {**GIVEN, "legal_name": ""}).status_code == 422
    assert not PaperProfile.objects.exists()
    assert not Paper.objects.exists()


def test_an_invoice_is_given_from_the_orders_page(work: Workplace, now: datetime) -> None:
    order = make.paid_order(make.tier(work.shop.studio), at=now)
    page = f"{work.base}orders/{order.number}/"
    assert "Give an invoice" in told(work.nadia.get(page))
    assert work.nadia.post(page + "invoice/")["Location"] == work.base + "papers/profile/"
    papers.gives(work.shop.studio, at=now)
    for _time in range(2):
        assert work.nadia.post(page + "invoice/")["Location"] == page
    assert Paper.objects.count() == 1
    assert work.clients["support"].post(page + "invoice/").status_code == 403
    assert "Give an invoice" not in told(work.clients["support"].get(page))


def test_who_may_read_what(work: Workplace, now: datetime) -> None:
    papers.gives(work.shop.studio, at=now)
    make.paid_order(make.tier(work.shop.studio), at=now, name="Karim Uddin")
    paper = Paper.objects.get()
    base = work.base + "papers/"
    viewer = told(work.clients["viewer"].get(base))
    assert paper.label in viewer
    assert "Karim Uddin" not in viewer
    assert ".pdf" not in viewer
    assert ".csv" not in viewer
    assert work.clients["viewer"].get(f"{base}{paper.pk}.pdf").status_code == 403
    assert work.clients["support"].get(base).status_code == 403
    assert work.clients["outsider"].get(f"{base}{paper.pk}.pdf").status_code == 404
    other = people.studio(people.account("other@example.com"), handle="other")
    papers.gives(other, at=now)
    make.paid_order(make.tier(other), at=now)
    theirs = Paper.objects.get(studio=other)
    assert work.nadia.get(f"{base}{theirs.pk}.pdf").status_code == 404


def test_the_accountants_table_runs_nothing_and_adds_up(work: Workplace, now: datetime) -> None:
    papers.registered(work.shop.studio, at=now)
    papers.gives(work.shop.studio, at=now)
    order = make.paid_order(make.tier(work.shop.studio, title="=HYPERLINK(1)"), at=now, name="@SUM(A1)")
    from dhara.kit.queue import drain
    from tests.make import refunds

    refunds.refunded(order, 10_000, at=now)
    drain(now)
    paper = Paper.objects.get(kind="invoice")
    rows = table(work.nadia.get(f"{work.base}papers/{paper.year}.csv"))
    assert len(rows) == 3
    assert rows[1][4] == "'@SUM(A1)"
    assert rows[1][7] == "'=HYPERLINK(1)"
    assert rows[2][-1] == "-100.00"
    signed = sum(each.gross * (-1 if each.kind == "credit_note" else 1) for each in Paper.objects.all())
    assert sum(round(float(row[-1]) * 100) for row in rows[1:]) == signed
    assert work.nadia.get(f"{work.base}papers/1999.csv").status_code == 404


def test_queries_do_not_grow(work: Workplace, now: datetime, django_assert_max_num_queries: Any) -> None:
    papers.gives(work.shop.studio, at=now)
    tier = make.tier(work.shop.studio)
    make.paid_order(tier, at=now)
    page = work.base + "papers/"
    work.nadia.get(page)
    with CaptureQueriesContext(connection) as few:
        work.nadia.get(page)
    for number in range(19):
        make.paid_order(tier, at=now, email=f"buyer{number}@example.com")
    with django_assert_max_num_queries(len(few)):
        assert told(work.nadia.get(page)).count('class="order-row"') == 20


@pytest.mark.parametrize("hostile", ["#panic()", '"); #read("/etc/passwd")', "*_$#<x>\\ [", "{{7*7}}<script>"])
def test_what_people_type_is_never_run(work: Workplace, now: datetime, hostile: str) -> None:
    papers.registered(work.shop.studio, at=now)
    for layout in ("plain", "mushak"):
        papers.gives(work.shop.studio, at=now, legal_name=hostile, address=hostile, note=hostile, signer=hostile,
                     layout=layout)  # fmt: skip
        make.paid_order(make.tier(work.shop.studio, title=hostile, name=hostile), at=now, name=hostile)
        paper = Paper.objects.latest("id")
        words = "".join(pdf.pages(work.nadia.get(f"{work.base}papers/{paper.pk}.pdf?lang=en").content))
        assert hostile.split("#")[0].strip()[:4] in words
        assert "root:" not in words

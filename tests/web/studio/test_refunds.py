"""Money back in the workplace, without scripts: given by the line, asked for and answered, promised."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.models import Tier
from dhara.checkout.models import Order, Refund, RefundRequest
from dhara.checkout.refunds import actions
from dhara.kit.actor import person
from dhara.kit.queue import drain
from tests.make import checkout as make
from tests.make import people, refunds
from tests.web.studio.place import Workplace

KEY = "one-press-of-the-button"


@pytest.fixture
def order(work: Workplace, now: datetime) -> Order:
    first = make.tier(work.shop.studio, title="Wedding cards", name="Cards only")
    second = make.tier(work.shop.studio, offer=first.offer, name="Whole set", prices={"BDT": 90_000})
    return make.paid_order(first, second, at=now)


@pytest.fixture
def asked(work: Workplace, order: Order, now: datetime) -> RefundRequest:
    karim = people.account("karim.buyer@example.com")
    Order.objects.filter(pk=order.pk).update(account=karim)
    line = order.lines.earliest("id")
    return actions.ask(order.pk, line.pk, reason="The file is <b>blurred</b>.", by=person(karim.pk), at=now)


def form(order: Order, *amounts: str, **more: str) -> dict[str, str]:
    lines = order.lines.order_by("id")
    return {f"line_{line.pk}": amount for line, amount in zip(lines, amounts, strict=True)} | {
        "reason": "It was the wrong file.",
        "access": "auto",
        "key": KEY,
        **more,
    }


def test_a_part_of_an_order_goes_back(work: Workplace, order: Order, now: datetime) -> None:
    url = f"{work.base}orders/{order.number}/refund/"
    page = work.nadia.get(url).content.decode()
    for words in ("Wedding cards · Cards only", "Wedding cards · Whole set", 'value="450.00"', 'value="900.00"'):
        assert words in page
    assert work.nadia.post(url, form(order, "১০০", ""))["Location"] == f"{work.base}orders/{order.number}/"
    drain(now)
    made = Refund.objects.get()
    assert (made.amount, made.status, made.reason) == (10_000, "succeeded", "It was the wrong file.")
    order.refresh_from_db()
    assert order.status == "partially_refunded"
    shown = work.nadia.get(f"{work.base}orders/{order.number}/").content.decode()
    for words in ("Given back", "৳100.00", "It was the wrong file.", "Partly refunded"):
        assert words in shown
    assert 'value="350.00"' in work.nadia.get(url).content.decode()
    assert order.number in work.nadia.get(f"{work.base}refunds/").content.decode()
    refunds.sound(now)


def test_pressed_twice_the_first_counts(work: Workplace, order: Order) -> None:
    url = f"{work.base}orders/{order.number}/refund/"
    for amount in ("100", "100", "200"):
        assert work.nadia.post(url, form(order, amount, ""))["Location"] == f"{work.base}orders/{order.number}/"
    assert [each.amount for each in Refund.objects.all()] == [10_000]
    work.nadia.post(url, form(order, "50", "", key="another-press-later"))
    assert sorted(each.amount for each in Refund.objects.all()) == [5_000, 10_000]


@pytest.mark.parametrize("amounts", [("450.01", ""), ("-1", ""), ("ten", ""), ("", ""), ("0", "0")])
def test_what_is_refused_is_kept_as_typed(work: Workplace, order: Order, amounts: tuple[str, str]) -> None:
    told = form(order, *amounts, reason="He said “thank you”.", access="end")
    answer = work.nadia.post(f"{work.base}orders/{order.number}/refund/", told)
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert "He said “thank you”." in page
    assert f'value="{amounts[0]}"' in page or not amounts[0]
    assert f'value="{KEY}"' in page
    assert 'class="form-errors' in page or 'role="alert"' in page
    assert not Refund.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("anonymous", 302), ("outsider", 404), ("editor", 403), ("viewer", 403)])
def test_others_give_nothing_back(work: Workplace, order: Order, asked: RefundRequest, who: str, status: int) -> None:
    client = work.clients[who]
    url = f"{work.base}orders/{order.number}/refund/"
    assert client.get(url).status_code == status
    assert client.post(url, form(order, "100", "")).status_code == status
    for verb, data in (
        ("acceptance", {f"yes-{asked.pk}-access": "auto"}),
        ("refusal", {f"no-{asked.pk}-answer": "No"}),
    ):
        assert client.post(f"{work.base}refunds/requests/{asked.pk}/{verb}/", data).status_code == status
    assert not Refund.objects.exists()
    assert RefundRequest.objects.get().status == "open"


def test_support_gives_back_and_a_viewer_reads_without_names(
    work: Workplace, order: Order, asked: RefundRequest
) -> None:
    assert work.clients["support"].get(f"{work.base}orders/{order.number}/refund/").status_code == 200
    page = work.clients["viewer"].get(f"{work.base}refunds/").content.decode()
    assert order.number in page
    assert "Karim Uddin" not in page
    assert "acceptance/" not in page


def test_another_studios_order_is_not_there(work: Workplace, now: datetime) -> None:
    theirs = make.paid_order(at=now)
    url = f"{work.base}orders/{theirs.number}/refund/"
    assert work.nadia.get(url).status_code == 404
    assert work.nadia.post(url, form(theirs, "100")).status_code == 404
    assert not Refund.objects.exists()


def test_a_request_is_accepted_once(work: Workplace, asked: RefundRequest, now: datetime) -> None:
    page = work.nadia.get(f"{work.base}refunds/").content.decode()
    assert "The file is &lt;b&gt;blurred&lt;/b&gt;." in page
    url = f"{work.base}refunds/requests/{asked.pk}/acceptance/"
    yes = {f"yes-{asked.pk}-amount": "450", f"yes-{asked.pk}-access": "auto"}
    assert work.nadia.post(url, yes)["Location"] == f"{work.base}refunds/"
    assert work.nadia.post(url, yes).status_code == 409
    drain(now)
    assert [each.amount for each in Refund.objects.all()] == [45_000]
    assert "No request waits for you" in work.nadia.get(f"{work.base}refunds/").content.decode()


def test_an_amount_too_large_is_said_at_the_request(work: Workplace, asked: RefundRequest) -> None:
    said = {f"yes-{asked.pk}-amount": "451", f"yes-{asked.pk}-access": "keep", f"yes-{asked.pk}-answer": "Sorry!"}
    answer = work.nadia.post(f"{work.base}refunds/requests/{asked.pk}/acceptance/", said)
    page = answer.content.decode()
    assert answer.status_code in (409, 422)
    assert f"id_yes-{asked.pk}-amount_error" in page
    assert 'value="451"' in page
    assert "Sorry!" in page
    assert RefundRequest.objects.get().status == "open"


def test_a_request_is_declined_with_a_word(work: Workplace, asked: RefundRequest) -> None:
    url = f"{work.base}refunds/requests/{asked.pk}/refusal/"
    empty = work.nadia.post(url, {f"no-{asked.pk}-answer": "  "})
    assert empty.status_code == 422
    assert '<details class="more mt-3" open>' in empty.content.decode()
    assert work.nadia.post(url, {f"no-{asked.pk}-answer": "It is as shown."}).status_code == 302
    assert (RefundRequest.objects.get().status, RefundRequest.objects.get().answer) == ("declined", "It is as shown.")
    assert not Refund.objects.exists()


def test_what_is_promised_counts_from_now_on(work: Workplace) -> None:
    url = f"{work.base}refunds/terms/"
    wrong = work.nadia.post(url, {"days": "400", "text": "Ask us."})
    assert wrong.status_code == 422
    assert "Ask us." in wrong.content.decode()
    assert work.nadia.post(url, {"days": "14", "text": "Ask us."})["Location"] == f"{work.base}refunds/"
    page = work.nadia.get(f"{work.base}refunds/").content.decode()
    assert "for 14 days" in page
    assert work.clients["support"].post(url, {"days": "0"}).status_code == 403


@pytest.mark.parametrize("page", ["refunds/", "orders/{number}/refund/"])
def test_queries_do_not_grow(work: Workplace, now: datetime, page: str) -> None:
    tier = make.tier(work.shop.studio)
    others = [make.tier(work.shop.studio) for _each in range(19)]

    def asked(*tiers: Tier) -> int:
        order = make.paid_order(*tiers, at=now, email=f"buyer{len(tiers)}@example.com")
        for line in order.lines.all():
            refunds.given(order, {line.pk: actions.Part(1_000)}, at=now)
        drain(now)
        url = work.base + page.format(number=order.number)
        work.nadia.get(url)
        with CaptureQueriesContext(connection) as few:
            work.nadia.get(url)
        return len(few)

    assert asked(tier) == asked(*others)


def test_queries_do_not_grow_with_requests(work: Workplace, now: datetime, frozen: Any) -> None:
    karim = people.account("karim.buyer@example.com")
    tier = make.tier(work.shop.studio)

    def waiting(many: int) -> int:
        for _each in range(many):
            order = make.paid_order(tier, at=now, by=person(karim.pk), delivered=False)
            actions.ask(order.pk, order.lines.get().pk, reason="It is blurred.", by=person(karim.pk), at=now)
        work.nadia.get(f"{work.base}refunds/")
        with CaptureQueriesContext(connection) as asked:
            page = work.nadia.get(f"{work.base}refunds/").content.decode()
        assert page.count("acceptance/") == RefundRequest.objects.count()
        return len(asked)

    assert waiting(1) == waiting(19)

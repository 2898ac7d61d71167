"""A bank transfer in the browser: from the checkout to the order that waits, without scripts."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dhara.kit.actor import operator
from dhara.kit.queue import drain
from dhara.money.gateways.bank import actions
from dhara.money.models import BankTransfer
from dhara.work.funding import actions as funding
from tests.make import bank, checkout
from tests.make import funding as fund
from tests.make import work as make_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def page(client: Client, now: datetime) -> str:
    """The transfer's page of an order, reached by its own page's button."""
    bank.account(now)
    order = checkout.placed(checkout.tier(at=now), at=now)
    answer = client.post(f"/checkout/o/{order.token}/payment/", {"gateway": "bank"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/checkout/transfer/")
    return str(answer["Location"])


def slip(name: str = "slip.pdf", content: bytes = bank.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_page_tells_all_that_a_payer_needs(client: Client, page: str) -> None:
    answer = client.get(page)
    transfer = BankTransfer.objects.get()
    text = answer.content.decode()
    for words in ("৳450.00", transfer.code, "Sonali Bank PLC", "4404 1020 0377 1", "200271234"):
        assert words in text
    assert answer["Cache-Control"] == "private, no-store"


def test_who_comes_back_sees_what_is_waited_for(client: Client, page: str) -> None:
    transfer = BankTransfer.objects.get()
    assert client.get(transfer.return_url)["Location"] == page
    order = client.get(f"{transfer.return_url}?order=1", follow=True)
    assert "Waiting for your bank transfer" in order.content.decode()
    client.post(page, {"number": "FT 1", "proof": slip()})
    assert "Waiting for confirmation" in client.get(page).content.decode()
    order = client.get(f"{transfer.return_url}?order=1", follow=True)
    assert "Somebody checks that it came" in order.content.decode()
    assert b'name="gateway"' not in order.content
    actions.confirm(transfer.pk, amount=transfer.money, by=operator(1), at=transfer.created_at)
    drain(transfer.created_at)
    assert "arrived" in client.get(page).content.decode()
    assert "Thank you" in client.get(transfer.return_url, follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("slip.html", b"<html><script>alert(1)</script>"), ("slip.pdf", b"MZ\x90\x00 program"), ("slip.svg", b"<svg/>")],
)
def test_what_is_no_picture_or_pdf_is_refused_beside_its_field(
    client: Client, page: str, name: str, content: bytes
) -> None:
    answer = client.post(page, {"number": "FT 1", "proof": slip(name, content)})
    assert answer.status_code == 422
    assert "Please choose a picture or a PDF." in answer.content.decode()
    assert 'value="FT 1"' in answer.content.decode()
    assert BankTransfer.objects.get().status == "waiting"


def test_nothing_and_too_much_are_refused(client: Client, page: str) -> None:
    assert client.post(page, {}).status_code == 422
    large = slip("large.pdf", b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024))
    answer = client.post(page, {"proof": large})
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()
    assert client.post(page, {"number": "x" * 61}).status_code == 422
    assert BankTransfer.objects.get().status == "waiting"


def test_a_payer_may_choose_another_way(client: Client, page: str) -> None:
    answer = client.post(f"{page}cancellation/", follow=True)
    assert "You cancelled the payment" in answer.content.decode()
    client.post(page, {"number": "FT 1"})
    assert BankTransfer.objects.get().status == "cancelled"


def test_a_wrong_secret_opens_nothing(client: Client, page: str) -> None:
    assert client.get("/checkout/transfer/bnk_000000000000000000000000/").status_code == 404


def test_forms_may_lead_to_the_gateways_pages_where_one_pays_and_nowhere_else(
    client: Client, now: datetime, settings: object
) -> None:
    from dhara.kit.actor import SYSTEM
    from dhara.money.gateways import actions as accounts
    from dhara.money.gateways import queries
    from tests.make.gateways import KEYS, KeyedGateway

    queries.GATEWAYS["keyed"] = KeyedGateway("keyed")
    try:
        accounts.add(gateway="keyed", studio=None, live=False, values=KEYS, by=SYSTEM, at=now)
        order = checkout.placed(checkout.tier(at=now), at=now)
        paying = client.get(f"/checkout/o/{order.token}/")["Content-Security-Policy"]
        assert "form-action 'self' https://pay.example" in paying.split("; ")  # the order is the library's, by chance
        assert "pay.example" not in client.get("/cart/")["Content-Security-Policy"]
    finally:
        del queries.GATEWAYS["keyed"]


def test_a_payment_for_work_leads_back_to_its_room(client: Client, now: datetime) -> None:
    bank.account(now)
    parties = make_work.parties(now)
    project = fund.project(parties, now)
    begun = fund.begun(parties, project, now)
    client.force_login(parties.karim)
    page = funding.pay(begun.pk, "bank", f"/pay/{begun.token}/return/{{token}}/", by=parties.actor("buyer"), at=now)
    for shown in (page, page + "cancellation/"):
        answer = client.get(shown) if shown == page else client.post(shown, follow=True)
        assert "To your order" not in answer.content.decode()
    transfer = BankTransfer.objects.get()
    assert transfer.status == "cancelled"
    text = client.get(page).content.decode()
    assert f'href="/work/{project.pk}/"' in text
    assert "To the work" in text

"""Disputes in the workplace, without scripts: the case, the answer, its files, the paper for the bank."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.checkout.gifts import actions as gift_actions
from dhara.checkout.models import Order
from dhara.kit.actor import GUEST
from dhara.kit.files.models import StoredFile
from dhara.kit.queue import drain
from dhara.money.disputes.queries import statements_of
from dhara.money.models import Dispute, Exhibit, Payment
from tests.checkout.pdf import pages
from tests.make import checkout as make
from tests.make import disputes, gifts
from tests.web.studio.place import Workplace, png, text

SAID = "He wrote: <b>thank you</b>."


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> disputes.Bank:
    return disputes.bank(monkeypatch)


@pytest.fixture
def order(work: Workplace, bank: disputes.Bank, now: datetime) -> Order:
    return disputes.paid(bank, make.tier(work.shop.studio, title="Wedding cards"), at=now)


@pytest.fixture
def case(order: Order, now: datetime) -> Dispute:
    return disputes.told(order, "needs_response", at=now)


def one(work: Workplace, case: Dispute) -> str:
    return f"{work.base}disputes/{case.pk}/"


def test_the_case_says_how_it_stands(work: Workplace, case: Dispute, order: Order) -> None:
    shown = work.nadia.get(f"{work.base}disputes/").content.decode()
    assert order.number in shown
    assert "Needs an answer" in shown
    page = work.nadia.get(one(work, case)).content.decode()
    for words in ("The bank waits for an answer", "du_1", "৳450", "Fee for the case", "Kept back of your balance"):
        assert words in page
    assert one(work, case) in work.nadia.get(f"{work.base}orders/{order.number}/").content.decode()
    refund = work.nadia.get(f"{work.base}orders/{order.number}/refund/").content.decode()
    assert "The payer&#x27;s bank is deciding" in refund or "The payer's bank is deciding" in refund


def test_an_answer_is_kept_then_handed_in_once(
    work: Workplace, case: Dispute, bank: disputes.Bank, now: datetime
) -> None:
    url = f"{one(work, case)}answer/"
    slip = SimpleUploadedFile("chat.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
    assert work.nadia.post(url, {"statement": SAID, "files": slip, "save": "1"})["Location"] == one(work, case)
    page = work.nadia.get(one(work, case)).content.decode()
    assert "He wrote: &lt;b&gt;thank you&lt;/b&gt;." in page
    assert "chat.pdf" in page
    assert not bank.handed_in
    for _press in range(2):
        work.nadia.post(url, {"statement": SAID, "hand_in": "1"})
    drain(now)
    ((texts, files),) = bank.handed_in.values()
    assert texts["uncategorized_text"] == SAID
    assert "service_documentation" in files
    late = work.nadia.post(url, {"statement": "More!", "hand_in": "1"})
    assert late.status_code == 409
    assert statements_of(case) == {work.shop.studio.pk: SAID}
    done = work.nadia.get(one(work, case)).content.decode()
    assert "The bank is looking at it" in done
    assert "answer/" not in done


@pytest.mark.parametrize("wrong", ["kind", "many", "long"])
def test_what_is_refused_is_kept_as_typed(work: Workplace, case: Dispute, wrong: str) -> None:
    told: dict[str, Any] = {"statement": SAID, "hand_in": "1"}
    if wrong == "kind":
        told["files"] = text("chat.txt")
    elif wrong == "many":
        told["files"] = [png("a.png"), png("b.png"), png("c.png")]
    else:
        told["statement"] = SAID + "x" * 20_000
    answer = work.nadia.post(f"{one(work, case)}answer/", told)
    assert answer.status_code in (409, 422)
    assert "He wrote: &lt;b&gt;thank you&lt;/b&gt;." in answer.content.decode()
    assert Dispute.objects.get().wanted_at is None
    assert not Exhibit.objects.exists()
    assert not StoredFile.objects.filter(state=StoredFile.READY).exists()
    assert statements_of(case) == {}


def test_a_file_is_taken_away(work: Workplace, case: Dispute) -> None:
    work.nadia.post(f"{one(work, case)}answer/", {"statement": "", "files": png("proof.png")})
    exhibit = Exhibit.objects.get()
    url = f"{one(work, case)}files/{exhibit.pk}/removal/"
    assert work.clients["support"].post(url).status_code == 403
    assert work.nadia.post(url)["Location"] == one(work, case)
    assert "proof.png" not in work.nadia.get(one(work, case)).content.decode()


@pytest.mark.parametrize(
    ("who", "reads", "answers"),
    [
        ("anonymous", 302, 302),
        ("outsider", 404, 404),
        ("editor", 403, 403),
        ("viewer", 200, 403),
        ("support", 200, 403),
    ],
)
def test_who_reads_and_who_answers(work: Workplace, case: Dispute, who: str, reads: int, answers: int) -> None:
    client = work.clients[who]
    page = client.get(one(work, case))
    assert page.status_code == reads
    assert b"answer/" not in page.content
    assert client.get(f"{work.base}disputes/").status_code == reads
    assert client.post(f"{one(work, case)}answer/", {"statement": "Mine", "hand_in": "1"}).status_code == answers
    assert client.get(f"{one(work, case)}evidence.pdf").status_code == answers
    assert statements_of(case) == {}
    assert Dispute.objects.get().wanted_at is None
    assert b"answer/" in work.clients["manager"].get(one(work, case)).content


def test_another_studios_case_is_not_there(work: Workplace, bank: disputes.Bank, now: datetime) -> None:
    theirs = disputes.told(disputes.paid(bank, make.tier(), at=now), "needs_response", at=now)
    for path in ("", "evidence.pdf"):
        assert work.nadia.get(one(work, theirs) + path).status_code == 404
    assert work.nadia.post(f"{one(work, theirs)}answer/", {"statement": "Mine"}).status_code == 404
    assert statements_of(theirs) == {}


def test_with_other_sellers_nobody_hands_in_for_all(work: Workplace, bank: disputes.Bank, now: datetime) -> None:
    shared = disputes.paid(bank, make.tier(work.shop.studio), make.tier(), at=now)
    case = disputes.told(shared, "needs_response", at=now)
    page = work.nadia.get(one(work, case)).content.decode()
    assert 'name="hand_in"' not in page
    assert "Several sellers are concerned" in page
    work.nadia.post(f"{one(work, case)}answer/", {"statement": SAID, "hand_in": "1"})
    assert Dispute.objects.get().wanted_at is None
    assert statements_of(case) == {work.shop.studio.pk: SAID}


@pytest.mark.parametrize(("end", "words"), [("won", "You won"), ("lost", "The bank decided for the buyer")])
def test_how_it_ended(work: Workplace, case: Dispute, order: Order, now: datetime, end: str, words: str) -> None:
    disputes.told(order, end, at=now + timedelta(days=9))
    page = work.nadia.get(one(work, case)).content.decode()
    assert words in page
    assert "answer/" not in page
    assert "The bank waits for an answer" not in page


def test_of_a_gift_it_says_when_it_was_sent_and_opened(work: Workplace, bank: disputes.Bank, now: datetime) -> None:
    gift = gifts.paid(make.tier(work.shop.studio), at=now)
    gift_actions.open_it(gift.pk, by=GUEST, at=now + timedelta(hours=2))
    Payment.objects.filter(pk=gift.order.payment_id).update(gateway="fake")
    case = disputes.told(gift.order, "needs_response", at=now + timedelta(days=1))
    page = work.nadia.get(one(work, case)).content.decode()
    assert ", opened " in page
    assert "mina@example.org" not in page
    paper = work.nadia.get(f"{one(work, case)}evidence.pdf")
    assert paper["Content-Type"] == "application/pdf"
    told = " ".join(" ".join(pages(paper.content)).split())
    assert "Mina <mina@example.org> opened the gift" in told


def test_queries_do_not_grow(work: Workplace, bank: disputes.Bank, now: datetime) -> None:
    tier = make.tier(work.shop.studio)

    def listed(many: int) -> int:
        for _each in range(many):
            order = disputes.paid(bank, tier, at=now)
            disputes.told(order, "needs_response", ref=f"du_{order.pk}", at=now)
        work.nadia.get(f"{work.base}disputes/")
        with CaptureQueriesContext(connection) as asked:
            page = work.nadia.get(f"{work.base}disputes/").content.decode()
        assert page.count('class="order-row"') == Dispute.objects.count()
        return len(asked)

    assert listed(1) == listed(19)

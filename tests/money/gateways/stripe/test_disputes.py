"""Chargebacks, inquiries and warnings, from the notice to the verdict."""

from datetime import timedelta

import pytest

from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money.gateways.rules import GatewayTrouble
from dhara.money.gateways.stripe import disputes

PDF, PNG = b"%PDF-1.7 evidence", b"\x89PNG evidence"


def _word(shop, ref):
    return shop.gateway.dispute(ref, keys=shop.keys, at=shop.at)


def _answer(shop, ref, evidence, files=()):
    shop.gateway.answer(ref, evidence, dict(files), keys=shop.keys, at=shop.at)


def test_a_card_holder_who_disputes(shop):
    charge = shop.paid("4000000000000259")
    event = shop.event("charge.dispute.created")
    assert event.about == "dispute"
    word = _word(shop, event.ref)
    assert (word.state, word.ref, word.gateway_ref) == ("needs_response", event.ref, charge.gateway_ref)
    assert (word.amount, word.reason, word.fee) == (Money(2_000, "USD"), "fraudulent", Money(1_500, "USD"))
    assert word.answer_by == shop.at + timedelta(days=7)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("warning_needs_response", "early_warning"),
        ("warning_under_review", "early_warning"),
        ("warning_closed", "prevented"),
        ("needs_response", "needs_response"),
        ("under_review", "under_review"),
        ("won", "won"),
        ("lost", "lost"),
        ("prevented", "prevented"),
        ("appeal_needs_response", "needs_response"),
        ("appeal_under_review", "under_review"),
        ("a_state_of_tomorrow", "under_review"),
    ],
)
def test_every_state_of_stripes_has_one_of_ours(shop, status, state):
    told = shop.fake.dispute(shop.paid().gateway_ref)
    told["status"] = status
    assert _word(shop, told["id"]).state == state


def test_evidence_is_handed_in_once(shop):
    told = shop.fake.dispute(shop.paid().gateway_ref)
    evidence = {"access_activity_log": "downloaded on 2 March", "customer_name": "Rafi", "terms": "No refunds", "x": ""}
    _answer(shop, told["id"], evidence, {"receipt": PDF, "delivery log": PNG})
    kept = told["evidence"]
    assert kept["access_activity_log"] == "downloaded on 2 March"
    assert kept["uncategorized_text"] == "terms: No refunds"
    files = {place: shop.fake.books.get("file", kept[place]) for place in ("receipt", "uncategorized_file")}
    assert [file["_content"] for file in files.values()] == [PDF, PNG]
    assert [file["filename"] for file in files.values()] == ["receipt.pdf", "uncategorized_file.png"]
    assert _word(shop, told["id"]).state == "under_review"
    with pytest.raises(Refused) as refusal:
        _answer(shop, told["id"], evidence)
    assert refusal.value.code == "dispute_answered"


@pytest.mark.parametrize("files", [{"receipt": b"MZ"}, dict.fromkeys("abcd", PDF)])
def test_files_that_stripe_does_not_take_are_refused(shop, files):
    told = shop.fake.dispute(shop.paid().gateway_ref)
    with pytest.raises(Refused) as refusal:
        _answer(shop, told["id"], {}, files)
    assert refusal.value.code == "dispute_file"
    assert _word(shop, told["id"]).state == "needs_response"


def test_long_evidence_is_cut_to_what_stripe_reads():
    texts = disputes.texts(dict.fromkeys(disputes._TEXTS, "x" * 30000))
    assert all(len(text) <= 20_000 for text in texts.values())
    assert sum(len(text) for text in texts.values()) == 150_000


@pytest.mark.parametrize(("status", "fee"), [("won", 1_500), ("lost", 1_500)])
def test_the_verdict(shop, status, fee):
    told = shop.fake.dispute(shop.paid().gateway_ref)
    shop.fake.rule(told["id"], status)
    assert shop.event("charge.dispute.closed").ref == told["id"]
    word = _word(shop, told["id"])
    assert (word.state, word.fee) == (status, Money(fee, "USD"))


def test_an_inquiry_takes_no_money_yet(shop):
    shop.paid("4000000000001976")
    word = _word(shop, shop.event("charge.dispute.created").ref)
    assert (word.state, word.fee) == ("early_warning", None)


def test_a_warning_of_fraud_is_over_once_the_money_is_back(shop):
    charge = shop.paid("4000000000005423")
    event = shop.event("radar.early_fraud_warning.created")
    assert event.about == "dispute"
    word = _word(shop, event.ref)
    assert (word.state, word.gateway_ref, word.amount) == ("early_warning", charge.gateway_ref, charge.amount)
    with pytest.raises(Refused, match="giving the money back"):
        _answer(shop, event.ref, {"customer_name": "Rafi"})
    shop.refund(charge, 2_000)
    assert _word(shop, event.ref).state == "prevented"


def test_a_case_that_nobody_knows_is_trouble(shop):
    for ref in ("du_nothing", "issfr_nothing"):
        with pytest.raises(GatewayTrouble):
            _word(shop, ref)


def test_the_fee_is_told_in_the_currency_of_the_dispute(shop):
    """Stripe takes 15 dollars off a balance in dollars; our books of this payment are in taka."""
    shop.paid("4000000000000259", minor=100_000, currency="BDT")
    word = _word(shop, shop.event("charge.dispute.created").ref)
    assert word.amount == Money(100_000, "BDT")
    taken = 100_000 * 8_200 // 1_000_000
    assert word.fee == Money(round(1_500 * 100_000 / taken), "BDT")

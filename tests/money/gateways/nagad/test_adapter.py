"""Nagad's envelope and its odd answers, beyond what every gateway must withstand (see contract.py)."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization

from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from dhara.money.gateways import entry, wire
from dhara.money.gateways.nagad import rules, sealing
from dhara.money.gateways.nagad.gateway import Nagad
from dhara.money.gateways.rules import Charge, Forged, GatewayTrouble, GiveBack, Keys
from tests.fakes.nagad import TEST_KEYS, Fake
from tests.fakes.nagad.keys import key, private_text, public_text

GATEWAY = Nagad()
CHARGE = Charge("tok-1", Money(45_050, "BDT"), "https://dhara.example/checkout/return/tok-1/", description="D-7K4Q")


@pytest.fixture
def fake():
    made = Fake(near=None)
    made.start()
    yield made
    wire.hang_up()
    made.stop()


@pytest.fixture
def keys(fake):
    return Keys(TEST_KEYS, base=fake.base)


def _started(keys, now, charge=CHARGE):
    return replace(charge, gateway_ref=GATEWAY.start(charge, keys=keys, at=now).gateway_ref)


def _query(charge, keys, now):
    return GATEWAY.query(charge, keys=keys, at=now)


def test_what_is_sent(fake, keys, now):
    charge = _started(keys, now)
    made = fake.books.payments[charge.gateway_ref]
    assert (made.order_id, made.amount) == (rules.order_id("tok-1"), "450.50")
    assert (made.callback, made.about) == (CHARGE.return_url, "D-7K4Q")
    assert len(made.order_id) == 20


def test_time_is_dhakas():
    assert rules.stamp(datetime(2026, 3, 2, 19, 30, 5, tzinfo=UTC)) == "20260303013005"


def test_the_signature_is_what_openssl_accepts(tmp_path):
    """The envelope, opened by another program than ours."""
    sealed = sealing.seal({"merchantId": "1", "name": "ষোলো"}, Keys(TEST_KEYS))
    private = key("nagad").private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = (
        key("merchant")
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    files = {"private": private, "public": public, "sealed": base64.b64decode(sealed["sensitiveData"])}
    files["signature"] = base64.b64decode(sealed["signature"])
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)

    def openssl(*words: str) -> bytes:
        return subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True).stdout

    padding = ("-pkeyopt", "rsa_padding_mode:pkcs1")
    plain = openssl("pkeyutl", "-decrypt", "-inkey", "private", *padding, "-in", "sealed")
    assert plain == b'{"merchantId":"1","name":"\\u09b7\\u09cb\\u09b2\\u09cb"}'
    (tmp_path / "plain").write_bytes(plain)
    assert b"OK" in openssl("dgst", "-sha256", "-verify", "public", "-signature", "signature", "plain")


@pytest.mark.parametrize("pasted", ["pem", "wrapped", "traditional", "bare"])
def test_keys_as_people_paste_them(pasted):
    form = {"pem": "PKCS8", "traditional": "TraditionalOpenSSL"}.get(pasted, "PKCS8")
    text = key("merchant").private_bytes(
        serialization.Encoding.PEM, getattr(serialization.PrivateFormat, form), serialization.NoEncryption()
    )
    bare = private_text("merchant")
    wrapped = "\r\n".join(bare[at : at + 64] for at in range(0, len(bare), 64))
    private = {"bare": bare, "wrapped": f"  {wrapped}\r\n"}.get(pasted, text.decode())
    public = public_text("nagad") if pasted == "pem" else "".join(public_text("nagad").splitlines()[1:-1])
    given = {**TEST_KEYS, "private_key": private, "nagad_key": public}
    kept = entry.clean(GATEWAY.fields, given, {})
    assert sealing.private_key(kept["private_key"]).private_numbers() == key("merchant").private_numbers()
    assert sealing.public_key(kept["nagad_key"]).public_numbers() == key("nagad").public_key().public_numbers()
    assert private not in str(entry.shown(GATEWAY.fields, kept))


def test_keys_that_are_none(keys, now):
    wrong = {"nagad_key": private_text("nagad"), "private_key": public_text("merchant")}
    problems = GATEWAY.check(replace(keys, values={**TEST_KEYS, **wrong}), at=now)
    assert [problem.field for problem in problems] == ["nagad_key", "private_key"]
    for odd in ("", "not base64!", "aGVsbG8=", "Proc-Type: 4,ENCRYPTED"):
        with pytest.raises(ValueError, match=r"."):
            sealing.private_key(odd)


def test_a_strangers_key_opens_nothing(keys, now):
    strangers = replace(keys, values={**TEST_KEYS, "private_key": private_text("stranger")})
    with pytest.raises(Refused, match="signature"):
        GATEWAY.start(CHARGE, keys=strangers, at=now)
    assert [problem.field for problem in GATEWAY.check(strangers, at=now)] == ["merchant_id"]


def test_an_answer_that_nagad_did_not_sign(fake, keys, now):
    fake.signs_as = "stranger"
    with pytest.raises(GatewayTrouble):
        GATEWAY.start(CHARGE, keys=keys, at=now)


@pytest.mark.parametrize("broken", ["sensitiveData", "signature"])
def test_a_broken_envelope(broken):
    ours = Keys({**TEST_KEYS, "private_key": private_text("nagad"), "nagad_key": public_text("merchant")})
    sealed = sealing.seal({"a": "1"}, Keys(TEST_KEYS))
    assert sealing.unseal(sealed, ours) == {"a": "1"}
    for value in ("", "?", sealed[broken][:-8], base64.b64encode(b"0" * 256).decode(), None):
        with pytest.raises(GatewayTrouble):
            sealing.unseal({**sealed, broken: value}, ours)


def test_a_stale_time_is_refused(fake, keys, now):
    fake.near = Fake().near
    with pytest.raises(Refused, match="time"):
        GATEWAY.start(CHARGE, keys=keys, at=now)


def test_an_order_is_paid_once(fake, keys, now):
    charge = _started(keys, now)
    fake.act(charge.gateway_ref)
    with pytest.raises(Refused, match="already used"):
        GATEWAY.start(CHARGE, keys=keys, at=now)


def test_fee_and_details(db, fake, keys, now):
    charge = _started(keys, now)
    fake.act(charge.gateway_ref)
    outcome = _query(charge, keys, now)
    assert (outcome.amount, outcome.fee) == (Money(45_050, "BDT"), Money(676, "BDT"))
    assert outcome.details["wallet"] == "019…678"
    assert "01912345678" not in str(outcome)


@pytest.mark.parametrize(
    ("changed", "came"),
    [
        ({"amount": "10.00"}, Money(1_000, "BDT")),
        ({"amount": "450.5"}, Money(45_050, "BDT")),
        ({"currencyCode": "840"}, Money(45_050, "USD")),
    ],
)
def test_another_amount_or_currency_is_told_as_it_came(db, fake, keys, now, changed, came):
    charge = _started(keys, now)
    fake.act(charge.gateway_ref, **changed)
    outcome = _query(charge, keys, now)
    assert (outcome.state, outcome.amount) == ("captured", came)


@pytest.mark.parametrize(
    "changed",
    [
        {"orderId": "DOTHER"},
        {"merchantId": "000000000000"},
        {"paymentRefId": "elsewhere"},
        {"amount": "free"},
        {"currencyCode": "999"},
    ],
)
def test_words_about_something_else(db, fake, keys, now, changed):
    charge = _started(keys, now)
    fake.act(charge.gateway_ref, **changed)
    with pytest.raises(GatewayTrouble):
        _query(charge, keys, now)


@pytest.mark.parametrize(
    ("status", "message", "state", "reason"),
    [
        ("Aborted", "", "cancelled", "The payment was cancelled."),
        ("Cancelled", "", "cancelled", "The payment was cancelled."),
        ("Failed", "Insufficient balance", "failed", "There is not enough money in the wallet."),
        ("UnKnownFailed", "", "failed", "Nagad declined the payment."),
        ("Fraud", "", "failed", "Nagad declined the payment."),
        ("InProgress", "", "pending", ""),
        ("PinGiven", "", "pending", ""),
        ("SomethingNew", "", "pending", ""),
    ],
)
def test_how_it_may_end(fake, keys, now, status, message, state, reason):
    charge = _started(keys, now)
    fake.act(charge.gateway_ref, status, message)
    outcome = _query(charge, keys, now)
    assert (outcome.state, outcome.reason) == (state, reason)


def test_a_reference_that_the_payer_brings(db, fake, keys, now):
    """Ours was lost: what they bring counts only if Nagad says that it is this order's."""
    charge = _started(keys, now)
    fake.act(charge.gateway_ref)
    brought = fake.returned(charge.gateway_ref)
    assert _query(replace(CHARGE, returned=brought), keys, now).state == "captured"
    assert _query(replace(CHARGE, token="tok-2", returned=brought), keys, now).state == "pending"
    for odd in ("unknown-ref", "../../../x", ""):
        assert _query(replace(CHARGE, returned={"payment_ref_id": odd}), keys, now).state == "pending"


def test_a_callback_that_comes_twice_and_one_that_lies(db, fake, keys, now):
    charge = _started(keys, now)
    lie = {**fake.returned(charge.gateway_ref), "status": "Success", "status_code": "00_0000_000"}
    assert _query(replace(charge, returned=lie), keys, now).state == "pending"
    fake.act(charge.gateway_ref)
    back = replace(charge, returned=fake.returned(charge.gateway_ref))
    assert _query(back, keys, now) == _query(back, keys, now)


@pytest.mark.parametrize("fault", ["down", "nonsense", "hang up", "hang up after"])
def test_trouble(db, fake, keys, now, fault):
    charge = _started(keys, now)
    fake.act(charge.gateway_ref)
    fake.fail_next(fault)
    with pytest.raises(GatewayTrouble):
        _query(charge, keys, now)
    fake.fail_next("slow")
    assert _query(charge, keys, now).state == "captured"
    other = replace(CHARGE, token="tok-2")
    fake.fail_next(fault)
    with pytest.raises(GatewayTrouble):
        GATEWAY.start(other, keys=keys, at=now)
    assert GATEWAY.start(other, keys=keys, at=now).gateway_ref


def test_money_goes_back_by_hand_only(keys, now):
    back = GiveBack("k", Money(100, "BDT"), "ref", details={"method": "nagad"})
    assert GATEWAY.refund(back, keys=keys, at=now).state == "pending"
    assert GATEWAY.refund(replace(back, details={}), keys=keys, at=now).state == "failed"
    with pytest.raises(Forged):
        GATEWAY.verify_event({}, b"{}", keys=keys, at=now)


@pytest.mark.parametrize(
    ("minor", "code"), [(999, "amount_too_small"), (30_000_001, "amount_too_large"), (1_000, ""), (30_000_000, "")]
)
def test_limits(now, minor, code):
    refusal = GATEWAY.refusal(Money(minor, "BDT"), at=now)
    assert (refusal.code if refusal else "") == code


def test_keys_are_the_same_in_every_process():
    """`bin/up --fakes` tells Dhara the keys in another process than the fake's."""
    script = "from tests.fakes.nagad import TEST_KEYS; print(TEST_KEYS['private_key'])"
    import sys

    said = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert said.strip() == TEST_KEYS["private_key"]

"""The signature of notices, against what others computed."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from dhara.money.gateways.rules import Forged
from dhara.money.gateways.sslcommerz import rules

# Published by SSLCommerz in the sample of its own Python package, with the test store's name; its password follows the
# rule of all sandbox stores (`<store>@ssl`). Both hashes fit, so neither was computed by anything of ours.
PUBLISHED = {
    "tran_id": "5E121A0D01F92",
    "val_id": "200105225826116qFnATY9sHIwo",
    "amount": "10.00",
    "card_type": "VISA-Dutch Bangla",
    "store_amount": "9.75",
    "card_no": "418117XXXXXX6675",
    "bank_tran_id": "200105225825DBgSoRGLvczhFjj",
    "status": "VALID",
    "tran_date": "2020-01-05 22:58:21",
    "currency": "BDT",
    "card_issuer": "TRUST BANK, LTD.",
    "card_brand": "VISA",
    "card_issuer_country": "Bangladesh",
    "card_issuer_country_code": "BD",
    "store_id": "test_testemi",
    "verify_sign": "d42fab70ae0bcbda5280e7baffef60b0",
    "verify_key": "amount,bank_tran_id,base_fair,card_brand,card_issuer,card_issuer_country,card_issuer_country_code,"
    "card_no,card_type,currency,currency_amount,currency_rate,currency_type,risk_level,risk_title,status,store_amount,"
    "store_id,tran_date,tran_id,val_id,value_a,value_b,value_c,value_d",
    "verify_sign_sha2": "02c0417ff467c109006382d56eedccecd68382e47245266e7b47abbb3d43976e",
    "currency_type": "BDT",
    "currency_amount": "10.00",
    "currency_rate": "1.0000",
    "base_fair": "0.00",
    "value_a": "",
    "value_b": "",
    "value_c": "",
    "value_d": "",
    "risk_level": "0",
    "risk_title": "Safe",
}
PUBLISHED_PASSWORD = "test_testemi@ssl"
# Computed in a shell: printf '…&store_passwd=<hashed password>&…' | md5sum, and the same with openssl dgst -sha256.
BY_HAND = {
    "verify_key": "tran_id,val_id,amount,currency,status,bank_tran_id",
    "tran_id": "D1",
    "val_id": "V1",
    "amount": "450.00",
    "currency": "BDT",
    "status": "VALID",
    "bank_tran_id": "B1",
    "verify_sign": "f4e33d63657618fcfbf7a1dc8ee5e954",
    "verify_sign_sha2": "fee8bc4baf98b828bf71a21501614e35a685f5c0743a4a5197667dc3a66deeac",
}
BY_HAND_PASSWORD = "qwerty-of-the-testbox"


def _event(told: dict[str, str], password: str = PUBLISHED_PASSWORD, store: str = "test_testemi"):
    return rules.event(urlencode(told).encode(), password, store)


def test_what_sslcommerz_published():
    event = _event(PUBLISHED)
    assert (event.id, event.gateway_ref) == ("200105225826116qFnATY9sHIwo:VALID", "5E121A0D01F92")
    assert rules.signed(PUBLISHED, PUBLISHED_PASSWORD)["amount"] == "10.00"


def test_what_a_shell_computed():
    event = _event(BY_HAND, BY_HAND_PASSWORD, "any")
    assert (event.id, event.gateway_ref) == ("V1:VALID", "D1")


def test_the_younger_hash_alone_is_not_enough_and_may_be_missing():
    older = {name: value for name, value in PUBLISHED.items() if name != "verify_sign_sha2"}
    assert _event(older).id == _event(PUBLISHED).id
    younger = {name: value for name, value in PUBLISHED.items() if name != "verify_sign"}
    with pytest.raises(Forged):
        _event(younger)


@pytest.mark.parametrize("name", sorted(set(PUBLISHED) - {"verify_key"}))
def test_no_signed_word_can_be_changed(name: str):
    with pytest.raises(Forged):
        _event({**PUBLISHED, name: PUBLISHED[name] + "1"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"verify_key": ""},
        {"verify_key": PUBLISHED["verify_key"] + ",amount"},
        {"verify_key": PUBLISHED["verify_key"] + ",missing"},
        {"verify_key": "store_passwd," + PUBLISHED["verify_key"], "store_passwd": "x"},
        {"verify_sign": "ষ"},
        {"verify_sign": PUBLISHED["verify_sign"].upper()},
    ],
)
def test_odd_names_of_signed_words(wrong: dict[str, str]):
    with pytest.raises(Forged):
        _event({**PUBLISHED, **wrong})


def test_another_password_another_store_and_none():
    for password, store in ((PUBLISHED_PASSWORD + "x", "test_testemi"), (PUBLISHED_PASSWORD, "mine"), ("", "")):
        with pytest.raises(Forged):
            _event(PUBLISHED, password, store)


def test_a_word_that_comes_twice_is_refused():
    body = urlencode(PUBLISHED).encode()
    for more in (b"&status=VALID", b"&extra=1&extra=2", b"&" + b"&".join(b"f%d=1" % number for number in range(300))):
        with pytest.raises(Forged):
            rules.event(body + more, PUBLISHED_PASSWORD, "test_testemi")


def test_nothing_of_the_card_and_no_token_is_kept():
    kept = dict(_event(PUBLISHED).body)
    assert "card_no" not in kept
    assert "value_a" not in kept
    assert "verify_sign" not in kept
    assert kept["store_amount"] == "9.75"


def test_names_are_short_steady_and_apart():
    token = "Zq3-_" * 6
    assert rules.transaction_id(token) == rules.transaction_id(token)
    assert rules.transaction_id(token) != rules.transaction_id(token + "x")
    assert len({rules.transaction_id("a"), rules.refund_id("a"), rules.transaction_id("b")}) == 3
    assert max(len(rules.transaction_id(token)), len(rules.refund_id("refund:" + "9" * 90))) <= 30

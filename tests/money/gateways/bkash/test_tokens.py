"""The token: fetched once, kept while it lasts, fetched again when bKash forgets it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache

from dhara.kit.seal import seal
from dhara.money.gateways import wire
from dhara.money.gateways.bkash import rules, tokens
from dhara.money.gateways.rules import GatewayTrouble
from tests.fakes.bkash import TEST_KEYS


def _token(desk, **more):
    return tokens.token(desk.keys, rules.TOKENIZED, at=desk.at, **more)


def _in_thread(desk):
    try:
        return _token(desk)
    finally:
        wire.hang_up()


def test_one_token_serves_many_calls(desk):
    for _each in range(3):
        desk.query(desk.start())
    assert (desk.fake.books.grants, desk.asked("/token/grant")) == (1, 1)


def test_it_is_kept_sealed(desk):
    token = _token(desk)
    assert token not in str(cache.get(tokens._name(desk.keys, rules.TOKENIZED)))


def test_it_is_refreshed_before_it_runs_out(desk):
    first = _token(desk)
    desk.wait(minutes=54)
    assert _token(desk) == first
    desk.wait(minutes=2)
    assert _token(desk) != first
    assert (desk.fake.books.grants, len(desk.fake.books.refreshed)) == (1, 1)


def test_without_a_refresh_it_is_granted_anew(desk):
    _token(desk)
    desk.fake.books.refreshers.clear()
    desk.wait(minutes=56)
    _token(desk)
    assert (desk.fake.books.grants, desk.asked("/token/refresh")) == (2, 1)


def test_refreshes_stay_within_what_bkash_allows(desk):
    """Two in an hour; more would have us blocked."""
    for _each in range(120):
        _token(desk)
        desk.wait(minutes=4)
    books = desk.fake.books
    assert books.grants == 1
    assert max(sum(each <= other < each + 3600 for other in books.refreshed) for each in books.refreshed) <= 2


def test_an_expired_token_is_granted_anew_once(desk):
    """bKash's clock is ahead of ours by an hour and more."""
    charge = desk.start()
    desk.shift += 3700
    assert desk.query(charge).state == "pending"
    assert (desk.fake.books.grants, desk.asked("/payment/status")) == (2, 2)


def test_a_forgotten_token_is_granted_anew_once(desk):
    charge = desk.paid()
    desk.fake.forget_tokens()
    assert desk.query(charge).state == "captured"
    assert desk.fake.books.grants == 2


def test_it_gives_up_when_the_new_token_is_refused_too(desk, monkeypatch):
    charge = desk.start()
    monkeypatch.setattr(desk.fake.books, "clock", lambda: desk.at.timestamp() + 10**9)
    desk.fake.books.tokens.clear()
    monkeypatch.setattr(desk.fake.books, "issue", lambda: {"id_token": "not-known", "expires_in": "3600"})
    with pytest.raises(GatewayTrouble, match="401"):
        desk.query(charge)
    assert desk.fake.books.grants == 2


def test_many_workers_at_once_ask_once(desk):
    desk.fake.server.slow = 0.3
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _each: _in_thread(desk), range(8)))
    assert len(found) == 1
    assert desk.asked("/token/grant") == 1


def test_many_workers_whose_token_was_forgotten_ask_once(desk):
    old = _token(desk)
    desk.fake.forget_tokens()
    desk.fake.server.slow = 0.3

    def renewed(_each):
        try:
            return _token(desk, refused=old)
        finally:
            wire.hang_up()

    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(renewed, range(6)))
    assert len(found) == 1
    assert old not in found
    assert desk.fake.books.grants == 2


def test_another_process_fetches_it_for_us(desk):
    """Whoever shares the cache waits for the one who holds the lock."""
    name = tokens._name(desk.keys, rules.TOKENIZED)
    assert cache.add(f"{name}:lock", 1, 30)
    found: list[str] = []
    waiting = threading.Thread(target=lambda: found.append(_in_thread(desk)))
    waiting.start()
    waiting.join(0.3)
    assert waiting.is_alive()
    cache.set(name, seal(["theirs", "", (desk.at + timedelta(hours=1)).isoformat()]))
    waiting.join(5)
    assert found == ["theirs"]
    assert desk.fake.books.grants == 0


def test_a_failed_grant_leaves_no_lock_behind(desk):
    desk.fake.fail_next("down")
    with pytest.raises(GatewayTrouble):
        _token(desk)
    assert _token(desk)


def test_every_account_has_its_own(desk):
    _token(desk)
    other = replace(desk.keys, values={**TEST_KEYS, "password": "changed"})
    with pytest.raises(tokens.KeysUnknown) as unknown:
        tokens.token(other, rules.TOKENIZED, at=desk.at)
    assert unknown.value.code == "401"
    assert "changed" not in str(unknown.value)


def test_nonsense_in_place_of_a_token(desk):
    desk.fake.fail_next("nonsense", at="/token/grant")
    with pytest.raises(GatewayTrouble):
        _token(desk)

"""The addresses in letters: read back what was written, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dhara.audience.links import rules


def test_a_letter_is_read_back() -> None:
    assert rules.read_letter_token(rules.letter_token(12, 7)) == rules.Letter(12, 7)


def test_touches_are_read_back() -> None:
    token = rules.touch_token(31)
    assert rules.read_open(token) == rules.Touched(None, delivery_id=31)
    assert rules.read_link(f"4-{token}") == rules.Touched(4, delivery_id=31)
    shared = rules.anonymous_token(9, "bn")
    assert rules.read_link(f"0-{shared}") == rules.Touched(rules.HONEYPOT, message_id=9, language="bn")


def test_what_was_signed_for_one_thing_is_none_for_another(now: datetime) -> None:
    letter, touch, data = rules.letter_token(1), rules.touch_token(1), rules.data_token(1, now)
    assert rules.read_letter_token(touch) is rules.read_letter_token(data) is None
    assert rules.read_open(letter) is rules.read_link(f"1-{letter}") is None
    assert rules.read_data_token(letter, at=now) is None


def test_a_changed_sign_is_no_token() -> None:
    token = rules.letter_token(12, 7)
    assert rules.read_letter_token("3" + token[1:]) is None
    assert rules.read_letter_token(token[:-1] + ("0" if token[-1] != "0" else "1")) is None


@given(st.text(max_size=80))
def test_anything_can_come_in(text: str) -> None:
    assert rules.read_letter_token(text) is rules.read_open(text) is rules.read_link(text) is None


def test_the_link_to_the_data_ends(now: datetime) -> None:
    token = rules.data_token(5, now)
    assert rules.read_data_token(token, at=now + timedelta(hours=23)) == 5
    assert rules.read_data_token(token, at=now + timedelta(hours=25)) is None


def test_old_letters_work_after_the_key_was_changed(settings: Any) -> None:
    token = rules.letter_token(12, 7)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [settings.SECRET_KEY]
    assert rules.read_letter_token(token) == rules.Letter(12, 7)


def test_headers_are_as_rfc_8058_wants_them() -> None:
    token = rules.letter_token(12, 7)
    wanted = f"<{rules.unsubscribe_url(token)}>"
    assert rules.headers(token) == {"List-Unsubscribe": wanted, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}

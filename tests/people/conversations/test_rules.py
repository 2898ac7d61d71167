"""Contacts are found and hidden, scams are held: measured on labelled messages; and what may be written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, Refused, TooMany
from dhara.people.conversations import rules
from dhara.people.conversations.rules import contacts, limits, scams
from tests.people.conversations import contact_cases, scam_cases


def measure(found: Callable[[str], bool], with_it: Iterable[str], without: Iterable[str]) -> tuple[float, float]:
    """Precision and recall; prints what was missed and what was found wrongly (pytest -rP shows it)."""
    missed = [text for text in with_it if not found(clean_text(text, lines=True))]
    wrong = [text for text in without if found(clean_text(text, lines=True))]
    hits = len(list(with_it)) - len(missed)
    print("missed:", missed, "wrong:", wrong)
    precision, recall = hits / (hits + len(wrong)), hits / len(list(with_it))
    print(f"precision {precision:.3f}, recall {recall:.3f}")
    return precision, recall


def test_contacts_are_found_and_ordinary_words_are_not() -> None:
    precision, recall = measure(contacts.has_contact, contact_cases.WITH, contact_cases.WITHOUT)
    assert precision >= 0.97
    assert recall >= 0.97


def test_money_first_is_found() -> None:
    found = [*scam_cases.FINE, *scam_cases.MOVES_AWAY]
    precision, recall = measure(
        lambda text: rules.PAY_FIRST in scams.held_for(text, agreed=False), scam_cases.PAY_FIRST, found
    )
    assert precision >= 0.95
    assert recall >= 0.95


def test_leading_away_is_found_until_they_agree() -> None:
    fine = [*scam_cases.FINE, *scam_cases.PAY_FIRST]
    precision, recall = measure(
        lambda text: rules.MOVES_AWAY in scams.held_for(text, agreed=False), scam_cases.MOVES_AWAY, fine
    )
    assert precision >= 0.95
    assert recall >= 0.95
    assert not [each for each in scam_cases.MOVES_AWAY if rules.MOVES_AWAY in scams.held_for(each, agreed=True)]
    assert rules.PAY_FIRST in scams.held_for(scam_cases.PAY_FIRST[0], agreed=True)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Call 01712-345678 now", "Call [phone number hidden] now"),
        ("me@example.com, ok?", "[email address hidden], ok?"),
        ("আমার নম্বর ০১৭১২৩৪৫৬৭৮।", "আমার নম্বর [phone number hidden]।"),
        ("see https://wa.me/8801712345678 or +8801712345678", "see [contact hidden] or [phone number hidden]"),
        ("Telegram: @nadia_art", "Telegram: [contact hidden]"),
        ("nothing here", "nothing here"),
    ],
)
def test_only_the_contact_is_hidden(text: str, read: str) -> None:
    assert contacts.masked(text) == read


def test_the_placeholder_is_in_the_readers_language() -> None:
    with translation.override("bn"):
        assert contacts.masked("01712345678") == "[ফোন নম্বর লুকানো]"


@given(st.text(alphabet=st.sampled_from("0123456789 +-.@abকখ০১৭oO(zero)\nএক"), max_size=120))
def test_pieces_always_make_the_text_again(text: str) -> None:
    assert "".join(each.text for each in contacts.pieces(text)) == text


def test_long_texts_take_no_time() -> None:
    began = datetime.now(UTC)
    for hostile in ("a." * 2500, "zero " * 1000, "telegram " * 500, "0 " * 2500, "a@" * 2500, "send money " * 450):
        contacts.spans(hostile)
        scams.held_for(hostile, agreed=False)
    assert datetime.now(UTC) - began < timedelta(seconds=3)


def test_what_can_be_written() -> None:
    assert limits.clean_body("  hello \r\n\r\n\r\n there ") == "hello\n\nthere"
    assert limits.clean_body("", files=1) == ""
    for body in ("", " \n ", "x" * 5001):
        with pytest.raises(Invalid):
            limits.clean_body(body)
    with pytest.raises(Invalid, match="is a program"):
        limits.check_files(["photo.jpg", "photo.jpg.EXE"])
    with pytest.raises(Invalid, match="5 files fit"):
        limits.check_files(["a.pdf"] * 6)


def test_how_often() -> None:
    limits.may_write(19)
    limits.may_open(19, 19, timedelta(days=30))
    limits.may_open(4, 4, timedelta(hours=1))
    for call in (
        lambda: limits.may_write(20),
        lambda: limits.may_open(20, 1, timedelta(days=30)),
        lambda: limits.may_open(5, 5, timedelta(days=2)),
    ):
        with pytest.raises(TooMany):
            call()


def test_one_mail_until_they_look() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert limits.may_mail(None, None)
    assert not limits.may_mail(noon, None)
    assert not limits.may_mail(noon, noon - timedelta(hours=1))
    assert limits.may_mail(noon, noon + timedelta(hours=1))


def test_blocks_say_who_blocked() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    limits.unblocked(None, None)
    said: list[str] = []
    for mine, theirs in ((noon, None), (None, noon), (noon, noon)):
        with pytest.raises(Conflict) as refusal:
            limits.unblocked(mine, theirs)
        assert isinstance(refusal.value, Refused)
        said.append(refusal.value.code)
    assert said == ["blocked_by_you", "blocked", "blocked_by_you"]

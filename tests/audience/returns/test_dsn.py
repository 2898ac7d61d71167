"""Messages that came back, in the shapes that servers really send. Each sample names our letter by {ID}."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhara.audience.returns.dsn import parse
from dhara.audience.returns.rules import (
    COMPLAINED,
    DEFERRED,
    DELIVERED,
    HARD,
    SOFT,
    UNSUBSCRIBED,
    kind_of_failure,
    without_addresses,
)

SAMPLES = Path(__file__).parent / "samples"
ID = "d41-0-" + "0123456789abcdef" * 2
MINA = "mina@example.com"
SAY = {
    "postfix_unknown_user": (HARD, "5.1.1", MINA),
    "postfix_delayed": (DEFERRED, "4.4.1", MINA),
    "postfix_mailbox_full": (SOFT, "5.2.2", MINA),
    "postfix_no_such_domain": (HARD, "5.4.4", "mina@example.con"),
    "exim_unknown_user": (HARD, "5.0.0", MINA),
    "exim_prose": (HARD, "", MINA),
    "exim_delayed": (DEFERRED, "", None),
    "gmail_not_found": (HARD, "5.1.1", MINA),
    "gmail_spam": (SOFT, "5.7.1", MINA),
    "exchange_not_found": (HARD, "5.1.10", MINA),
    "exchange_prose": (HARD, "5.1.1", MINA),
    "outlook_access_denied": (HARD, "5.4.1", MINA),
    "yahoo_no_account": (HARD, "5.0.0", "mina@yahoo.example"),
    "yahoo_prose": (HARD, "", MINA),
    "qmail": (HARD, "5.1.1", MINA),
    "qmail_full": (SOFT, "", MINA),
    "encoded_status": (HARD, "5.1.1", MINA),
    "relayed": (DELIVERED, "2.0.0", MINA),
    "arf_abuse": (COMPLAINED, "", MINA),
    "arf_blackened": (COMPLAINED, "", "redacted@isp.example"),
    "arf_opt_out": (UNSUBSCRIBED, "", MINA),
}
NO_REPORTS = ("out_of_office", "answer", "out_of_office_without_sender", "arf_not_spam")


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.eml").read_text().replace("{ID}", ID).encode()


def test_every_sample_is_used() -> None:
    assert {path.stem for path in SAMPLES.iterdir()} == {*SAY, *NO_REPORTS, "two_recipients"}


@pytest.mark.parametrize("name", SAY)
def test_what_servers_say(name: str) -> None:
    kind, status, recipient = SAY[name]
    (report,) = parse(sample(name))
    assert (report.kind, report.status) == (kind, status)
    if recipient is not None:
        assert report.recipient == recipient
    copied = name not in ("exchange_prose", "exim_delayed")
    assert report.ids == ((ID,) if copied else ())
    assert MINA not in report.detail


@pytest.mark.parametrize("name", SAY)
def test_the_same_with_the_line_ends_of_the_wire(name: str) -> None:
    raw = sample(name)
    assert parse(raw.replace(b"\n", b"\r\n")) == parse(raw)


@pytest.mark.parametrize("name", NO_REPORTS)
def test_people_and_their_machines_are_no_reports(name: str) -> None:
    assert parse(sample(name)) == []


def test_each_recipient_of_a_report() -> None:
    first, second = parse(sample("two_recipients"))
    assert (first.kind, first.recipient) == (HARD, MINA), "to whom we wrote, not where it was sent on to"
    assert (second.kind, second.recipient) == (SOFT, "other@example.com")


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "", HARD),
        ("5.0.0", "550 5.1.1 User unknown", HARD),
        ("5.0.0", "552 mailbox full", SOFT),
        ("", "550 Requested action not taken: mailbox unavailable", HARD),
        ("", "550 blocked by policy; no such user list", SOFT),
        ("5.7.1", "550 5.7.1 message refused: DMARC", SOFT),
        ("5.2.1", "mailbox disabled", HARD),
        ("4.2.2", "over quota", SOFT),
        ("", "something else entirely", SOFT),
        ("nonsense", "", SOFT),
    ],
)
def test_dead_or_only_for_the_moment(status: str, words: str, kind: str) -> None:
    assert kind_of_failure(status, words) == kind


def test_no_address_is_kept() -> None:
    assert (
        without_addresses("550 <mina@example.com>: unknown\n  user 'a.b@c.example'")
        == "550 <…@example.com>: unknown user '…@c.example'"
    )


@given(st.binary(max_size=2_000))
def test_any_bytes_can_come_in(raw: bytes) -> None:
    assert parse(raw) == [] or raw


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([*SAY]), st.integers(0, 1500), st.integers(1, 400))
def test_a_report_that_lost_a_piece_breaks_nothing(name: str, start: int, length: int) -> None:
    raw = sample(name)
    for report in parse(raw[:start] + raw[start + length :]):
        assert report.kind in (HARD, SOFT, DEFERRED, DELIVERED, COMPLAINED, UNSUBSCRIBED)

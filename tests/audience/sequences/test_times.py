"""Waits and send windows, over changes of the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dhara.audience.sequences.rules import after_wait, clean_window, next_open, zone
from dhara.kit.refusal import Invalid

LONDON, YORK, DHAKA = zone("Europe/London"), zone("America/New_York"), zone("Asia/Dhaka")
zones = some.sampled_from([LONDON, YORK, DHAKA, zone("Pacific/Apia"), zone("Australia/Lord_Howe"), UTC])
moments = some.integers(1_704_000_000, 1_830_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
clocks = some.builds(time, some.integers(0, 23), some.integers(0, 59)).map(lambda each: f"{each:%H:%M}")
windows = some.builds(
    lambda start, end, days: {"from": start, "until": end, "days": sorted(days)},
    clocks,
    clocks,
    some.sets(some.integers(0, 6), min_size=1),
)


def test_until_a_time_in_the_contacts_zone() -> None:
    now = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # ten in Dhaka, four in London, Monday
    assert after_wait({"until": "09:00"}, now, DHAKA) == datetime(2026, 3, 3, 3, 0, tzinfo=UTC)
    assert after_wait({"until": "09:00"}, now, LONDON) == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert after_wait({"until": "10:00", "weekday": 0}, now, DHAKA) == datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
    assert after_wait({"for": {"days": 2}, "until": "09:00"}, now, DHAKA) == datetime(2026, 3, 5, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "where", "until", "expected"),
    [
        # The clocks of London go from one to two on 29 March 2026: half past one is an hour later.
        ("2026-03-28T23:00Z", LONDON, "01:30", "2026-03-29T01:30Z"),
        ("2026-03-28T23:00Z", LONDON, "09:00", "2026-03-29T08:00Z"),
        # On 25 October half past one comes twice: the first counts, the second is not a day's next time.
        ("2026-10-24T23:00Z", LONDON, "01:30", "2026-10-25T00:30Z"),
        ("2026-10-25T00:30Z", LONDON, "01:30", "2026-10-26T01:30Z"),
        # New York on 8 March and on 1 November 2026.
        ("2026-03-08T05:00Z", YORK, "02:30", "2026-03-08T07:30Z"),
        ("2026-11-01T04:00Z", YORK, "09:00", "2026-11-01T14:00Z"),
    ],
)
def test_changes_of_the_clocks(now: str, where: Any, until: str, expected: str) -> None:
    assert after_wait({"until": until}, datetime.fromisoformat(now), where) == datetime.fromisoformat(expected)


def test_a_day_is_a_day() -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert after_wait({"for": {"days": 1}}, before, LONDON) == before + timedelta(hours=24)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02T04:00Z", "2026-03-02T15:00Z"),  # Monday ten: opens at nine in the evening
        ("2026-03-02T16:00Z", "2026-03-02T16:00Z"),  # Monday ten in the evening: open
        ("2026-03-02T19:30Z", "2026-03-02T19:30Z"),  # Tuesday half past one at night: still Monday's
        ("2026-03-02T20:00Z", "2026-03-09T15:00Z"),  # Tuesday two at night: closed until the next Monday
    ],
)
def test_a_window_over_midnight(now: str, expected: str) -> None:
    window = clean_window({"from": "21:00", "until": "02:00", "days": [0]})
    assert next_open(window, datetime.fromisoformat(now), DHAKA) == datetime.fromisoformat(expected)


@given(windows, moments, zones)
def test_a_window_opens_within_eight_days_and_never_before_now(window: Any, now: datetime, where: Any) -> None:
    opens = next_open(window, now, where)
    assert now <= opens <= now + timedelta(days=9)
    assert next_open(window, opens, where) == opens


@given(clocks, some.none() | some.integers(0, 6), some.integers(0, 400), moments, zones)
def test_a_wait_ends_after_now_at_the_time_it_says(
    until: str, weekday: int | None, hours: int, now: datetime, where: Any
) -> None:
    node: dict[str, Any] = {"until": until, "weekday": weekday, "for": {"hours": hours} if hours else None}
    over = after_wait(node, now, where)
    least = now + timedelta(hours=hours)
    assert least < over <= least + timedelta(days=16)
    local = over.astimezone(where)
    shifted = local.replace(tzinfo=None, fold=0) - datetime.combine(local.date(), time.fromisoformat(until))
    assert timedelta(0) <= shifted <= timedelta(hours=1)


@pytest.mark.parametrize(
    "window",
    [
        "always",
        {"from": "9"},
        {"from": "09:00"},
        {"from": "09:00", "until": "24:30"},
        {"from": "09:00", "until": "21:00", "days": []},
        {"from": "09:00", "until": "21:00", "days": [7]},
        {"from": "09:00", "until": "21:00", "days": ["1"]},
    ],
)
def test_windows_that_mean_nothing(window: Any) -> None:
    with pytest.raises(Invalid):
        clean_window(window)


def test_unknown_zones_are_passed_over() -> None:
    assert zone("Mars/Base", "../etc", "", "Asia/Dhaka") == DHAKA
    assert zone("") is UTC

"""The clock, days and periods."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dhara.kit import clock

DHAKA = ZoneInfo("Asia/Dhaka")


def test_now_is_aware_and_can_be_held():
    assert clock.now().tzinfo is UTC
    moment = datetime(2025, 4, 9, 3, tzinfo=UTC)
    with clock.fixed(moment):
        assert clock.now() == moment
    assert clock.now() != moment
    with pytest.raises(ValueError, match="time zone"), clock.fixed(datetime(2025, 1, 1)):  # noqa: DTZ001
        pass


def test_a_day_is_local():
    start, end = clock.day_bounds(date(2025, 4, 9), DHAKA)
    assert start.astimezone(UTC) == datetime(2025, 4, 8, 18, tzinfo=UTC)
    assert end - start == timedelta(days=1)


def test_a_day_with_a_clock_change_has_23_hours():
    start, end = clock.day_bounds(date(2025, 3, 30), ZoneInfo("Europe/Berlin"))
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize(("name", "days"), [("today", 1), ("7", 7), ("30", 30), ("90", 90), ("365", 365)])
def test_periods_end_with_today(name, days):
    at = datetime(2025, 4, 8, 20, tzinfo=UTC)  # already the 9th in Dhaka
    start, end = clock.period(name, at, DHAKA)
    assert end == datetime(2025, 4, 10, tzinfo=DHAKA)
    assert end - start == timedelta(days=days)
    with pytest.raises(KeyError):
        clock.period("31", at, DHAKA)

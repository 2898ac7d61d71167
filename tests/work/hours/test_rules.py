"""What may stand in a week: proven over any entries, and by the calendar."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhara.kit.refusal import Invalid
from dhara.work.engagements.modes.hourly import WEEK, next_end, week_end
from dhara.work.hours import rules
from dhara.work.hours.rules import Week, Worked

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MOMENTS = st.integers(-3_000, 14_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@CALM
@given(st.lists(st.tuples(MOMENTS, st.integers(-60, 1_600)), max_size=30), st.integers(0, 600), MOMENTS)
def test_whatever_is_written_stays_within_the_week_its_limit_and_the_past(tries, limit, at):
    week, kept = Week(MONDAY, MONDAY + WEEK, limit), []
    for begin, minutes in tries:
        wanted = Worked(begin, begin + timedelta(minutes=minutes), "Work")
        with suppress(Invalid):
            kept.append(rules.clean(wanted, week, [each.minutes for each in kept], at=at))
    assert sum(each.minutes for each in kept) <= limit
    assert all(week.begins_at <= each.begins_at < each.ends_at <= min(week.ends_at, at) for each in kept)
    assert rules.bill(12_345, sum(each.minutes for each in kept)) <= rules.bill(12_345, limit)


@CALM
@given(st.integers(1, 10**9), st.lists(st.integers(1, 1_440), max_size=20))
def test_a_bill_is_never_more_than_its_parts_and_less_by_less_than_a_minor_unit_each(rate, parts):
    whole, single = rules.bill(rate, sum(parts)), sum(rules.bill(rate, each) for each in parts)
    assert single <= whole <= single + len(parts)


def test_words_are_needed_and_short():
    week = Week(MONDAY, MONDAY + WEEK, 600)
    for text in ("", "  ", "x" * 301):
        with pytest.raises(Invalid) as refused:
            rules.clean(Worked(MONDAY, MONDAY + timedelta(hours=1), text), week, [], at=MONDAY + WEEK)
        assert refused.value.field == "text"


@CALM
@given(MOMENTS)
def test_weeks_meet_without_a_gap(at):
    end = week_end(at)
    assert end.weekday() == 0
    assert end - WEEK <= at < end
    assert week_end(end) == end + WEEK


def test_money_that_comes_on_sunday_is_for_the_next_week():
    sunday = MONDAY + timedelta(days=6, hours=1)
    assert next_end(MONDAY, None) == MONDAY + WEEK
    assert next_end(sunday, None) == MONDAY + 2 * WEEK
    assert next_end(MONDAY, MONDAY + WEEK) == MONDAY + 2 * WEEK
    assert next_end(MONDAY + 5 * WEEK, MONDAY + WEEK) == MONDAY + 6 * WEEK, "a pause"

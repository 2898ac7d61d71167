"""What a campaign may say, and what it will cost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.locale.languages import in_language
from dhara.kit.refusal import Invalid
from dhara.work.campaigns import rules
from dhara.work.campaigns.rules import draft
from tests.make import campaigns as make


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"instructions": ""}, "instructions"),
        ({"reward": 0}, "reward"),
        ({"reward": 10**12}, "reward"),
        ({"currency": "ZZZ"}, "currency"),
        ({"positions": 0}, "positions"),
        ({"positions": 1_000_001}, "positions"),
        ({"review_days": 8}, "review_days"),
        ({"per_worker": 0}, "per_worker"),
        ({"countries": ["Bangladesh"]}, "countries"),
        ({"languages": ["xx"]}, "languages"),
        ({"level": 4}, "level"),
        ({"reasons": ["x" * 201]}, "reasons"),
        ({"fields": ()}, "proof"),
    ],
)
def test_what_is_refused(changes, field):
    with pytest.raises(Invalid) as found:
        draft.clean(replace(make.draft(), **changes))
    assert found.value.field == field


def test_usual_reasons_stand_in():
    assert len(draft.clean(make.draft())["reasons"]) == len(draft.REASONS)
    assert draft.clean(make.draft(reasons=[" Too dark ", "Too dark", ""]))["reasons"] == ["Too dark"]


def test_usual_reasons_are_kept_and_told_in_the_reader_s_language():
    with in_language("bn"):
        typed = draft.told("The answer is wrong")
        kept = draft.clean(make.draft(reasons=[typed, "Too dark"]))["reasons"]
        assert [draft.told(each) for each in kept] == [typed, "Too dark"]
    assert kept == ["The answer is wrong", "Too dark"]
    assert typed != kept[0]
    with in_language("en"):
        assert draft.told(typed) == "The answer is wrong", "also what was kept in Bengali before"
        assert draft.told(f"{typed}\nIt is a dog.") == "The answer is wrong\nIt is a dog."
        assert draft.told("It is a dog.") == "It is a dog."


NUMBERS = {"platform.fee_bp": 500, "platform.fee_minor": 0, "work.micro.reserve_bp": 500}


def test_an_estimate():
    found = draft.estimate(500, "BDT", 100, 10, 30, NUMBERS)
    assert (found.rewards.minor, found.reserve.minor, found.total.minor) == (50_000, 2_500, 52_500)
    assert (found.fee.minor, found.net.minor, found.hours) == (25, 475, 4)


@given(st.integers(1, 10**9), st.integers(1, 10**6), st.integers(0, 10_000), st.integers(0, 10_000))
def test_estimates_add_up(reward, positions, fee, spare):
    numbers = {"platform.fee_bp": fee, "platform.fee_minor": 7, "work.micro.reserve_bp": spare}
    found = draft.estimate(reward, "BDT", positions, 1, 0, numbers)
    assert found.total == found.rewards + found.reserve
    assert found.fee.minor + found.net.minor == reward
    assert min(found.fee.minor, found.net.minor, found.reserve.minor) >= 0


def test_levels_and_places():
    levels = [rules.level(*each) for each in ((0, 0), (10, 2), (10, 3), (100, 5), (1_000, 10), (1_000, 60))]
    assert levels == [0, 1, 0, 2, 3, 2]
    assert rules.country_of("Asia/Dhaka") == "BD"
    assert rules.country_of("UTC") == ""
    assert rules.is_spike(20, 39, 20)
    assert not rules.is_spike(20, 40, 20)
    assert not rules.is_spike(19, 19, 20)

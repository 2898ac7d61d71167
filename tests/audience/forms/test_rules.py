"""What a form may say and ask; how a press is told from spam."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.forms import rules
from dhara.audience.forms.rules import Draft, Origin
from dhara.kit.refusal import Invalid


def refused(draft: Draft, *fields: str) -> tuple[str, str | None]:
    with pytest.raises(Invalid) as refusal:
        rules.clean_draft(draft, frozenset(fields))
    return refusal.value.code, refusal.value.field


def test_a_form_needs_a_name_and_known_questions_once_each() -> None:
    assert refused(Draft("  ")) == ("form_name", "name")
    assert refused(Draft("x" * 121)) == ("form_name", "name")
    asks = [{"field": "city"}, {"field": "city"}]
    assert refused(Draft("Ask", asks), "city")[0] == "question_unknown"
    assert refused(Draft("Ask", [{"field": "shoe"}]), "city")[0] == "question_unknown"
    many = [{"field": f"f{number}"} for number in range(9)]
    assert refused(Draft("Ask", many), *(each["field"] for each in many))[0] == "many_questions"
    clean = rules.clean_draft(
        Draft(" Ask\u202e ", [{"field": "name", "required": 1}, {"field": "city"}]), frozenset({"city"})
    )
    assert clean["name"] == "Ask"
    assert clean["questions"] == [{"field": "name", "required": True}, {"field": "city", "required": False}]


def test_what_is_not_written_is_said_in_each_language() -> None:
    texts = rules.clean_texts({"en": {"title": "My list"}})
    assert texts["en"]["title"] == "My list"
    assert texts["en"]["button"] == "Send it to me"
    assert texts["bn"]["button"] not in ("", "Send it to me")
    with pytest.raises(Invalid) as refusal:
        rules.clean_texts({"bn": {"button": "x" * 41}})
    assert refusal.value.field == "button_bn"


@pytest.mark.parametrize(
    ("look", "field"),
    [
        ({"place": "roof"}, "place"),
        ({"tone": "<script>"}, "tone"),
        ({"after_seconds": "soon"}, "after_seconds"),
        ({"after_seconds": -1}, "after_seconds"),
        ({"after_seconds": 601}, "after_seconds"),
    ],
)
def test_looks_that_are_none(look: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_look(look)
    assert refusal.value.field == field


@pytest.mark.parametrize(("seconds", "code"), [(1, "too_fast"), (86_401, "too_old"), (-60, "too_fast")])
def test_a_stamp_is_good_from_two_seconds_to_a_day(seconds: int, code: str, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_stamp(7, rules.stamp(7, now - timedelta(seconds=seconds)), now)
    assert refusal.value.code == code
    for good in (2, 86_400):
        rules.check_stamp(7, rules.stamp(7, now - timedelta(seconds=good)), now)


@pytest.mark.parametrize("given", ["", "x", "7-1-" + "0" * 32, "bengali ৭" * 9])
def test_a_stamp_that_is_not_ours(given: str, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_stamp(7, given, now)
    assert refusal.value.code == "once_more"
    with pytest.raises(Invalid):
        rules.check_stamp(8, rules.stamp(7, now - timedelta(seconds=9)), now)


def test_where_somebody_comes_from_is_kept_short_and_plain() -> None:
    origin = Origin("javascript:alert(1)", {"source": "a\r\nb" * 90, "evil": "x"}, None)
    clean = rules.clean_origin(origin)
    assert clean["page"] == ""
    assert list(clean["utm"]) == ["source"]
    assert "\n" not in clean["utm"]["source"]
    assert len(clean["utm"]["source"]) <= 120


def test_addresses_worth_a_warning() -> None:
    assert rules.warning_of("x@mailinator.com") == "disposable"
    assert rules.warning_of("info@shop.example") == "role"
    assert rules.warning_of("mitu@shop.example") == ""

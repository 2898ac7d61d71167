"""What rules may say, what is refused, and how they read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from dhara.audience.models import Field, Tag
from dhara.audience.segments import queries, rules
from dhara.kit.refusal import Invalid
from dhara.people.models import Studio
from tests.make import catalog as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio(now: datetime) -> Studio:
    studio = make.shop(now).studio
    Field.objects.create(studio=studio, key="age", label="Age", kind="number", created_at=now)
    Field.objects.create(studio=studio, key="city", label="City", kind="text", created_at=now)
    return studio


def _nested(depth: int) -> dict[str, Any]:
    return {"language": "bn"} if depth == 0 else {"all": [_nested(depth - 1)]}


def test_nothing_is_everybody(studio: Studio) -> None:
    assert rules.clean({}, studio) == rules.clean(None, studio) == {"all": []}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("tag", "rules_wrong"),
        ([], "rules_wrong"),
        ({"all": {"language": "bn"}}, "rules_wrong"),
        ({"all": [], "any": []}, "rules_wrong"),
        ({"language": "bn", "status": "known"}, "rules_wrong"),
        ({"language": "bn", "within_days": 3}, "rules_wrong"),
        ({"language": "fr"}, "rules_wrong"),
        ({"status": "erased"}, "rules_wrong"),
        ({"sql": "1=1"}, "rules_wrong"),
        ({"tag": "any"}, "number_needed"),
        ({"tag": True}, "number_needed"),
        ({"tag": 999}, "thing_unknown"),
        ({"tag": 2**80}, "number_needed"),
        ({"field": "shoe", "is": "x"}, "thing_unknown"),
        ({"field": ["age"], "is": 3}, "rules_wrong"),
        ({"field": "age", "contains": "3"}, "field_not_so"),
        ({"field": "age", "greater": "many"}, "number_needed"),
        ({"field": "age", "greater": float("inf")}, "number_needed"),
        ({"field": "age", "is": 3, "less": 4}, "rules_wrong"),
        ({"field": "age"}, "rules_wrong"),
        ({"field": "city", "is": " "}, "value_needed"),
        ({"field": "city", "known": "perhaps"}, "rules_wrong"),
        ({"source": " "}, "source_needed"),
        ({"subscribed": True, "within_days": 0}, "number_needed"),
        ({"subscribed": False}, "rules_wrong"),
        ({"active": True, "since": "2026-02-30"}, "day_needed"),
        ({"bought": "any", "amount": 100}, "currency_needed"),
        ({"bought": "any", "times": "many"}, "number_needed"),
        (_nested(5), "rules_too_deep"),
        ({"any": [{"all": [{"language": "bn"}] * 30}] * 2}, "too_many_rules"),
    ],
)
def test_what_can_not_be_understood_is_refused(studio: Studio, given: object, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean(given, studio)
    assert refusal.value.code == code


def test_what_belongs_to_another_studio_can_not_be_named(studio: Studio, now: datetime) -> None:
    other = Tag.objects.create(studio=make.shop(now).studio, name="theirs", created_at=now)
    with pytest.raises(Invalid):
        rules.clean({"tag": other.pk}, studio)


def test_values_get_their_types(studio: Studio) -> None:
    given = {"all": [{"field": "age", "greater": "১৮"}, {"not": {"not": {"active": True, "within_days": "7"}}}]}
    assert rules.clean(given, studio) == {
        "all": [{"field": "age", "greater": 18}, {"active": True, "within_days": 7}],
    }


def test_a_rule_reads_as_a_sentence(studio: Studio, now: datetime) -> None:
    tag = Tag.objects.create(studio=studio, name="buyer", created_at=now).pk
    rule = {
        "all": [
            {"tag": tag},
            {"not": {"bought": "any", "times": 2, "within_days": 30}},
            {"any": [{"field": "age", "less": 18}, {"not": {"any": [{"language": "bn"}, {"source": "form"}]}}]},
        ]
    }
    assert queries.sentence(rule, studio.pk) == (
        "Everybody who has the tag “buyer”, and is not one who "
        "bought something at least 2 times in the last 30 days, and "
        "(Age is less than 18, or (does not read Bengali, and did not come by “a form”))."
    )
    assert queries.sentence({"all": []}, studio.pk) == "Everybody."
    assert queries.sentence({"any": []}, studio.pk) == "Nobody."
    assert "(deleted)" in queries.sentence({"tag": 10**9}, studio.pk)


def test_it_reads_so_in_bengali(studio: Studio) -> None:
    with translation.override("bn"):
        words = queries.sentence(
            {"all": [{"bought": "any", "within_days": 30}, {"not": {"language": "en"}}]}, studio.pk
        )
    assert words == "এমন সবাই: গত ৩০ দিনে কিছু কিনেছেন, এবং ইংলিশে পড়েন না।"

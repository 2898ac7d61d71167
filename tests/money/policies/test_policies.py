"""Numbers in force: dated, per studio, kept with what was agreed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.kit.actor import operator, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import Invalid, NotAllowed
from dhara.money.models import Policy
from dhara.money.policies import actions, queries, rules
from tests.make import money as make

FEE = "platform.fee_bp"
BY = operator(1)


def test_defaults(db, now):
    assert queries.value(FEE, at=now) == 500
    assert queries.frozen([], at=now) == {name: rule.value for name, rule in rules.DEFAULTS.items()}
    with pytest.raises(KeyError):
        queries.value("platform.mood", at=now)


def test_a_number_counts_from_its_moment_on(db, now):
    actions.set_policy(FEE, 300, by=BY, at=now)
    actions.set_policy(FEE, 200, since=now + timedelta(days=1), by=BY, at=now)
    assert queries.value(FEE, at=now - timedelta(seconds=1)) == 500
    assert queries.value(FEE, at=now) == 300
    assert queries.value(FEE, at=now + timedelta(days=1)) == 200


def test_a_studios_own_number_goes_first(nadia, now):
    karim = make.studio(now, "Karim")
    actions.set_policy(FEE, 100, studio_id=nadia.pk, by=BY, at=now)
    actions.set_policy(FEE, 300, by=BY, at=now + timedelta(hours=1))
    later = now + timedelta(hours=2)
    assert queries.value(FEE, nadia.pk, at=later) == 100
    assert queries.value(FEE, karim.pk, at=later) == 300
    kept = queries.frozen([nadia.pk, karim.pk], at=later)
    assert kept["studios"] == {str(nadia.pk): {FEE: 100}}
    assert rules.read(kept, FEE, nadia.pk) == 100
    assert rules.read(kept, FEE, karim.pk) == rules.read(kept, FEE) == 300
    assert rules.read({}, FEE, nadia.pk) == 500
    with pytest.raises(KeyError):
        rules.read({}, "platform.mood")


def test_one_query_then_none(nadia, now):
    with CaptureQueriesContext(connection) as cold:
        queries.frozen([nadia.pk, 7, 8], at=now)
    with CaptureQueriesContext(connection) as warm:
        queries.frozen([nadia.pk, 7], at=now)
        queries.value(FEE, 8, at=now)
    assert (len(cold), len(warm)) == (1, 0)


def test_a_set_number_is_seen_at_once_and_recorded(db, now):
    assert queries.value(FEE, at=now) == 500
    actions.set_policy(FEE, 400, by=BY, at=now, note="summer")
    assert queries.value(FEE, at=now) == 400
    assert RecordedFact.objects.get().data["value"] == 400


def test_the_past_is_not_changed(db, now):
    policy = actions.set_policy(FEE, 400, since=now - timedelta(days=9), by=BY, at=now)
    assert policy.since == now
    assert actions.set_policy(FEE, 350, by=BY, at=now).pk == policy.pk
    assert queries.value(FEE, at=now) == 350


@pytest.mark.parametrize(
    ("name", "value", "studio", "code"),
    [
        ("platform.mood", 1, False, "policy_unknown"),
        (FEE, -1, False, "policy_out_of_bounds"),
        (FEE, 10_001, False, "policy_out_of_bounds"),
        ("order.expires_minutes", 5, True, "policy_general"),
    ],
)
def test_refusals(nadia, now, name, value, studio, code):
    with pytest.raises(Invalid) as refusal:
        actions.set_policy(name, value, studio_id=nadia.pk if studio else None, by=BY, at=now)
    assert refusal.value.code == code
    with pytest.raises(NotAllowed):
        actions.set_policy(FEE, 1, by=person(1), at=now)
    assert not Policy.objects.exists()


def test_every_policy_says_what_it_is():
    for rule in rules.DEFAULTS.values():
        assert str(rule.label)
        assert rule.unit in rules.UNITS
        assert 0 <= rule.value <= rule.highest

"""Whom the SQL of a rule finds is whom a naive look at each contact finds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dhara.audience.models import Contact
from dhara.audience.segments import queries, rules
from dhara.kit.refusal import Invalid
from tests.audience.segments.crowd import CITIES, STATES, Crowd

pytestmark = pytest.mark.django_db
DAYS = st.sampled_from(["2026-01-01", "2026-02-10", "2026-02-28", "2026-03-02"])
TIMES = st.fixed_dictionaries({}, optional={"within_days": st.integers(1, 80), "since": DAYS, "before": DAYS})
SUMS = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"times": st.integers(1, 3)}),
    st.fixed_dictionaries({"amount": st.sampled_from([1, 100, 45_100]), "currency": st.sampled_from(["BDT", "USD"])}),
)
FIELDS = st.one_of(
    st.builds(lambda v: {"field": "city", "is": v}, st.sampled_from([c for c in CITIES if c] + ["Rome"])),
    st.builds(lambda v: {"field": "city", "contains": v}, st.sampled_from(["dha", "DHAKA", "ঢা", ".*", "["])),
    st.builds(
        lambda h, v: {"field": "age", h: v}, st.sampled_from(["is", "greater", "less"]), st.sampled_from([18, 40, 40.2])
    ),
    st.builds(lambda h, v: {"field": "born", h: v}, st.sampled_from(["is", "greater", "less"]), st.just("2000-02-29")),
    st.builds(lambda v: {"field": "vip", "is": v}, st.booleans()),
    st.builds(lambda k, v: {"field": k, "known": v}, st.sampled_from(["city", "age", "born", "vip"]), st.booleans()),
)


def _of(crowd: Crowd, kind: str) -> st.SearchStrategy[Any]:
    return st.sampled_from([*crowd.things[kind], "any"])


def _leaf(crowd: Crowd) -> st.SearchStrategy[dict[str, Any]]:
    def about(head: str, kind: str, *more: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.builds(lambda v, *m: {head: v} | {k: x for d in m for k, x in d.items()}, _of(crowd, kind), *more)

    return st.one_of(
        st.builds(lambda v: {"status": v}, st.sampled_from([s for s in STATES if s != "erased"])),
        st.builds(lambda v: {"language": v}, st.sampled_from(["bn", "en"])),
        st.builds(lambda v: {"source": v}, st.sampled_from(["form", "form:3", "import"])),
        st.builds(lambda v: {"tag": v}, st.sampled_from(crowd.things["tag"])),
        FIELDS,
        st.builds(lambda t: {"subscribed": True} | t, TIMES),
        st.builds(lambda t: {"active": True} | t, TIMES),
        about("form", "form", TIMES),
        about("bought", "offer", TIMES, SUMS),
        about("refunded", "offer", TIMES),
        about("opened", "message", TIMES),
        about("clicked", "message"),
        about("in_sequence", "sequence"),
        about("was_in_sequence", "sequence"),
    )


def _rules(crowd: Crowd) -> st.SearchStrategy[dict[str, Any]]:
    def groups(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        several = st.lists(inner, max_size=3)
        return st.one_of(
            st.builds(lambda each: {"all": each}, several),
            st.builds(lambda each: {"any": each}, several),
            st.builds(lambda each: {"not": each}, inner),
        )

    return st.recursive(_leaf(crowd), groups, max_leaves=8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_members_are_whom_the_rules_mean(now: datetime, seed: int) -> None:
    crowd = Crowd(now, seed)
    sizes = set()

    @settings(max_examples=250, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(rule=_rules(crowd), person=st.sampled_from(crowd.people))
    def check(rule: dict[str, Any], person: Contact) -> None:
        try:
            clean = rules.clean(rule, crowd.studio)
        except Invalid:
            return  # nested too deeply
        found = set(queries.members(crowd.studio.pk, clean, at=now).values_list("pk", flat=True))
        assert found == crowd.meant(rule)
        assert queries.count(crowd.studio.pk, clean, at=now) == len(found)
        assert queries.matches(person, clean, at=now) == (person.pk in found)
        assert rules.clean(clean, crowd.studio) == clean
        assert queries.sentence(clean, crowd.studio.pk).endswith(".")
        sizes.add(len(found))

    check()
    assert len(sizes) > 10


def test_the_moment_is_the_database_s_where_none_is_given(now: datetime) -> None:
    crowd = Crowd(now, 4)
    rule = {"bought": "any", "within_days": 30}
    assert queries.count(crowd.studio.pk, rule, at=now) > 0
    assert queries.count(crowd.studio.pk, rule) == queries.count(crowd.studio.pk, rule, at=datetime.now(now.tzinfo))
    assert queries.count(crowd.studio.pk, rule, at=now + timedelta(days=200)) == 0


def test_members_can_stand_inside_other_questions(now: datetime) -> None:
    crowd = Crowd(now, 5)
    rule = {"any": [{"tag": crowd.things["tag"][0]}, {"not": {"bought": "any"}}, {"language": "bn"}]}
    inner = queries.members(crowd.studio.pk, rule, at=now)
    outer = Contact.objects.filter(pk__in=inner.values("pk"))
    assert set(outer.values_list("pk", flat=True)) == crowd.meant(rule)

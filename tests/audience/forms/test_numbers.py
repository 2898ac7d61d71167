"""From seen to confirmed: by day of the studio, by source, by page; and visitors who count once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.forms import actions, queries, rules
from dhara.audience.forms.models import Form, Showing
from dhara.audience.forms.rules import Origin
from dhara.kit.actor import GUEST
from tests.make import forms as make

pytestmark = pytest.mark.django_db
BLOG = "https://blog.example/post?utm_source=facebook&x=1#end"


def see(form: Form, ip: str, at: datetime, page: str = BLOG, source: str = "facebook") -> None:
    actions.see(form, Origin(page=page, utm={"source": source}, ip=ip), at=at)


def test_a_day_is_the_studios(now: datetime) -> None:
    form = make.form(at=now)  # in Dhaka, six hours ahead
    late = now.replace(hour=19)
    see(form, "203.0.113.1", late)
    one = make.submit(form, "a@example.org", at=late)
    make.submit(form, "b@example.org", at=late, trap="x")
    actions.confirm(one.token, by=GUEST, at=late + timedelta(days=1))
    days = {each.name: each for each in queries.by_day(form, late + timedelta(days=1), 7)}
    first, second = ((late + timedelta(days=number)).date().isoformat() for number in (1, 2))
    assert list(days)[-1] == second
    assert len(days) == 7
    assert (days[first].seen, days[first].submitted, days[first].confirmed) == (1, 1, 0)
    assert (days[second].seen, days[second].submitted, days[second].confirmed) == (0, 0, 1)
    assert queries.by_day(form, late + timedelta(days=40), 30)[-1].seen == 0


def test_sources_and_pages_bring_seen_and_confirmed_together(now: datetime) -> None:
    form = make.form(at=now)
    for number in range(3):
        see(form, f"203.0.113.{number}", now)
    see(form, "203.0.113.9", now, page="javascript:alert(1)", source="")
    one = make.submit(form, "a@example.org", at=now)
    actions.confirm(one.token, by=GUEST, at=now)
    make.submit(form, "b@example.org", at=now + timedelta(minutes=5))
    pages = queries.by_page(form, now, 30)
    assert [(each.name, each.seen, each.submitted, each.confirmed) for each in pages] == [
        ("blog.example/post", 3, 2, 1),
        ("", 1, 0, 0),
    ]
    assert [(each.name, each.seen, each.submitted) for each in queries.by_source(form, now, 30)] == [
        ("facebook", 3, 2),
        ("", 1, 0),
    ]


def test_who_looks_again_counts_once_a_day_and_closed_forms_count_nobody(now: datetime) -> None:
    form = make.form(at=now)
    for _again in range(3):
        see(form, "203.0.113.1", now)
    see(make.form(form.studio, published=False, at=now), "203.0.113.1", now)
    form.refresh_from_db()
    assert (form.seen, [each.seen for each in Showing.objects.all()]) == (1, [1])


def test_pages_that_somebody_makes_up_are_counted_together(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_PAGES", 3)
    form = make.form(at=now)
    for number in range(6):
        see(form, f"203.0.113.{number}", now, page=f"https://x.example/{number}")
    see(form, "203.0.113.99", now, page="https://x.example/1")
    pages = {each.name: each.seen for each in queries.by_page(form, now)}
    assert pages == {"x.example/0": 1, "x.example/1": 2, "x.example/2": 1, "": 3}


@pytest.mark.parametrize(
    ("page", "place"),
    [
        (BLOG, "blog.example/post"),
        ("http://blog.example/", "blog.example"),
        ("/f/abc/?page=2", "/f/abc"),
        ("", ""),
        ("https://x.example/" + "a" * 400, ("x.example/" + "a" * 400)[:200]),
    ],
)
def test_places(page: str, place: str) -> None:
    assert rules.place_of(page) == place

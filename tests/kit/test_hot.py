"""Queries that are compiled once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, models
from django.db.models import Q

from dhara.kit.files.models import StoredFile
from dhara.kit.hot import Hot, remembered


def file(name: str, at: datetime, owner: int | None = None) -> StoredFile:
    return StoredFile.objects.create(name=name, size=1, created_at=at, owner_ref=owner)


@pytest.mark.django_db
def test_models_and_tuples_answer_as_the_queryset_does(now: datetime) -> None:
    file("a", now, 7), file("b", now, 8), file("c", now + timedelta(days=1), 7)
    hot = Hot(lambda owner, until: StoredFile.objects.filter(owner_ref=owner, created_at__lte=until).order_by("name"))
    assert [each.name for each in hot(owner=7, until=now)] == ["a"]
    assert [each.name for each in hot(owner=8, until=now)] == ["b"]
    assert [each.name for each in hot(owner=7, until=now + timedelta(days=2))] == ["a", "c"]
    assert hot(owner=9, until=now) == []
    assert len(hot.compiled) == 1
    rows = Hot(lambda name: StoredFile.objects.filter(name=name).values_list("owner_ref", "created_at"))
    assert rows(name="b") == [(8, now)]


@pytest.mark.django_db
def test_each_shape_is_another_query(now: datetime) -> None:
    file("a", now, 1), file("b", now, 1), file("c", now, 2)
    hot = Hot(lambda most, backwards, owner: StoredFile.objects.filter(owner_ref=owner).order_by(backwards)[:most])
    assert [each.name for each in hot(1, "-name", owner=1)] == ["b"]
    assert [each.name for each in hot(2, "name", owner=1)] == ["a", "b"]
    assert len(hot.compiled) == 2


@pytest.mark.django_db
def test_a_value_may_stand_in_several_places(now: datetime) -> None:
    file("x", now, 1), file("y", now, 2)
    hot = Hot(lambda name, owner: StoredFile.objects.filter(Q(name=name) | Q(sha256=name) | Q(owner_ref=owner)))
    assert {each.name for each in hot(name="x", owner=2)} == {"x", "y"}
    assert {each.name for each in hot(name="y", owner=3)} == {"y"}


@pytest.mark.django_db
def test_a_value_that_is_no_parameter_is_refused(now: datetime) -> None:
    hot = Hot(lambda most: StoredFile.objects.all()[:most])
    with pytest.raises(ValueError, match="most"):
        hot(most=3)
    changed = Hot(lambda name: StoredFile.objects.filter(name=name.upper()))
    with pytest.raises(ValueError, match="name"):
        changed(name="x")


@pytest.mark.django_db(transaction=True)
def test_threads_ask_over_their_own_connections(now: datetime) -> None:
    for number in range(8):
        file(f"file {number}", now, number)
    hot = Hot(lambda owner: StoredFile.objects.filter(owner_ref=owner))

    def ask(number: int) -> list[str]:
        try:
            return [each.name for _time in range(20) for each in hot(owner=number)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for number, names in enumerate(pool.map(ask, range(8))):
            assert names == [f"file {number}"] * 20


@pytest.mark.django_db
def test_what_was_read_is_not_read_again(now: datetime, django_assert_num_queries: object) -> None:
    made = file("a", now)
    with django_assert_num_queries(0):
        kept = remembered(StoredFile, [made])
        assert list(kept) == [made]
        assert isinstance(kept, models.QuerySet)

"""What PostgreSQL itself sees to, as a unit's engagement is no foreign key (decision 0035)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dhara.work.models import Engagement, Unit
from tests.make import work

pytestmark = pytest.mark.django_db


def test_no_unit_without_its_engagement(now: datetime) -> None:
    unit = work.parties(now).unit("gig", now)
    with pytest.raises(IntegrityError, match="no engagement"), transaction.atomic():
        Unit.objects.filter(pk=unit.pk).update(engagement_id=unit.engagement_id + 1)
    unit.pk, unit.engagement_id = None, unit.engagement_id + 1
    with pytest.raises(IntegrityError, match="no engagement"), transaction.atomic():
        Unit.objects.bulk_create([unit])


@pytest.mark.parametrize("statement", ["DELETE FROM work_engagement", "UPDATE work_engagement SET id = id + 1"])
def test_an_engagement_stays(now: datetime, statement: str) -> None:
    work.parties(now).unit("gig", now)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Engagement.objects.count() == 1

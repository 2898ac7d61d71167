"""`/healthz` tells a load balancer the truth."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from dhara.config.health import healthz


@pytest.mark.django_db
def test_says_ok_and_is_not_cached(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_says_503_where_the_database_does_not_answer(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", fail)
    assert healthz(rf.get("/healthz")).status_code == 503

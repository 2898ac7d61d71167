"""Invoices over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.checkout.models import Paper
from tests.api.door import Program, key_of, problem
from tests.make import checkout as make
from tests.make import papers, people

pytestmark = pytest.mark.django_db
PROFILE = {"legal_name": "Nadia Prints", "address": "7 Lake Road\nDhaka", "prefix": "np"}


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


def test_profile_list_and_pdf(here: people.Cast, now: datetime) -> None:
    base = f"/studios/{here.studio.handle}"
    writer = Program(key_of(here.nadia, now, "papers:write", studio=here.studio))
    reader = Program(key_of(here.nadia, now, "orders:read", studio=here.studio))
    problem(reader.get(f"{base}/paper-profile"), 404, "not_found")
    problem(reader.post(f"{base}/paper-profile", PROFILE), 403, "scope")
    problem(writer.post(f"{base}/paper-profile", {**PROFILE, "layout": "mushak"}), 422, "mushak_without_bin")
    assert writer.post(f"{base}/paper-profile", PROFILE).json()["prefix"] == "NP"
    assert reader.get(f"{base}/paper-profile").json()["automatic"] is True
    for number in range(3):
        make.paid_order(make.tier(here.studio), at=now, email=f"b{number}@example.com")
    first = reader.get(f"{base}/papers", limit=2).json()
    rest = reader.get(f"{base}/papers", limit=2, cursor=first["next"]).json()
    labels = [each["number"] for each in first["items"] + rest["items"]]
    assert labels == [f"NP-INV-{now.year}-0000{number}" for number in (3, 2, 1)]
    assert rest["next"] is None
    paper = first["items"][0]
    assert (paper["total"]["amount"], paper["buyer"]["name"]) == (45_000, "Karim Uddin")
    made = reader.get(f"{base}/papers/{paper['id']}/pdf", language="bn")
    assert (made["Content-Type"], made.content[:5]) == ("application/pdf", b"%PDF-")
    assert reader.get(f"{base}/papers", year=now.year - 1).json()["items"] == []


def test_buyers_only_for_those_who_may_see_them(here: people.Cast, now: datetime) -> None:
    papers.gives(here.studio, at=now)
    make.paid_order(make.tier(here.studio), at=now)
    paper = Paper.objects.get()
    viewer = people.member(here.studio, people.account("viewer@example.com"), role="viewer").account
    program = Program(key_of(viewer, now, "orders:read"))
    base = f"/studios/{here.studio.handle}/papers"
    assert program.get(base).json()["items"][0]["buyer"] is None
    problem(program.get(f"{base}/{paper.pk}/pdf"), 403, "role")
    outsider = Program(key_of(here.karim, now, "orders:read"))
    problem(outsider.get(base), 404, "not_found")
    problem(outsider.get(f"{base}/{paper.pk}/pdf"), 404, "not_found")

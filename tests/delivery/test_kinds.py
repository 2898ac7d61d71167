"""Every kind keeps the contract."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from dhara.catalog.kinds import KINDS, Answers, kind_of
from dhara.catalog.models import Offer
from tests.delivery.contract import CONTRACT, Case, Complete
from tests.make import bundles, gigs, licences
from tests.make import catalog as make

COMPLETE: dict[str, Complete] = {
    "download": lambda at: make.offer(at, tiers=[make.fixed(stock=5)]),
    "bundle": lambda at: bundles.offer(at, stock=5),
    "licence": lambda at: licences.offer(at, stock=5),
    "gig": lambda at: gigs.offer(at, stock=5, extras=gigs.EXTRAS),
}
CHOICES: dict[str, Answers] = {"gig": {"extras": ["fast", "source"]}}


def test_every_kind_is_known_and_tried() -> None:
    assert KINDS.keys() == COMPLETE.keys()
    assert all(kind.code == code for code, kind in KINDS.items())
    with pytest.raises(KeyError):
        kind_of(Offer(kind="nothing"))


@pytest.mark.django_db
@pytest.mark.parametrize("code", COMPLETE)
@pytest.mark.parametrize("check", CONTRACT, ids=lambda check: check.__name__)
def test_contract(code: str, check: Callable[[Case, datetime], None], now: datetime) -> None:
    check(Case(KINDS[code], COMPLETE[code], CHOICES.get(code, {})), now)

"""Every gateway keeps the contract."""

import pytest

from dhara.money.gateways import queries
from tests.money.gateways.contract import CLAUSES, Contract
from tests.money.gateways.remotes import REMOTES, remote


def test_every_gateway_is_under_contract():
    assert set(REMOTES) == set(queries.GATEWAYS)
    assert len(CLAUSES) >= 18


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("code", REMOTES)
def test_contract(db, now, code, clause):
    with remote(code) as made:
        getattr(Contract(made, now), clause)()

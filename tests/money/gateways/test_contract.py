"""Every gateway keeps the contract."""

import pytest

from dhara.money.gateways import queries
from dhara.money.gateways.rules import NO_KEYS
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.gateways.sandbox import queries as remote_queries
from dhara.money.gateways.sandbox import rules
from dhara.money.gateways.sandbox.gateway import Sandbox
from tests.money.gateways.contract import CLAUSES, Contract


class SandboxRemote:
    gateway = Sandbox()
    currency = "BDT"
    keys = NO_KEYS

    def pay(self, ref, at):
        sandbox.choose(ref, "pay", at=at)

    def decline(self, ref, at):
        sandbox.choose(ref, "decline", at=at)

    def cancel(self, ref, at):
        sandbox.choose(ref, "cancel", at=at)

    def notice(self, ref, at):
        event_id, body = rules.notice(ref, "paid", 1, at)
        return rules.sign(remote_queries.secret(), event_id, body, at), body


REMOTES = {"sandbox": SandboxRemote}


def test_every_gateway_is_under_contract():
    assert set(REMOTES) == set(queries.GATEWAYS)
    assert len(CLAUSES) >= 12


@pytest.mark.parametrize("clause", CLAUSES)
@pytest.mark.parametrize("code", REMOTES)
def test_contract(db, now, code, clause):
    getattr(Contract(REMOTES[code](), now), clause)()

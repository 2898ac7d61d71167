"""The gateways under test: code → where its `Remote` lies. One line for each; see `contract.Remote`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.module_loading import import_string

from tests.money.gateways.hands import Remote

REMOTES: dict[str, str] = {
    "sandbox": "tests.money.gateways.remote_sandbox.SandboxRemote",
    "bank": "tests.money.gateways.remote_bank.BankRemote",
    "bkash": "tests.money.gateways.remote_bkash.BkashRemote",
    "sslcommerz": "tests.money.gateways.remote_sslcommerz.SSLCommerzRemote",
    "nagad": "tests.money.gateways.remote_nagad.NagadRemote",
    "stripe": "tests.money.gateways.remote_stripe.StripeRemote",
}


@contextmanager
def remote(code: str) -> Iterator[Remote]:
    """A fresh one, with its fake running where it has one; `close` is called at the end if there is one."""
    made: Remote = import_string(REMOTES[code])()
    try:
        yield made
    finally:
        close = getattr(made, "close", None)
        if close:
            close()

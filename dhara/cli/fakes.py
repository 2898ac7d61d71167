"""Fakes of payment gateways on this machine: which there are, where they listen, and how one is run.

A fake is a package `tests/fakes/<code>` with a `__main__.py` that takes `--port` and `--notify`, and with `TEST_KEYS`,
the merchant's keys that it knows. They are part of the tests' folder, so an installation without it has none.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from dhara.cli import surroundings
from dhara.cli.complaint import Complaint

FOLDER = surroundings.ROOT / "tests" / "fakes"
FIRST_PORT = 9101
KEPT = "fakes.json"
ALL = "all"


def there() -> list[str]:
    """The codes of all gateways that have a fake here."""
    return sorted(path.parent.name for path in FOLDER.glob("*/__main__.py"))


def chosen(wanted: str) -> list[str]:
    """The fakes that `--fakes` names: all, or codes with commas between. Raises Complaint for what is not there."""
    known = there()
    if not known:
        raise Complaint(
            f"There are no fakes of gateways: {FOLDER} holds none. They belong to the tests, which this installation "
            "does not have; start without --fakes, or from a full checkout."
        )
    codes = known if wanted == ALL else [code.strip() for code in wanted.split(",") if code.strip()]
    if missing := [code for code in codes if code not in known]:
        raise Complaint(f"There is no fake of {', '.join(missing)}. There are: {', '.join(known)}.")
    return codes


def addresses(codes: list[str]) -> dict[str, str]:
    """Where each shall listen: from DHARA_FAKES_PORT or FIRST_PORT on, past what is in use.

    They start to listen seconds later: worlds that start side by side must be told to begin at different ports.
    """
    found: dict[str, str] = {}
    port = int(os.environ.get("DHARA_FAKES_PORT") or FIRST_PORT)
    for code in codes:
        while not _free(port):
            port += 1
        found[code] = f"http://127.0.0.1:{port}"
        port += 1
    return found


def command(code: str, address: str, public_url: str) -> list[str]:
    """The command line of one; it ends when its supervisor is gone."""
    port = address.rpartition(":")[2]
    notify = f"{public_url}/hooks/{code}/"
    return [sys.executable, "-m", __name__, f"tests.fakes.{code}", "--port", port, "--notify", notify]


def test_keys(code: str) -> dict[str, str]:
    """The keys that the fake knows. Raises Complaint where it tells none."""
    if str(surroundings.ROOT) not in sys.path:
        sys.path.insert(0, str(surroundings.ROOT))
    keys = getattr(importlib.import_module(f"tests.fakes.{code}"), "TEST_KEYS", None)
    if not isinstance(keys, Mapping):
        raise Complaint(f"The fake of {code} tells no TEST_KEYS, so Dhara can not use it.")
    return {str(name): str(value) for name, value in keys.items()}


def keep(data: Path, bases: Mapping[str, str]) -> None:
    """Write down where the fakes are, for stories and whoever wants to move them."""
    (data / KEPT).write_text(json.dumps(dict(bases)))


def kept(data: Path) -> dict[str, str]:
    path = data / KEPT
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    surroundings.end_with_parent()
    module, sys.argv = sys.argv[1], sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=False)

"""`dhara fakes CODE …`: open test accounts with the local fakes of gateways, with the keys that these know."""

from __future__ import annotations

import argparse

from dhara.cli import fakes, surroundings
from dhara.cli.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("codes", nargs="*", metavar="CODE", help=", ".join(fakes.there()) or "(there are none here)")


def run(options: argparse.Namespace) -> int:
    codes = options.codes or fakes.chosen(fakes.ALL)
    keys = {code: fakes.test_keys(code) for code in fakes.chosen(",".join(codes))}
    with surroundings.django_ready():
        from django.conf import settings

        from dhara.kit import clock
        from dhara.kit.actor import SYSTEM
        from dhara.money.gateways.actions import have
        from dhara.money.gateways.queries import GATEWAYS

        if not settings.SANDBOX:
            raise Complaint("Fakes take no money, so they are for a sandbox only (DHARA_SANDBOX=1).")
        for code, values in keys.items():
            if code not in GATEWAYS:
                print(f"{code}: Dhara does not know this gateway, so nobody can pay through its fake")
                continue
            have(gateway=code, values=values, by=SYSTEM, at=clock.now())
            print(f"{code}: test account ready")
    return 0

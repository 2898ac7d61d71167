"""`dhara demo`: fill an empty Dhara with a small world to look around in."""

from __future__ import annotations

import argparse

from dhara.cli import parts, surroundings
from dhara.cli.commands.up import DEMO_DONE
from dhara.cli.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--first", action="store_true", help="say nothing where people use this Dhara already")
    parser.add_argument("--orders", type=int, default=2500, help="how many orders of a year (default: 2500)")
    parser.add_argument("--small", action="store_true", help="four studios with a few offers and 40 orders")
    parser.add_argument("--code", action="store_true", help="only print the present code of the demo operator")


def run(options: argparse.Namespace) -> int:
    """Refuses where there are studios that it did not make; what an interrupted run left is completed."""
    surroundings.end_with_parent()
    if options.code:
        print(operator_code())
        return 0
    data = surroundings.data_folder()
    begun, done = data / "demo.begun", data / DEMO_DONE
    with surroundings.django_ready():
        from dhara.people.models import Studio

        if not begun.exists() and Studio.objects.exists():
            if options.first:
                done.touch()
                return 0
            raise Complaint("People use this Dhara already; the demo world goes into an empty one only.")
        begun.touch()
        parts.load("world", parts.WORLDS, "demo").build(
            progress=lambda line: print(line, flush=True), orders=options.orders, small=options.small
        )
        done.touch()
    return 0


def operator_code() -> str:
    """What an authenticator app would show for the demo operator now (six digits, RFC 6238)."""
    with surroundings.django_ready():
        from allauth.mfa.totp.internal import auth

        from dhara.cli.demo.accounts import OPERATOR_SECRET

        counters = list(auth.yield_hotp_counters_from_time())
        present = counters[len(counters) // 2]  # the others are what it tolerates before and after
        return str(auth.format_hotp_value(auth.hotp_value(OPERATOR_SECRET, present)))

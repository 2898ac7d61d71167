"""`dhara replies`: answers to letters about messages, out of an mbox, a Maildir, a file, or a pipe."""

from __future__ import annotations

import argparse
from collections import Counter

from dhara.cli import surroundings
from dhara.cli.commands.bounces import messages
from dhara.cli.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mailbox", nargs="?", default="-", help="an mbox, a Maildir or one message; - reads a message")
    parser.add_argument("--keep", action="store_true", help="leave a Maildir's messages in new/")


def run(options: argparse.Namespace) -> int:
    """One line at the end: what became of the messages. A mail server that pipes gets 0 for all that was read."""
    became: Counter[str] = Counter()
    with surroundings.django_ready():
        from django.conf import settings

        from dhara.kit import clock
        from dhara.people.conversations import actions

        if not settings.REPLY_ADDRESS:
            raise Complaint("Set DHARA_REPLY_ADDRESS to the address at which answers come in.")
        for raw in messages(options.mailbox, keep=options.keep):
            became[actions.take_mail(raw, at=clock.now())] += 1
    print(", ".join(f"{many} {what}" for what, many in sorted(became.items())) or "nothing to read")
    return 0

"""`dhara bounces`: letters that came back, out of an mbox, a Maildir, a file, or a pipe from the mail server."""

from __future__ import annotations

import argparse
import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path

from dhara.cli import surroundings
from dhara.cli.complaint import Complaint


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mailbox", nargs="?", default="-", help="an mbox, a Maildir or one message; - reads a message")
    parser.add_argument("--keep", action="store_true", help="leave a Maildir's messages in new/")


def run(options: argparse.Namespace) -> int:
    """One line at the end: how many messages were read, and how many said something new about letters of ours."""
    read = new = 0
    with surroundings.django_ready():
        from dhara.audience.returns import actions
        from dhara.kit import clock

        for raw in messages(options.mailbox, keep=options.keep):
            read += 1
            new += actions.take_mail(raw, at=clock.now())
    print(f"{read} messages read, {new} new reports about letters")
    return 0


def messages(place: str, *, keep: bool = False) -> Iterator[bytes]:
    """The raw messages. What was read of a Maildir moves on to cur/. Raises Complaint where there is nothing."""
    if place == "-":
        yield sys.stdin.buffer.read()
        return
    path = Path(place)
    if (path / "new").is_dir() and (path / "cur").is_dir():
        yield from _maildir(path, keep=keep)
    elif path.is_file():
        with path.open("rb") as file:
            many = file.read(5) == b"From "
        yield from (_mbox(path) if many else [path.read_bytes()])
    else:
        raise Complaint(f"{place} is no mbox, no Maildir and no message.")


def _maildir(path: Path, *, keep: bool) -> Iterator[bytes]:
    for each in sorted((path / "new").iterdir()):
        yield each.read_bytes()
        if not keep:
            each.rename(path / "cur" / f"{each.name}:2,S")


def _mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, create=False)
    for key in box.iterkeys():
        yield box.get_bytes(key)
    box.close()

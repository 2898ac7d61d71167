"""The `dhara` command: one module for each subcommand, imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Protocol, cast

from dhara.cli.complaint import Complaint

COMMANDS = {
    "up": "set everything up and run it: database, web server, worker; Ctrl-C stops all",
    "web": "run the web server alone",
    "worker": "run a worker for background jobs alone",
    "migrate": "bring the database's tables up to date",
    "static": "collect stylesheets, scripts and fonts where they changed",
    "demo": "fill an empty Dhara with a small world to look around in",
    "fakes": "open test accounts with the local fakes of payment gateways",
    "story": "play one user journey over HTTP and say what was seen",
    "bench": "measure; one JSON line for each benchmark",
    "operator": "let a person into the operator's console, or no longer",
    "doctor": "prove that books, database and jobs are sound",
    "bounces": "read letters that came back, from a mailbox or a pipe",
    "replies": "take in answers to letters about messages, from a mailbox or a pipe",
    "docs": "write the documents that are made from the code",
    "schema": "write the script that makes the tables of a new database",
    "messages": "collect and compile translations, or check them",
    "backup": "write database and files into one archive",
    "restore": "read them back",
    "manage": "Django's own commands",
}


class Command(Protocol):
    """What a module under `dhara.cli.commands` offers."""

    def arguments(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, options: argparse.Namespace) -> int: ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` (else the command line) names; returns the exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        command, options = parse(words)
        if options.data:
            os.environ["DHARA_DATA"] = options.data
        return command.run(options)
    except Complaint as complaint:
        print(f"dhara: {complaint}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parse(words: list[str]) -> tuple[Command, argparse.Namespace]:
    """The command's module and its options. Ends the program (code 2) on words that it does not know."""
    overview = argparse.ArgumentParser(prog="dhara", formatter_class=argparse.RawDescriptionHelpFormatter)
    overview.usage = "dhara COMMAND …   (dhara COMMAND --help says more)"
    overview.description = "\n".join(f"  {name:<9} {text}" for name, text in COMMANDS.items())
    overview.add_argument("command", choices=COMMANDS, help=argparse.SUPPRESS, metavar="COMMAND")
    name = overview.parse_args(words[:1]).command

    command = cast(Command, importlib.import_module(f"dhara.cli.commands.{name}"))
    parser = argparse.ArgumentParser(prog=f"dhara {name}", description=COMMANDS[name])
    parser.add_argument("--data", metavar="DIR", help="where Dhara keeps everything (or DHARA_DATA; default: var)")
    if name == "manage":
        return command, argparse.Namespace(data=None, words=words[1:])
    command.arguments(parser)
    return command, parser.parse_args(words[1:])

"""`dhara static`: collect stylesheets, scripts and fonts, hashed and compressed, where they changed."""

from __future__ import annotations

import argparse
import hashlib

from dhara.cli import surroundings

MARK = ".collected"
# Of other packages, never asked for by a page; compressing them would take longer than all the rest.
UNUSED = ["django_htmx/*", "redoc*", "swagger-ui*", "*.map", "jquery.js", "xregexp.js", "select2.full.js"]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="even if nothing changed")


def run(options: argparse.Namespace) -> int:
    target = surroundings.data_folder() / "static"
    seen = fingerprint()
    mark = target / MARK
    if not options.force and mark.exists() and mark.read_text() == seen:
        return 0
    with surroundings.django_ready():
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0, clear=target.exists(), ignore_patterns=UNUSED)
    mark.write_text(seen)
    return 0


def fingerprint() -> str:
    """What the collected files depend on: our own files (path, size, time) and the locked packages."""
    root = surroundings.ROOT
    own = [path for path in sorted((root / "dhara").glob("web/*/static/**/*")) if path.is_file()]
    facts = [f"{path.relative_to(root)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in own]
    facts.append(hashlib.sha256((root / "requirements" / "base.txt").read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()

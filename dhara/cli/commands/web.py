"""`dhara web`: the web server, granian in WSGI mode, one process for each core."""

from __future__ import annotations

import argparse
import importlib
import os
from functools import partial
from typing import Any

from dhara.cli import surroundings

APPLICATION = "dhara.config.wsgi:application"
# Each thread may hold a database connection; the embedded PostgreSQL allows 100.
MOST_WORKERS = 16
THREADS = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--workers", type=int, default=0, help="processes (default: one for each core)")
    parser.add_argument("--threads", type=int, default=THREADS, help="threads of each process")


def run(options: argparse.Namespace) -> int:
    surroundings.end_with_parent()
    with surroundings.running_database():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dhara.config.settings")
        from granian.constants import Interfaces
        from granian.log import LogLevels
        from granian.server import Server

        Server(
            APPLICATION,
            address=options.host,
            port=options.port,
            interface=Interfaces.WSGI,
            workers=options.workers or min(os.cpu_count() or 1, MOST_WORKERS),
            blocking_threads=options.threads,
            websockets=False,
            backlog=1024,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
            respawn_interval=1,
            workers_kill_timeout=10,
            process_name=None,
        ).serve(target_loader=partial(_application, os.getpid()))
    return 0


def _application(parent: int, target: str) -> Any:
    """Load the application in a process of granian's; one left behind would hold the port and serve old pages."""
    surroundings.end_with_parent(parent)
    surroundings.keep_memory_small()
    module, _colon, name = target.partition(":")
    application = getattr(importlib.import_module(module), name)
    surroundings.end_with_parent(parent)  # a signal that came while loading was not heard
    return application

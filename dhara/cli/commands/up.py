"""`dhara up`: everything on one machine, from nothing to a running Dhara with one command."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from dhara.cli import fakes, parts, surroundings
from dhara.cli.banner import banner
from dhara.cli.complaint import Complaint
from dhara.cli.supervisor import Child, Supervisor, say

DEMO_DONE = "demo.done"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("DHARA_PORT") or 8000))
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--workers", type=int, default=0, help="web processes (default: one for each core)")
    parser.add_argument("--no-demo", action="store_true", help="start empty, without the demo world")
    parser.add_argument(
        "--fakes",
        nargs="?",
        const=fakes.ALL,
        default="",
        metavar="CODES",
        help="run fakes of payment gateways on this machine, and use them (all, or codes with commas between)",
    )


def run(options: argparse.Namespace) -> int:
    started = time.monotonic()
    _check_port(options.host, options.port)
    os.environ["PYTHONUNBUFFERED"] = "1"
    os.environ.setdefault("DHARA_SANDBOX", "1")
    os.environ.setdefault("DHARA_PUBLIC_URL", f"http://localhost:{options.port}")
    os.environ["DHARA_DATA"] = str(data := surroundings.data_folder())
    bases = _fakes(options.fakes)
    supervisor = Supervisor()
    supervisor.listen()
    say("dhara", f"keeps everything in {data}")
    try:
        with surroundings.running_database():
            say("database", "is running")
            surroundings.note_sandbox(data)
            try:
                _prepare(supervisor)
                opening = _play(supervisor, bases, data)
                _serve(supervisor, options, data, started, bases, opening)
            finally:
                say("dhara", "stops …")
                supervisor.end()
    finally:
        say("dhara", "has stopped. Nothing is lost; start again with the same command.")
    return 0


def _fakes(wanted: str) -> dict[str, str]:
    """Where the wanted fakes will be; the children are told by DHARA_GATEWAY_BASES."""
    if not wanted:
        return {}
    if os.environ["DHARA_SANDBOX"] != "1":
        raise Complaint("Fakes take no money, so --fakes is for a sandbox only (DHARA_SANDBOX=1).")
    bases = fakes.addresses(fakes.chosen(wanted))
    os.environ["DHARA_GATEWAY_BASES"] = ",".join(f"{code}={base}" for code, base in bases.items())
    return bases


def _play(supervisor: Supervisor, bases: dict[str, str], data: Path) -> subprocess.Popen[str] | None:
    """Start the fakes; what opens accounts with them goes on meanwhile. None without fakes."""
    fakes.keep(data, bases)
    if not bases or supervisor.stopping.is_set():
        return None
    for code, base in bases.items():
        supervisor.add(Child(code, fakes.command(code, base, os.environ["DHARA_PUBLIC_URL"])))
    return _quietly("fakes", *bases)


def _opened(supervisor: Supervisor, opening: subprocess.Popen[str]) -> None:
    """Wait for the accounts with the fakes. Raises Complaint where they could not be opened."""
    supervisor.run(until=lambda: opening.poll() is not None)
    if supervisor.stopping.is_set():
        opening.terminate()
    said, _ = opening.communicate()
    for line in said.splitlines():
        say("fakes", line)
    if opening.returncode and not supervisor.stopping.is_set():
        raise Complaint("The fakes' accounts could not be opened, so Dhara does not start; the reason is above.")


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Complaint(
                f"Port {port} can not be used ({error.strerror}): perhaps another Dhara is running there. "
                f"Stop it, or choose another port: bin/up --port {port + 1}"
            ) from error


def _prepare(supervisor: Supervisor) -> None:
    """Tables and static files, side by side; both do nothing where nothing changed."""
    steps = {name: _quietly(name) for name in ("migrate", "static")}
    supervisor.run(until=lambda: all(step.poll() is not None for step in steps.values()))
    for name, step in steps.items():
        if supervisor.stopping.is_set():
            step.terminate()
        said, _ = step.communicate()
        for line in said.splitlines():
            say(name, line)
        if step.returncode and not supervisor.stopping.is_set():
            raise Complaint(f"“dhara {name}” failed, so Dhara does not start; its words are above.")


def _quietly(name: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        surroundings.dhara(name, *words),
        env=surroundings.for_children(),
        cwd=surroundings.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _serve(
    supervisor: Supervisor,
    options: argparse.Namespace,
    data: Path,
    started: float,
    bases: dict[str, str],
    opening: subprocess.Popen[str] | None,
) -> None:
    """Web server and worker start while accounts with the fakes are opened; ready is when all of it is there."""
    if supervisor.stopping.is_set():
        if opening:
            _opened(supervisor, opening)
        return
    web = ["web", "--host", options.host, "--port", str(options.port), "--workers", str(options.workers)]
    supervisor.add(Child("web", surroundings.dhara(*web)))
    supervisor.add(Child("worker", surroundings.dhara("worker")))
    here = options.host if options.host not in ("0.0.0.0", "::") else "127.0.0.1"  # noqa: S104 - compared, not bound
    if opening:
        _opened(supervisor, opening)
    supervisor.run(until=lambda: _answers(f"{here}:{options.port}"))
    if supervisor.stopping.is_set():
        return
    say("dhara", f"is ready after {time.monotonic() - started:.1f} s")
    demo = bool(parts.WORLDS) and not options.no_demo and os.environ["DHARA_SANDBOX"] == "1"
    print(banner(os.environ["DHARA_PUBLIC_URL"], demo=demo, data=data, fakes=bases), flush=True)
    if demo and not (data / DEMO_DONE).exists():
        supervisor.add(Child("demo", surroundings.dhara("demo", "--first"), once=True))
    supervisor.run()


def _answers(address: str) -> bool:
    """Whether the web server is there, asked as the proxy in front of it would ask."""
    public = urlsplit(os.environ["DHARA_PUBLIC_URL"])
    headers = {"Host": public.netloc, "X-Forwarded-Proto": public.scheme}
    try:
        with urlopen(Request(f"http://{address}/healthz", headers=headers), timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

"""What a person sees when Dhara is ready."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dhara.cli.demo.accounts import ACCOUNTS, PASSWORD

FRAME = "─" * 74


def banner(url: str, *, demo: bool, data: Path, fakes: Mapping[str, str] | None = None) -> str:
    """The address, who to sign in as and where the mail is, in Bengali and English."""
    lines = [
        "",
        FRAME,
        "  ধারা চালু আছে · Dhara is running",
        "",
        f"    {url}/",
        "",
        f"  চিঠিপত্র · Mail that Dhara sent:  {url}/outbox/",
    ]
    if demo:
        lines += ["", f"  ডেমো অ্যাকাউন্ট · Demo accounts (পাসওয়ার্ড · password: {PASSWORD}):"]
        width = max(len(email) for email, _, _ in ACCOUNTS)
        lines += [f"    {email:<{width}}  {bengali} · {english}" for email, bengali, english in ACCOUNTS]
        lines += ["  প্রথমবার ডেমোর জগৎ তৈরি হতে একটু সময় লাগে · The demo world fills up on first start."]
    if fakes:
        lines += ["", "  নকল পেমেন্ট গেটওয়ে · Fakes of payment gateways (no real money):"]
        width = max(len(code) for code in fakes)
        lines += [f"    {code:<{width}}  {base}/" for code, base in fakes.items()]
    lines += ["", f"  সব কিছু এখানে থাকে · Everything is kept in {data}", "  বন্ধ করতে · To stop: Ctrl-C", FRAME, ""]
    return "\n".join(lines)

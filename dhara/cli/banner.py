"""What a person sees when Dhara is ready."""

from __future__ import annotations

from pathlib import Path

FRAME = "─" * 74


def banner(url: str, *, demo: bool, log: Path) -> str:
    """The address, who to sign in as and where the mail is, in Bengali and English."""
    lines = [
        "",
        FRAME,
        "  ধারা চালু আছে · Dhara is running",
        "",
        f"    {url}/",
        "",
        f"  চিঠিপত্র · Mail that Dhara sent:  {url}/sandbox/mail/",
    ]
    if demo:
        lines += [
            "",
            "  ডেমো অ্যাকাউন্ট · Demo accounts (password: dhara-demo):",
            "    nadia@dhara.example     বিক্রেতা · seller with a year of sales",
            "    rafi@dhara.example      ক্রেতা · buyer with a library",
            "    operator@dhara.example  পরিচালক · operator",
            "  প্রথমবার ডেমোর জগৎ তৈরি হতে একটু সময় লাগে · The demo world fills up on first start.",
        ]
    lines += ["", f"  সব কিছু এখানে থাকে · Everything is kept in {log}", "  বন্ধ করতে · To stop: Ctrl-C", FRAME, ""]
    return "\n".join(lines)

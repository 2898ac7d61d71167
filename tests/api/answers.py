"""Examples of what the API answers, as its documentation shows them: real answers, taken while it is tried.

DHARA_WRITE_ANSWERS=1 pytest tests/api/test_schema.py -n0 writes dhara/api/v1/answers.json anew. What is by chance in
them is put right, so that they read alike and hold no secret.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any

from dhara.api.v1.openapi import ANSWERS

WRITES = os.environ.get("DHARA_WRITE_ANSWERS") == "1"
# Tokens in addresses and keys, and the address of the server.
_CHANCE = (
    (re.compile(r"https?://(testserver|localhost(:\d+)?)"), "https://dhara.example"),
    (re.compile(r"(?<=/)[A-Za-z0-9_-]{24,}(?=[/.]|$)"), "Yf3kQ0pX7sVb2mLr9dTz"),
    (re.compile(r"(?<=/f/)[0-9a-f]{12}(?=/)"), "7c1f0a9e42d5"),  # the public address of a form
    (re.compile(r"^.*([A-Za-z0-9])\1{40}.*$"), "Example"),  # what only somebody who tries limits would send
    (re.compile(r"^[0-9a-f]{64}$"), "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
    (re.compile(r"^whsec_.+"), "whsec_ZXhhbXBsZS1leGFtcGxlLWV4YW1wbGUtMTIzNA=="),
    (re.compile(r"^(?![0-9a-f]{64}$)[A-Za-z0-9_-]{32,}$"), "Yf3kQ0pX7sVb2mLr9dTzYf3kQ0pX7sVb"),
)
_kept: dict[str, Any] = {}


def keep(name: str, status: int, content: bytes | None) -> None:
    """A good answer of an endpoint, where answers are written: the first of those that say most."""
    if not WRITES or not content:
        return
    try:
        said = json.loads(content)
    except ValueError:
        return
    shown = _tidy(said)
    if _said(shown) > _said(_kept.get(name, {}).get("shown")):
        _kept[name] = {"status": status, "shown": shown}
        known = {**json.loads(ANSWERS.read_text() if ANSWERS.exists() else "{}"), **_kept}
        ANSWERS.write_text(json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=1) + "\n")


def _said(shown: Any) -> int:
    """How many things it says."""
    if isinstance(shown, dict | list):
        return 1 + sum(_said(each) for each in (shown.values() if isinstance(shown, dict) else shown))
    return int(shown not in (None, ""))


def _tidy(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _tidy(each) for name, each in said.items()}
    if isinstance(said, list):
        return [_tidy(each) for each in said[:1]]
    if isinstance(said, str):
        for pattern, words in _CHANCE:
            said = pattern.sub(words, said)
    return said

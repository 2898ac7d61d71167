"""Plays a story step by step and tells each: what was done, what was seen, how long it took."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from dhara.cli.stories.visitor import Broken

# A step's first line of documentation is its sentence; it answers what was seen.
Step = Callable[[Any], str]
BREAKS = (Broken, LookupError, TimeoutError, httpx.HTTPError, OSError)


def tell(name: str, steps: Sequence[Step], scene: Any, *, as_json: bool) -> bool:
    """Whether every step went well; the first that breaks ends the story."""
    begun = time.monotonic()
    for number, step in enumerate(steps, 1):
        started = time.monotonic()
        try:
            seen, ok = step(scene), True
        except BREAKS as trouble:
            seen, ok = f"{type(trouble).__name__}: {trouble}", False
        took = time.monotonic() - started
        _say(name, number, sentence(step), seen, took, ok, as_json)
        if not ok:
            break
    else:
        number += 1
    whole = len(steps) < number
    seen = f"{min(number, len(steps))} of {len(steps)} steps"
    _say(
        name,
        0,
        "The story ends well." if whole else "The story breaks.",
        seen,
        time.monotonic() - begun,
        whole,
        as_json,
    )
    return whole


def sentence(step: Step) -> str:
    return (step.__doc__ or step.__name__).strip().splitlines()[0]


def _say(story: str, number: int, words: str, seen: str, took: float, ok: bool, as_json: bool) -> None:
    if as_json:
        line = {"story": story, "step": number, "words": words, "seen": seen, "seconds": round(took, 3), "ok": ok}
        print(json.dumps(line, ensure_ascii=False), flush=True)
        return
    mark = "✓" if ok else "✗"
    count = f"{number:>2} " if number else "   "
    print(f"{mark} {count}{words}  ({took:.1f} s)", flush=True)
    if seen:
        print(f"       {seen}", flush=True)

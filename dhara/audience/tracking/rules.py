"""Who touched a letter: a person, a machine that fetches ahead, or a scanner that follows everything. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dhara.audience.links.rules import HONEYPOT

HUMAN, MACHINE, SCANNER = "human", "machine", "scanner"
# Touches wait this long, so that all of a burst are there when they are judged.
PATIENCE: Final = timedelta(seconds=60)
# Nobody has read a letter yet who touches it sooner after it was handed over.
AT_ONCE: Final = timedelta(seconds=4)
BURST: Final = timedelta(seconds=10)
# How far around the hidden link the one who followed it counts as a scanner.
AROUND: Final = timedelta(minutes=5)
MOST: Final = 60

# Programs by their own word. A bare "Mozilla/5.0" is Apple's, which loads the pictures of every letter beforehand.
_MACHINES: Final = re.compile(
    r"^\s*$|^Mozilla/[45]\.0$|bot\b|bot/|crawl|spider|slurp|scan|preview|prefetch|monitor|curl|wget|python|"
    r"okhttp|java/|go-http|libwww|headless|phantom|proofpoint|mimecast|barracuda|symantec|forcepoint|trendmicro|"
    r"safelinks|urlscan|facebookexternalhit|slack|telegram|whatsapp|discord|skypeuripreview|bingpreview|axios|node-fetch",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Seen:
    """One touch: `link` None is an open, HONEYPOT the hidden link."""

    id: int
    link: int | None
    at: datetime
    agent: str


def is_machine(agent: str) -> bool:
    return bool(_MACHINES.search(agent))


def judge(touches: Sequence[Seen], *, sent_at: datetime | None, links: int) -> dict[int, str]:
    """Verdict by touch, of all touches of one delivery; `links` is how many the letter has besides the hidden one."""
    traps = [each.at for each in touches if each.link == HONEYPOT]
    bursts = _bursts(touches, links)
    return {each.id: _one(each, sent_at, traps, bursts) for each in touches}


def _one(touch: Seen, sent_at: datetime | None, traps: list[datetime], bursts: list[datetime]) -> str:
    if any(abs(touch.at - trap) <= AROUND for trap in traps):
        return SCANNER
    if touch.link is not None and any(start <= touch.at <= start + BURST for start in bursts):
        return SCANNER
    if is_machine(touch.agent):
        return MACHINE
    if sent_at is not None and touch.at - sent_at <= AT_ONCE:
        return MACHINE
    return HUMAN


def _bursts(touches: Sequence[Seen], links: int) -> list[datetime]:
    """The starts of stretches of ten seconds in which most links were followed. One link alone is no burst."""
    if links < 2:
        return []
    needed = links if links < 4 else max(3, -(-links * 3 // 5))
    clicks = sorted((each for each in touches if each.link), key=lambda each: each.at)
    starts = []
    for first in clicks:
        among = {each.link for each in clicks if first.at <= each.at <= first.at + BURST}
        if len(among) >= needed:
            starts.append(first.at)
    return starts

"""What the room of ended work says about reviews: write one, wait for the other side, read both, answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dhara.trust.models import Review
from dhara.trust.reviews import queries, rules
from dhara.trust.reviews.queries import Seen
from dhara.web.reviews.doors import base_of

ASK, BLIND, READ, NOTHING = "ask", "blind", "read", "nothing"


@dataclass(frozen=True)
class Box:
    """`state` is ASK, BLIND, READ or NOTHING (the time went by); `answers` whether this side may answer `theirs`."""

    seen: Seen
    state: str
    url: str
    answers: bool

    @property
    def until(self) -> datetime:
        return self.seen.exchange.until

    @property
    def mine(self) -> Review | None:
        return self.seen.mine

    @property
    def theirs(self) -> Review | None:
        return self.seen.theirs


def box(engagement_id: int, side: str, room: str, at: datetime, *, acts: bool) -> Box | None:
    """None where nothing is to be reviewed, and for members who only look until something is published."""
    seen = queries.seen(engagement_id, side)
    if seen is None:
        return None
    state = _state(seen, at)
    if not acts and state != READ:
        return None
    return Box(seen, state, base_of(room), acts and seen.may_answer(at))


def _state(seen: Seen, at: datetime) -> str:
    if seen.may_write(at):
        return ASK
    if seen.exchange.status == rules.OPEN and seen.mine is not None:
        return BLIND
    return READ if seen.mine or seen.theirs else NOTHING

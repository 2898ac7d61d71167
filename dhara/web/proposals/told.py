"""The history of a proposal: every version with what it changed, and every decision, the latest first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.kit.lifecycle.models import Transition
from dhara.web.proposals.seats import Seat
from dhara.web.proposals.words import limit, part, total
from dhara.work.jobs.rules import HOURLY
from dhara.work.models import ProposalVersion
from dhara.work.proposals import rules

MOST: Final = 20
SAME, GONE, NEW = "", "gone", "new"
Piece = tuple[str, str]


@dataclass(frozen=True)
class Event:
    """`number` is that of a version. `pieces` and `parts` are (SAME | GONE | NEW, text): what it changed."""

    at: datetime
    icon: str
    tone: str
    lead: str
    number: int = 0
    price: str = ""
    before: str = ""
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    parts: list[Piece] = field(default_factory=list)


def story(seat: Seat, *, whole: bool = False) -> tuple[list[Event], bool]:
    """The latest first, and whether there is more than is shown."""
    moves = list(Transition.objects.filter(lifecycle="proposal", thing_ref=seat.proposal.pk).order_by("version"))
    most = 10 * MOST if whole else MOST
    versions = list(seat.proposal.versions.order_by("-number")[: most + 1])
    offered = {each.at for each in moves if each.target == rules.OFFERED}
    events = [
        _version(seat, each, versions[place + 1] if place + 1 < len(versions) else None, offered=each.at in offered)
        for place, each in enumerate(versions[:most])
    ]
    decided = [_decided(seat, each) for each in moves if not _is_shown_otherwise(each, offered)]
    events += [each for each in decided if each is not None]
    if (moves[0].source if moves else seat.proposal.status) == rules.INVITED:
        lead = _("%(who)s invited %(studio)s to apply")
        names = {"who": seat.name_of("buyer"), "studio": seat.name_of("worker")}
        events.append(Event(seat.proposal.created_at, "mail", "", lead % names))
    return sorted(events, key=lambda each: (each.at, each.number))[::-1], len(versions) > most and not whole


def _is_shown_otherwise(move: Transition, offered: set[datetime]) -> bool:
    """A version tells of it: an application, an offer, and the step that a counter-offer takes between two offers."""
    return move.target in (rules.SUBMITTED, rules.OFFERED) or (
        move.source == rules.OFFERED and move.target == rules.INTERVIEW and move.at in offered
    )


_DECIDED: Final = {
    rules.SHORTLISTED: ("star", ""),
    rules.INTERVIEW: ("mail", ""),
    rules.ACCEPTED: ("circle-check", "success"),
    rules.DECLINED: ("circle-x", "error"),
    rules.WITHDRAWN: ("undo-2", "muted"),
    rules.EXPIRED: ("clock", "muted"),
}


def _decided(seat: Seat, move: Transition) -> Event | None:
    if move.target not in _DECIDED:
        return None
    icon, tone = _DECIDED[move.target]
    role = "buyer" if move.actor_ref == seat.proposal.buyer_id else "worker"
    words = {
        rules.SHORTLISTED: _("%(who)s put the proposal on the short list"),
        rules.INTERVIEW: _("%(who)s began to talk about it"),
        rules.ACCEPTED: _("%(who)s agreed to the offer"),
        rules.DECLINED: _("%(who)s said no"),
        rules.WITHDRAWN: _("%(who)s took the proposal back"),
        rules.EXPIRED: _("Nobody answered the offer in time"),
    }
    lead = words[move.target] % {"who": seat.name_of(role)}
    if move.target == rules.DECLINED and move.actor_kind != "person":
        lead = _("It came to its end by itself")
    return Event(move.at, icon, tone, lead, text=seat.plain(move.reason, role))


def _version(seat: Seat, version: ProposalVersion, before: ProposalVersion | None, *, offered: bool) -> Event:
    if offered:
        lead, icon, tone = _("%(who)s made a binding offer"), "file-signature", "marigold"
    elif version.number == 1:
        lead, icon, tone = _("%(who)s applied"), "send", ""
    else:
        lead, icon, tone = _("%(who)s changed the proposal"), "pencil", ""
    told = Event(version.at, icon, tone, lead % {"who": seat.name_of(version.role)}, version.number, total(version))
    if before is None:
        return told
    text, old = (seat.plain(each.text, each.role) for each in (version, before))
    changed: dict[str, Any] = {
        "before": total(before) if before.amount != version.amount else "",
        "pieces": differences(words(old), words(text)) if text != old else [],
        "parts": [each for each in differences(_lines(seat, before), _lines(seat, version)) if each[0] != SAME],
    }
    return Event(**{**told.__dict__, **changed})


def _lines(seat: Seat, version: ProposalVersion) -> list[str]:
    if version.mode == HOURLY:
        return [limit(version)]
    return [seat.plain(part(version, each), version.role) for each in version.milestones]


def words(text: str) -> list[str]:
    """A text as its words and what is between them; joined they are the text again."""
    return re.findall(r"\s+|\S+", text)


def differences(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """What stayed, went and came, in reading order. Lines stay apart from each other, words are joined."""
    found: list[Piece] = []
    alone = not any(each.isspace() for each in (*old, *new))
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        kinds = ((SAME, new[c:d]),) if tag == "equal" else ((GONE, old[a:b]), (NEW, new[c:d]))
        for kind, pieces in kinds:
            found += [(kind, each) for each in pieces] if alone else [(kind, "".join(pieces))] if pieces else []
    return found

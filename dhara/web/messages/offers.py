"""Offers of work as they stand between the messages: a card for each, with the way to its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.people.conversations.rules import STUDIO
from dhara.people.models import Party, Studio
from dhara.people.studios.rules import OPEN
from dhara.web.messages.seats import Seat
from dhara.work.models import Proposal, ProposalVersion
from dhara.work.proposals import queries, rules

_TONES: Final = {rules.OFFERED: "marigold", rules.ACCEPTED: "success"}


@dataclass(frozen=True)
class Card:
    """`by_me` says whose words they are, `answer` that this side is the one to answer; `url` leads to its page."""

    number: int
    at: datetime
    by_me: bool
    name: str
    title: str
    price: str
    about: str
    state: str
    tone: str
    url: str
    until: datetime | None
    answer: bool
    room: str
    note: str = ""


def cards(seat: Seat, *, since: datetime | None = None) -> list[Card]:
    """The first one first; none for a guest, to whom nobody can offer."""
    if seat.party.account_id is None and seat.desk is None:
        return []
    talk, role = seat.party.conversation_id, "worker" if seat.party.role == STUDIO else "buyer"
    found = [each for each in queries.offered_in(talk) if since is None or each[0].created_at >= since]
    asked = {version.role for proposal, version in found if proposal.status == rules.OFFERED}
    notes = {each: queries.held_back(talk, each, mine=each == role) for each in asked}
    return [_card(role, *each, notes) for each in found]


def _card(role: str, proposal: Proposal, version: ProposalVersion, notes: Mapping[str, str]) -> Card:
    waits = proposal.status == rules.OFFERED
    mine = version.role == role
    note = notes[version.role] if waits else ""
    return Card(
        number=proposal.pk,
        at=proposal.created_at,
        by_me=role == "worker",
        name=proposal.studio.name,
        title=queries.title_for(proposal, role),
        price=Money(version.amount, version.currency).display(get_language() or "en"),
        about=" · ".join(_about(version)),
        state=proposal.state_words,
        tone=_TONES.get(proposal.status, ""),
        url=queries.address(proposal.pk),
        until=proposal.expires_at if waits and not note else None,
        answer=waits and not mine and not note,
        room=reverse("work:room", args=[proposal.engagement_id]) if proposal.engagement_id else "",
        note=note,
    )


def _about(version: ProposalVersion) -> list[str]:
    parts = len(version.milestones)
    said = [ngettext("%(count)s part", "%(count)s parts", parts) % {"count": _shown(parts)}] if parts > 1 else []
    if version.days:
        said.append(ngettext("%(count)s day", "%(count)s days", version.days) % {"count": _shown(version.days)})
    if version.revisions is not None:
        words = ngettext("%(count)s change", "%(count)s changes", version.revisions)
        said.append(words % {"count": _shown(version.revisions)} if version.revisions else _("no changes"))
    return said


def _shown(count: int) -> str:
    return in_script(count, get_language() or "en")


def may_offer(seat: Seat, other: Party) -> bool:
    """Whether the way to a new offer is shown: to a studio, where the other side could agree to one."""
    if seat.desk is None or not seat.desk.may("do_work") or other.account_id is None:
        return False
    studio: Studio = seat.desk.studio
    return studio.status == OPEN and not (other.blocked_at or seat.party.blocked_at)

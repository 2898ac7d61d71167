"""Offers of work inside a conversation: Karim asks Nadia's studio, and she offers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.kit.actor import person
from dhara.people.conversations import rules as talks
from dhara.people.models import Account, Conversation, Studio
from dhara.work.models import Proposal
from dhara.work.proposals import actions
from dhara.work.proposals.rules import Milestone, Terms
from tests.make import conversations

TITLE = "A logo and ten cards"
TERMS = Terms(
    "Three drafts of the logo, then ten cards, ready for print.", (Milestone(TITLE, 250_000, 6),), revisions=2
)


def asked(studio: Studio, buyer: Account, at: datetime, **more: Any) -> Conversation:
    """A conversation in which the buyer has written."""
    made = conversations.conversation(studio, buyer, at=at, **more)
    conversations.write(made, buyer, "Could you do a logo and ten cards?", at=at)
    return made


def offered(of: Conversation, seller: Account, at: datetime, terms: Terms = TERMS, **changes: Any) -> Proposal:
    given = {"title": TITLE, "valid_days": 7, **changes}
    party = conversations.side(of, talks.STUDIO)
    return actions.offer_in(
        party.pk, given["title"], terms, valid_days=given["valid_days"], by=person(seller.pk), at=at
    )

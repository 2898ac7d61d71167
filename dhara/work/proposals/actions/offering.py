"""A studio's own offer of work, inside a conversation with somebody who asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotAllowed, TooMany
from dhara.people.access.queries import require_actor
from dhara.people.conversations import queries as talks
from dhara.people.conversations.actions.sides import lock
from dhara.people.conversations.actions.writing import enter
from dhara.people.conversations.models import Party
from dhara.people.models import Studio
from dhara.people.ties.actions import noted
from dhara.work.proposals import facts, rules
from dhara.work.proposals.actions.sides import add_version, check_held, check_studio, check_words, not_own, told
from dhara.work.proposals.actions.writing import check_day
from dhara.work.proposals.models import Proposal
from dhara.work.proposals.queries import latest
from dhara.work.proposals.rules import Terms

# Offers that wait for an answer in one conversation.
MOST_OPEN = 5


@noted
@transaction.atomic
def offer_in(party_id: int, title: str, given: Terms, *, valid_days: int, by: Actor, at: datetime) -> Proposal:
    """Offer work to the other side of a conversation, who can agree to it at once. `party_id` is the studio's side.

    The same offer again, while the first one waits, is the first one. Raises NotFoundHere, NotAllowed, Invalid with the
    field, TooMany, Conflict: `blocked`, `blocked_by_you`, `studio_closed`, `no_account`, `nobody_asked`, `own_work`,
    `same_hands`, `talk_held` while the operator looks at a message of the studio's.
    """
    conversation, mine, other = lock(party_id, by=by)
    studio = conversation.studio
    if mine.studio_id is None:
        raise NotAllowed("wrong_side", _("This is for the other side."))
    require_actor(by, studio, "do_work")
    buyer_id = _check(studio, other)
    name, terms = rules.clean_title(title), rules.clean(given)
    until = rules.valid_until(valid_days, at=at)
    check_words(name, terms, agreed=conversation.agreed_at is not None)
    waiting = list(Proposal.objects.filter(conversation=conversation, status=rules.OFFERED))
    known = next((each for each in waiting if each.title == name and _says(each, terms)), None)
    if known is not None:
        return known
    if len(waiting) >= MOST_OPEN:
        words = _("Several of your offers wait for an answer here. Take one back, or wait.")
        raise TooMany("offers_wait", words, retry_after=3600)
    check_held(conversation.pk, "worker", mine=True)
    check_day(studio, at)
    enter(conversation, mine, other, at=at)
    made = Proposal.objects.create(
        conversation=conversation, title=name, studio=studio, buyer_id=buyer_id, status_at=at, created_at=at,
        status=rules.SUBMITTED, expires_at=until,
    )  # fmt: skip
    add_version(made, terms, "worker", currency=studio.currency, by=by, at=at)
    fact = told(facts.WorkOffered, made, "worker")
    return made.become(rules.OFFERED, fact=fact, by=by, at=at, studio_id=studio.pk)


def _check(studio: Studio, other: Party) -> int:
    """Whether these two may make a deal here; returns the account of who would buy."""
    check_studio(studio)
    if other.account_id is None:
        words = _("They have no account here yet. They can agree to an offer once they have signed up.")
        raise Conflict("no_account", words)
    if not talks.has_spoken(other):
        raise Conflict("nobody_asked", _("You can make an offer as soon as they have written to you."))
    not_own(studio, other.account_id)
    return other.account_id


def _says(proposal: Proposal, terms: Terms) -> bool:
    """Whether its latest version, the studio's, is just this."""
    last = latest(proposal)
    same = (last.text, last.milestones, last.revisions)
    return last.role == "worker" and same == (terms.text, [each.kept() for each in terms.milestones], terms.revisions)

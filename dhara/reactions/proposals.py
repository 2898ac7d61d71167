"""Proposals: the other side is told of everything that concerns it, once, in the app and by letter."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.kit.lifecycle.models import Transition
from dhara.kit.locale.languages import in_language
from dhara.people.conversations.facts import MessageReleased, MessageRemoved
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.notices.queries import wants_mail
from dhara.people.studios.rules import role_may
from dhara.work.jobs.rules import HOURLY
from dhara.work.models import Proposal
from dhara.work.proposals import actions, facts, mail, rules
from dhara.work.proposals.facts import ProposalFact
from dhara.work.proposals.mail import Reader, Told

NAMES: Final[dict[type[ProposalFact], str]] = {
    facts.ProposalInvited: "invited",
    facts.ProposalMade: "made",
    facts.ProposalRevised: "revised",
    facts.ProposalShortlisted: "shortlisted",
    facts.InterviewBegun: "talking",
    facts.WorkOffered: "offered",
    facts.ProposalAccepted: "accepted",
    facts.ProposalDeclined: "declined",
    facts.ProposalWithdrawn: "withdrawn",
    facts.OfferExpired: "expired",
    facts.OfferProlonged: "prolonged",
}
# Where somebody is bound, or has to answer within a time, nobody can do without the letter.
ALWAYS: Final = frozenset({"offered", "accepted", "expired", "prolonged"})


def tell_of_proposal(fact: ProposalFact, *, by: Actor, at: datetime) -> None:
    """The side that did not act; both, where time ran out or goes on."""
    name = NAMES[type(fact)]
    proposal = Proposal.objects.select_related("job", "studio", "buyer", "conversation").get(pk=fact.proposal_id)
    told = _told(name, proposal, fact, by)
    sides = (rules.other(fact.role),) if fact.role in ("buyer", "worker") else ("buyer", "worker")
    for side in sides:
        for reader in _readers(proposal, side):
            _tell(name, told, reader, by=by, at=at)
            if name in ALWAYS or wants_mail(reader.account_id, "work"):
                mail.write(name, told, reader, by=by, at=at)


def let_offers_go_on(fact: MessageReleased | MessageRemoved, *, by: Actor, at: datetime) -> None:
    """Their time stood still while the operator looked at a message of whoever offers them."""
    actions.go_on(fact.conversation_id, by=by, at=at)


def _told(name: str, proposal: Proposal, fact: ProposalFact, by: Actor) -> Told:
    """With the version of that moment, where the proposal moved; else with the latest one."""
    move = Transition.objects.filter(lifecycle="proposal", fact_ref=by.cause, thing_ref=proposal.pk).first()
    versions = proposal.versions.order_by("-number")
    if name == "made":
        versions = versions.filter(number=1)
    elif move is not None:
        versions = versions.filter(at__lte=move.at)
    version = versions.first()
    wrote = version.text if version and name in ("made", "offered") else ""
    return Told(proposal, version, fact.role, text=move.reason if move and name == "declined" else wrote)


def _tell(name: str, told: Told, to: Reader, *, by: Actor, at: datetime) -> None:
    who = told.actor if told.actor in ("buyer", "worker") else rules.other(to.role)
    with in_language(to.language):
        person = told.name_of(who, to)
    version = told.version
    data: dict[str, Any] = {"person": person, "subject": told.title(to)}
    if version is not None:
        data["amount"] = {"minor": version.amount, "currency": version.currency}
    hourly = name == "offered" and version is not None and version.mode == HOURLY
    tell(
        account_id=to.account_id,
        topic="work",
        kind="proposal_offered_hourly" if hourly else f"proposal_{name}",
        data=data,
        key=f"proposal_{name}:{told.proposal.pk}:{by.cause}:{to.role}:{to.account_id}",
        url=mail.path(name, told),
        studio_id=to.studio_id,
        at=at,
    )


def _readers(proposal: Proposal, side: str) -> list[Reader]:
    if side == "buyer":
        buyer = proposal.buyer
        return [Reader(side, buyer.email, buyer.get_short_name(), buyer.language, buyer.pk)]
    found = Member.objects.filter(studio=proposal.studio_id, account__is_active=True).select_related("account")
    return [
        Reader(
            side,
            each.account.email,
            each.account.get_short_name(),
            each.account.language,
            each.account_id,
            each.studio_id,
            role_may(each.role, "see_buyers"),
        )
        for each in found.order_by("id")
        if role_may(each.role, "do_work")
    ]


# One line of the table for all of them.
PROPOSALS: Final[dict[type[Fact], list[Effect]]] = {
    **{each: [tell_of_proposal] for each in NAMES},
}

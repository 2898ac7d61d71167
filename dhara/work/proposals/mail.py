"""The letters about proposals: what the other side did, and what the reader can do now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_moment
from dhara.kit.locale.languages import current, in_language, known
from dhara.kit.locale.text import shorten
from dhara.kit.mail.letters import post
from dhara.people.conversations.rules.contacts import masked
from dhara.work.engagements.mail import Words
from dhara.work.jobs.rules import HOURLY
from dhara.work.proposals import queries, rules
from dhara.work.proposals.models import Proposal, ProposalVersion

MOST_QUOTED: Final = 2_000


@dataclass(frozen=True)
class Reader:
    """Somebody of one side; members of a studio that may not see buyers read no name."""

    role: str
    email: str
    name: str
    language: str
    account_id: int
    studio_id: int | None = None
    sees_buyer: bool = True


@dataclass(frozen=True)
class Told:
    """One happening. `actor` is the side that caused it, or "system"; `text` what they said with it."""

    proposal: Proposal
    version: ProposalVersion | None
    actor: str
    text: str = ""

    def name_of(self, role: str, to: Reader) -> str:
        if role == "worker":
            return self.proposal.studio.name
        return self.proposal.buyer.get_full_name() if to.sees_buyer else _("The client")

    def title(self, to: Reader) -> str:
        """Of the job or the offer, as pages show it to this side."""
        return shorten(queries.title_for(self.proposal, to.role), 80)

    def given(self, to: Reader) -> dict[str, str]:
        """What sentences are filled in with, in the language that is active."""
        language, version, until = current(), self.version, self.proposal.expires_at
        who = self.actor if self.actor in ("buyer", "worker") else rules.other(to.role)
        return {
            "reader": to.role,
            "who": self.name_of(who, to),
            "studio": self.proposal.studio.name,
            "title": self.title(to),
            "job": str(self.proposal.job_id or ""),
            "price": _price(version, language) if version else "",
            "until": show_moment(until, language) if until else "",
        }


def _price(version: ProposalVersion, language: str) -> str:
    said = Money(version.amount, version.currency).display(language)
    return _("%(amount)s an hour") % {"amount": said} if version.mode == HOURLY else said


# Called with what sentences are filled in with, in the language that is active.
Wording = Callable[[dict[str, str]], Words]


def invited(given: dict[str, str]) -> Words:
    body = [
        _("%(who)s would like %(studio)s to apply for the job “%(title)s”.") % given,
        _("Read the job, and say how you would do it and for how much. Applying costs nothing."),
    ]
    return Words(_("%(who)s invites you: %(title)s") % given, body, _("Read and answer"))


def made(given: dict[str, str]) -> Words:
    body = [
        _("%(who)s would do “%(title)s” for %(price)s.") % given,
        _("You can put the proposal on your short list, talk with them, or make an offer."),
    ]
    return Words(_("%(who)s applied: %(title)s") % given, body, _("Read the proposal"), _("This is what they write:"))


def revised(given: dict[str, str]) -> Words:
    body = [_("%(who)s has changed the proposal for “%(title)s”. The price is %(price)s now.") % given]
    return Words(_("%(who)s changed the proposal: %(title)s") % given, body, _("See what changed"))


def shortlisted(given: dict[str, str]) -> Words:
    body = [
        _("%(who)s has put your proposal for “%(title)s” on the short list.") % given,
        _("You need not do anything. A binding offer would let them agree at once."),
    ]
    return Words(_("You are on the short list: %(title)s") % given, body, _("See the proposal"))


def talking(given: dict[str, str]) -> Words:
    body = [_("%(who)s would like to talk with you about your proposal for “%(title)s”.") % given]
    return Words(_("%(who)s wants to talk: %(title)s") % given, body, _("See the proposal"))


def offered(given: dict[str, str]) -> Words:
    body = [
        _("%(who)s offers to work together on “%(title)s” for %(price)s.") % given,
        _("You can agree to it until %(until)s, make a counter-offer, or say no.") % given,
        _("Nothing is paid by agreeing: the money of each part is set aside before the work on it begins."),
    ]
    heading = _("%(who)s makes you an offer: %(title)s") % given
    return Words(heading, body, _("Read the offer"), _("This is what they write:"))


def accepted(given: dict[str, str]) -> Words:
    if given["reader"] == "buyer":
        more = _("Next, set the money of the first part aside in the room of this work. Then the work on it begins.")
    else:
        more = _("Begin with a part only when its money is set aside: you are told as soon as it is.")
    body = [_("%(who)s has agreed to your offer for “%(title)s”: %(price)s.") % given, more]
    return Words(_("You have an agreement: %(title)s") % given, body, _("To the work"))


def declined(given: dict[str, str]) -> Words:
    body = [_("%(who)s has said no about “%(title)s”. This proposal has come to its end.") % given]
    return Words(_("%(who)s said no: %(title)s") % given, body, _("See the proposal"), _("This is why:"))


def withdrawn(given: dict[str, str]) -> Words:
    body = [_("%(who)s has taken the proposal for “%(title)s” back. Nobody can agree to it any more.") % given]
    label = _("See the other proposals") if given["job"] else _("See the proposal")
    return Words(_("%(who)s withdrew: %(title)s") % given, body, label)


def expired(given: dict[str, str]) -> Words:
    body = [_("The offer of %(price)s for “%(title)s” was not answered in time, so it holds no more.") % given]
    return Words(_("An offer has expired: %(title)s") % given, body, _("See the proposal"))


def prolonged(given: dict[str, str]) -> Words:
    body = [
        _("The operator looked at a message in your conversation about “%(title)s”. Meanwhile time stood still.")
        % given,
        _("It goes on now: the offer of %(price)s can be agreed to until %(until)s.") % given,
    ]
    return Words(_("An offer goes on: %(title)s") % given, body, _("Read the offer"))


LETTERS: Final[dict[str, Wording]] = {
    "invited": invited,
    "made": made,
    "revised": revised,
    "shortlisted": shortlisted,
    "talking": talking,
    "offered": offered,
    "accepted": accepted,
    "declined": declined,
    "withdrawn": withdrawn,
    "expired": expired,
    "prolonged": prolonged,
}


def path(name: str, told: Told) -> str:
    """Where the reader goes on from this letter or notice."""
    proposal = told.proposal
    if name == "accepted" and proposal.engagement_id is not None:
        return f"/work/{proposal.engagement_id}/"
    if name == "withdrawn" and proposal.job_id is not None:
        return f"/account/jobs/{proposal.job_id}/proposals/"
    return queries.address(proposal.pk)


def write(name: str, told: Told, to: Reader, *, by: Actor, at: datetime) -> None:
    """`name` and the fact that is the cause, for one reader, make one letter."""
    language = known(to.language)
    with in_language(language):
        said = LETTERS[name](told.given(to))
    post(
        key=f"proposal_{name}:{told.proposal.pk}:{by.cause}:{to.role}:{to.account_id}",
        name=f"proposal_{name}",
        to=to.email,
        to_name=to.name,
        language=language,
        template="work/mail/step",
        context={
            "name": to.name,
            "heading": said.heading,
            "paragraphs": said.paragraphs,
            "quote": masked(told.text)[:MOST_QUOTED],
            "quoted": said.quoted,
            "files": [],
            "label": said.label,
            "url": f"{settings.PUBLIC_URL}{path(name, told)}",
            "preferences_url": f"{settings.PUBLIC_URL}/account/mail/",
        },
        account_ref=to.account_id,
        studio_ref=to.studio_id,
        by=by,
        at=at,
    )

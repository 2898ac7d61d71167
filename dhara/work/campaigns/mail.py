"""The letters about small tasks: to who does them (time that is soon over, a rejection, an appeal, what a day earned),
and to who pays them (it runs, it was stopped, what came of it)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.checkout.refunds import mail as plain
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_moment
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current, in_language, known
from dhara.kit.locale.text import shorten
from dhara.kit.mail.letters import post
from dhara.people.models import Account
from dhara.work.campaigns.models import Campaign
from dhara.work.campaigns.queries import progress as counts
from dhara.work.campaigns.rules import draft

MOST_QUOTED = 2_000


@dataclass(frozen=True)
class Told:
    """`title` is the campaign's; `text` what was said; `until` when nothing can be done any more.

    `amount` is what the worker gets; `count` how many tasks it is for; `studio` the worker's own.
    """

    title: str = ""
    text: str = ""
    until: datetime | None = None
    amount: Money | None = None
    count: int = 1
    studio: str = ""

    def given(self) -> dict[str, str]:
        language = current()
        return {
            "title": self.title,
            "until": show_moment(self.until, language) if self.until else "",
            "amount": self.amount.display(language) if self.amount else "",
            "count": in_script(self.count, language),
            "studio": self.studio,
        }


@dataclass(frozen=True)
class Words:
    """The heading is the subject too; `quoted` introduces what was said."""

    heading: str
    paragraphs: Sequence[str]
    label: str
    quoted: str = ""


def due(told: Told) -> Words:
    """While there is time left to hand it in."""
    given = told.given()
    body = [
        _("Your task “%(title)s” is yours until %(until)s.") % given,
        _("Hand in your proof before that. After it the task is free for others; that does not count against you."),
    ]
    return Words(_("Your time is soon over: %(title)s") % given, body, _("Hand in the proof"))


def rejected(told: Told) -> Words:
    """With the reason, and what can be done until when."""
    given = told.given()
    body = [
        _("Your proof for “%(title)s” was not accepted.") % given,
        _("You can do the task again, or appeal if the reason is wrong. Appealing costs nothing."),
        _("Both can be done until %(until)s. After that it stays unpaid.") % given if told.until else "",
    ]
    return Words(_("Not accepted: %(title)s") % given, body, _("Read it and answer"), _("The buyer's reason:"))


def upheld(told: Told) -> Words:
    given = told.given()
    body = [
        _("The operator has looked at your appeal about “%(title)s”. The rejection stands.") % given,
        _("Nothing is taken from you."),
    ]
    return Words(_("Your appeal: %(title)s") % given, body, _("See the task"), _("The operator writes:"))


def overturned(told: Told) -> Words:
    given = told.given()
    body = [
        _("Your proof for “%(title)s” is accepted after all.") % given,
        _("%(amount)s is yours. It stands in your wallet.") % given,
    ]
    return Words(_("Accepted after all: %(title)s") % given, body, _("See the task"))


def paid(told: Told) -> Words:
    """One letter a day, however many tasks there were."""
    given = told.given()
    line = ngettext(
        "%(count)s small task of %(studio)s was accepted. It earned %(amount)s.",
        "%(count)s small tasks of %(studio)s were accepted. Together they earned %(amount)s.",
        told.count,
    )
    body = [line % given, _("The money is in your wallet, and can be paid out when it has cleared.")]
    return Words(_("You earned %(amount)s with small tasks") % given, body, _("See your tasks"))


LETTERS: dict[str, Callable[[Told], Words]] = {
    "due": due,
    "rejected": rejected,
    "upheld": upheld,
    "overturned": overturned,
    "paid": paid,
}


def write(
    name: str, told: Told, to: Account, *, studio_id: int, path: str, about: str, by: Actor, at: datetime
) -> None:
    """One letter for the fact that is the cause, `about` what it tells of, and its reader; in their language."""
    language = known(to.language)
    with in_language(language):
        said, quote = LETTERS[name](told), draft.told(told.text)
    post(
        key=f"task_{name}:{about}:{by.cause}:{to.pk}",
        name=f"task_{name}",
        to=to.email,
        to_name=to.get_short_name(),
        language=language,
        template="work/mail/step",
        context={
            "name": to.get_short_name(),
            "heading": said.heading,
            "paragraphs": [each for each in said.paragraphs if each],
            "quote": quote[:MOST_QUOTED],
            "quoted": said.quoted,
            "files": [],
            "label": said.label,
            "url": f"{settings.PUBLIC_URL}{path}",
            "preferences_url": f"{settings.PUBLIC_URL}/account/mail/",
        },
        account_ref=to.pk,
        studio_ref=studio_id,
        by=by,
        at=at,
    )


def runs(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """To the buyer, the first time that it runs: what is set aside for what."""

    def words(language: str) -> plain.Words:
        purse = counts.purse(campaign)
        assert purse is not None
        blanks = {
            "title": shorten(campaign.title, 60),
            "count": in_script(campaign.positions, language),
            "reward": Money(campaign.reward, campaign.currency).display(language),
            "held": purse.held.display(language),
        }
        said = ngettext(
            "Workers can now take the %(count)s task of “%(title)s”, for %(reward)s.",
            "Workers can now take the %(count)s tasks of “%(title)s”, for %(reward)s each.",
            campaign.positions,
        )
        money = _("%(held)s is set aside for it. A worker is paid when you accept, and what is not needed comes back.")
        look = _("Look at proofs soon: what nobody looks at in time is accepted.")
        heading = _("Your campaign runs: %(title)s") % blanks
        return plain.Words(heading, [said % blanks, money % blanks, look], _("See how far it is"), _page(campaign))

    plain.write("campaign_runs", f"campaign_runs:{campaign.pk}", _buyer(campaign), words, by=by, at=at)


def stopped(campaign: Campaign, reason: str, *, by: Actor, at: datetime) -> None:
    """To the buyer, where an operator stopped it."""

    def words(_language: str) -> plain.Words:
        blanks = {"title": shorten(campaign.title, 60)}
        said = _("The operator has stopped your campaign “%(title)s”. Nobody can take its tasks any more.") % blanks
        why = _("The reason: %(reason)s") % {"reason": reason} if reason else ""
        more = _("What is taken already stays paid for. The rest of the money comes back to you.")
        return plain.Words(
            _("Your campaign was stopped: %(title)s") % blanks,
            [said, why, more, _of_bank(campaign)],
            _("See the campaign"),
            _page(campaign),
        )

    plain.write("campaign_stopped", f"campaign_stopped:{campaign.pk}", _buyer(campaign), words, by=by, at=at)


def over(campaign: Campaign, *, by: Actor, at: datetime) -> None:
    """To the buyer: what came of it, and what became of the money."""

    def words(language: str) -> plain.Words:
        far, purse = counts.progress(campaign), counts.purse(campaign)
        assert purse is not None
        numbers = {
            "asked": far.positions,
            "accepted": far.accepted,
            "rejected": far.rejected + far.appealed + far.refused,
        }
        blanks = {name: in_script(each, language) for name, each in numbers.items()}
        blanks |= {name: getattr(purse, name).display(language) for name in ("paid", "returned", "held")}
        blanks["title"] = shorten(campaign.title, 60)
        lines = [
            _("Answers that you asked for: %(asked)s. Accepted: %(accepted)s. Rejected: %(rejected)s."),
            _("You have spent %(paid)s, fees included. %(returned)s comes back to you.")
            if purse.returned
            else _("You have spent %(paid)s, fees included."),
            _("%(held)s stays set aside until nobody can appeal any more. What is not needed of it comes back to you.")
            if purse.held
            else "",
        ]
        lines.append(_of_bank(campaign) if purse.returned or purse.held else "")
        heading = _("Done: %(title)s") % blanks
        return plain.Words(
            heading, [each % blanks for each in lines], _("See the results"), f"{_page(campaign)}results/"
        )

    plain.write("campaign_over", f"campaign_over:{campaign.pk}", _buyer(campaign), words, by=by, at=at)


def _of_bank(campaign: Campaign) -> str:
    """What is true of money that comes back as long as the buyer's bank asks about what they paid."""
    if not counts.asked_about(campaign):
        return ""
    waits = counts.waits_for_bank(campaign)
    if waits.minor:
        words = _("Your bank asks us about a payment for it: %(waits)s of what comes back waits for its decision.")
        return words % {"waits": waits.display(current())}
    return _("Your bank asks us about a payment for it. As much as it holds of what comes back waits for its decision.")


def _buyer(campaign: Campaign) -> plain.Reader:
    account = campaign.account
    return plain.Reader(account.email, account.get_short_name(), account.language, account.pk)


def _page(campaign: Campaign) -> str:
    return f"{settings.PUBLIC_URL}/campaigns/{campaign.pk}/"

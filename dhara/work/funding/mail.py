"""The letters about money for work, to who pays it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.checkout.refunds.mail import Reader, Words, write
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.text import shorten
from dhara.money.disputes.rules import LOST
from dhara.work.engagements.mail import banks
from dhara.work.engagements.queries import address
from dhara.work.funding.models import Funding
from dhara.work.funding.queries import parts_of


def paid(funding: Funding, *, by: Actor, at: datetime) -> None:
    """The money is here and set aside: what for, and where it can be seen."""

    def words(language: str) -> Words:
        blanks = _blanks(funding, language)
        said = _("Your payment of %(amount)s for “%(title)s” arrived, and is set aside.")
        parts = [part.unit.title for part in parts_of(funding) if part.unit.title]
        what = _("It is for: %(parts)s.") % {"parts": ", ".join(parts)} if parts else ""
        more = _("Nobody has it yet: it is paid out when the work is accepted. What is not needed goes back to you.")
        url = f"{settings.PUBLIC_URL}/pay/{funding.token}/"
        lines = [each for each in (said % blanks, what, more) if each]
        return Words(_("%(amount)s is set aside for “%(title)s”") % blanks, lines, _("See the payment"), url)

    write("funding_paid", f"funding_paid:{funding.pk}", _reader(funding), words, by=by, at=at)


def declined(funding: Funding, *, by: Actor, at: datetime) -> None:
    """The payment did not come about: nothing was charged, and how to try again. One for each try."""

    def words(language: str) -> Words:
        said = _("Your payment of %(amount)s for “%(title)s” did not work. Nothing was charged.")
        more = _("The work waits until its money is set aside. You can try again, or choose another way to pay.")
        heading = _("The payment for “%(title)s” did not work") % _blanks(funding, language)
        url = f"{settings.PUBLIC_URL}/pay/{funding.token}/"
        return Words(heading, [said % _blanks(funding, language), more], _("Try again"), url)

    key = f"funding_declined:{funding.pk}:{funding.payment_id}"
    write("funding_declined", key, _reader(funding), words, by=by, at=at)


def not_needed(funding: Funding, *, payment_id: int, amount: Money, twice: bool, by: Actor, at: datetime) -> None:
    """Money that came twice, or for what is gone, goes back by itself."""

    def words(language: str) -> Words:
        blanks = {**_blanks(funding, language), "amount": amount.display(language)}
        if twice:
            said = _("We received a second payment of %(amount)s for “%(title)s”. We are sending it back in full.")
        else:
            said = _(
                "Your payment of %(amount)s for “%(title)s” is not needed any more. We are sending it back in full."
            )
        return Words(_("Your money is on its way back"), [said % blanks, _patience()], _("See the work"), _url(funding))

    key = f"funding_not_needed:{funding.pk}:{payment_id}"
    write("funding_not_needed", key, _reader(funding), words, by=by, at=at)


def returned(funding: Funding, *, amount: Money, key: str, by: Actor, at: datetime) -> None:
    """What was set aside for work that was not done goes back."""

    def words(language: str) -> Words:
        blanks = {**_blanks(funding, language), "amount": amount.display(language)}
        said = _("%(amount)s that was set aside for “%(title)s” goes back to you, the way you paid it.")
        return Words(_("Your money is on its way back"), [said % blanks, _patience()], _("See the work"), _url(funding))

    write("funding_returned", f"funding_returned:{key}", _reader(funding), words, by=by, at=at)


def return_failed(funding: Funding, *, amount: Money, key: str, by: Actor, at: datetime) -> None:
    """The gateway refused to give it back: it is still the buyer's, and somebody deals with it."""

    def words(language: str) -> Words:
        blanks = {**_blanks(funding, language), "amount": amount.display(language)}
        said = _("We could not send %(amount)s for “%(title)s” back to you: the payment company refused.")
        more = _("The money is safe and still yours. We have been told, and look for another way.")
        heading = _("Your money could not be sent back yet")
        return Words(heading, [said % blanks, more], _("See the work"), _url(funding))

    write("funding_return_failed", f"funding_return_failed:{key}", _reader(funding), words, by=by, at=at)


def bank_asks(funding: Funding, *, by: Actor, at: datetime) -> None:
    """The payer's bank asks about what they paid for a campaign."""

    def words(language: str) -> Words:
        blanks, over = _blanks(funding, language), funding.engagement.ended_at is not None
        return Words(banks.asks_heading(blanks), banks.asks(blanks, over=over), _("See the work"), _url(funding))

    write("funding_bank_asks", f"funding_bank_asks:{funding.pk}:{by.cause}", _reader(funding), words, by=by, at=at)


def bank_decided(funding: Funding, verdict: str, *, by: Actor, at: datetime) -> None:
    """The payer's bank has decided: `verdict` is the state in which the case ended."""

    def words(language: str) -> Words:
        blanks, over = _blanks(funding, language), funding.engagement.ended_at is not None
        lines = banks.decided(blanks, lost=verdict == LOST, over=over)
        return Words(banks.decided_heading(blanks), lines, _("See the work"), _url(funding))

    key = f"funding_bank_decided:{funding.pk}:{by.cause}"
    write("funding_bank_decided", key, _reader(funding), words, by=by, at=at)


def _patience() -> str:
    return _("You need not do anything. It takes from a few minutes to some days until you see it.")


def _blanks(funding: Funding, language: str) -> dict[str, str]:
    amount = Money(funding.amount, funding.currency).display(language)
    return {"amount": amount, "title": shorten(funding.engagement.title, 60)}


def _reader(funding: Funding) -> Reader:
    account = funding.account
    return Reader(account.email, account.get_short_name(), account.language, account.pk)


def _url(funding: Funding) -> str:
    return settings.PUBLIC_URL + address(funding.engagement, "buyer")

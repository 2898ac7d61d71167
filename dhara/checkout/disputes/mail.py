"""The letters about disputes, to sellers. They are written inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.checkout.orders.models import Order
from dhara.checkout.refunds.mail import Reader, Words, write
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.money.models import Dispute

Told = dict[str, str]


def warned(dispute: Dispute, order: Order, to: Reader, handle: str, *, by: Actor, at: datetime) -> None:
    """A dispute may follow; giving the money back now is cheaper."""

    def words(language: str) -> Words:
        given = _given(dispute, order, language)
        body = [
            _("The buyer's bank warns of the payment of %(amount)s for order %(number)s: %(why)s") % given,
            _(
                "No money has been taken. If you give the buyer the money back now, it will most likely not become a "
                "dispute, which costs a fee."
            ),
        ]
        heading = _("A bank warns of order %(number)s") % given
        return Words(heading, body, _("Look at the case"), _page(dispute, handle))

    _write("dispute_warned", dispute, order, to, words, by=by, at=at)


def opened(dispute: Dispute, order: Order, kept: int, to: Reader, handle: str, *, by: Actor, at: datetime) -> None:
    """What was taken, until when to answer, and what happens if nobody does."""

    def words(language: str) -> Words:
        given = _given(dispute, order, language)
        given["kept"] = Money(kept, dispute.currency).display(language)
        body = [
            _("The buyer's bank took back %(amount)s that was paid for order %(number)s. %(why)s") % given,
            _("We keep back %(kept)s of your balance until the bank decides. If you win, it is yours again.") % given,
            _(
                "You can answer until %(date)s. We have put together what we know: the order, the receipt, what was "
                "handed over and downloaded. Add what you know yourself, and hand it in."
            )
            % given,
            _("If you do nothing, what we have goes to the bank by itself on the last day."),
        ]
        heading = _("A buyer disputes the payment of order %(number)s") % given
        return Words(heading, body, _("Answer the dispute"), _page(dispute, handle))

    _write("dispute_opened", dispute, order, to, words, by=by, at=at)


def reminder(dispute: Dispute, order: Order, days: int, to: Reader, handle: str, *, by: Actor, at: datetime) -> None:
    def words(language: str) -> Words:
        given = _given(dispute, order, language)
        body = [
            _("The dispute about order %(number)s (%(amount)s) must be answered by %(date)s.") % given,
            _("Add what speaks for you and hand it in. Otherwise what we have goes to the bank on the last day."),
        ]
        heading = _("Please answer the dispute about order %(number)s by %(date)s") % given
        return Words(heading, body, _("Answer the dispute"), _page(dispute, handle))

    _write(f"dispute_reminder_{days}", dispute, order, to, words, by=by, at=at)


def decided(dispute: Dispute, order: Order, to: Reader, handle: str, *, by: Actor, at: datetime) -> None:
    def words(language: str) -> Words:
        given = _given(dispute, order, language)
        heading, body = _verdict(dispute.status, given)
        return Words(heading, body, _("Look at the case"), _page(dispute, handle))

    _write(f"dispute_{dispute.status}", dispute, order, to, words, by=by, at=at)


def _verdict(status: str, given: Told) -> tuple[str, Sequence[str]]:
    if status == "won":
        return _("You won the dispute about order %(number)s") % given, [
            _("The bank decided for you. What we had kept back is yours again, and the buyer can use what was bought.")
        ]
    if status == "lost":
        return _("The dispute about order %(number)s was lost") % given, [
            _("The bank decided for the buyer: %(amount)s stays with them. It was paid from what we had kept back.")
            % given,
            _("The buyer can not use what was bought any more."),
        ]
    return _("The case about order %(number)s is settled") % given, [
        _("The bank has closed it. What may have been kept back is yours again.")
    ]


def _given(dispute: Dispute, order: Order, language: str) -> Told:
    return {
        "number": order.number,
        "amount": dispute.money.display(language),
        "why": dispute.why,
        "date": show_date(dispute.answer_by, language) if dispute.answer_by else "",
    }


def _page(dispute: Dispute, handle: str) -> str:
    return f"{settings.PUBLIC_URL}/studio/{handle}/disputes/{dispute.pk}/"


def _write(name: str, dispute: Dispute, order: Order, to: Reader, words: object, *, by: Actor, at: datetime) -> None:
    key = f"{name}:{order.pk}:{dispute.pk}:{to.account_id}:{dispute.version}"
    write(name, key, to, words, by=by, at=at)  # type: ignore[arg-type]

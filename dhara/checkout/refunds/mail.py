"""The letters about refunds, one named function each. They are written inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from dhara.checkout.orders.mail import order_url
from dhara.checkout.orders.models import Order
from dhara.checkout.refunds.models import Refund, RefundRequest
from dhara.kit.actor import Actor
from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.languages import known
from dhara.kit.locale.text import shorten
from dhara.kit.mail.letters import post
from dhara.people.models import Account


@dataclass(frozen=True)
class Words:
    """What a letter says, in the reader's language: the heading (also its subject), paragraphs, and one way on."""

    heading: str
    paragraphs: Sequence[str]
    label: str
    url: str


@dataclass(frozen=True)
class Reader:
    email: str
    name: str
    language: str
    account_id: int | None = None
    studio_id: int | None = None


def buyer(order: Order) -> Reader:
    return Reader(order.email, order.name, order.language, order.account_id)


def member(account: Account, studio_id: int) -> Reader:
    return Reader(account.email, account.get_short_name(), account.language, account.pk, studio_id)


def write(name: str, key: str, to: Reader, words: Callable[[str], Words], *, by: Actor, at: datetime) -> None:
    """`words(language)` is called with that language active."""
    language = known(to.language)
    with translation.override(language):
        said = words(language)
    context: dict[str, Any] = {
        "name": to.name,
        "heading": said.heading,
        "paragraphs": [paragraph for paragraph in said.paragraphs if paragraph],
        "label": said.label,
        "url": said.url,
    }
    post(
        key=key,
        name=name,
        to=to.email,
        to_name=to.name,
        language=language,
        template="checkout/mail/words",
        context=context,
        account_ref=to.account_id,
        studio_ref=to.studio_id,
        by=by,
        at=at,
    )


def refund_made(order: Order, made: Refund, titles: Sequence[str], *, revoked: bool, by: Actor, at: datetime) -> None:
    """To the buyer: how much comes back, why, and when it is there."""

    def words(language: str) -> Words:
        given = {"amount": _amount(made.money, language), "number": order.number, "titles": _few(titles)}
        if not made.amount:
            heading = _("Your access has ended: order %(number)s") % given
            body = [
                _("The seller has taken back “%(titles)s” of order %(number)s. You had paid nothing for it.") % given
            ]
        else:
            heading = _("%(amount)s is on its way back to you: order %(number)s") % given
            body = [
                _("For “%(titles)s” of order %(number)s you get %(amount)s back, the way you paid.") % given,
                _("A wallet usually shows it within a day. A bank or a card can take up to ten days."),
                _("You can not use what was refunded any more.") if revoked else "",
            ]
        reason = [_("The seller writes: %(reason)s") % {"reason": made.reason}] if made.reason else []
        return Words(heading, body + reason, _("See the order"), order_url(order))

    write("refund_made", f"refund_made:{order.pk}:{made.pk}", buyer(order), words, by=by, at=at)


def tax_returned(order: Order, made: Refund, *, by: Actor, at: datetime) -> None:
    """To a business that added its tax id: the tax comes back, and what that means at home."""

    def words(language: str) -> Words:
        given = {"amount": _amount(made.money, language), "number": order.number, "tax_id": made.tax_id}
        body = [
            _(
                "You have added the tax id %(tax_id)s to order %(number)s. Its tax, %(amount)s, goes back the way "
                "you paid."
            )
            % given,
            _("You owe the tax to your own tax office now (reverse charge). What you bought is yours as before."),
            _("A wallet usually shows it within a day. A bank or a card can take up to ten days."),
            _("Where the seller gives invoices, a credit note and a corrected invoice are with your order then."),
        ]
        heading = _("The tax is on its way back to you: order %(number)s") % given
        return Words(heading, body, _("See the order"), order_url(order))

    write("tax_returned", f"tax_returned:{order.pk}:{made.pk}", buyer(order), words, by=by, at=at)


def refund_failed(order: Order, made: Refund, *, by: Actor, at: datetime) -> None:
    """To the buyer: the money did not arrive; nothing is lost."""

    def words(language: str) -> Words:
        given = {"amount": _amount(made.money, language), "number": order.number}
        body = [
            _("We wanted to give you %(amount)s back for order %(number)s, but your bank or wallet did not take it.")
            % given,
            _(
                "Nothing is lost: what you bought is yours as before, and the seller knows that you are to get it back "
                "another way. Answer the seller, or write to us, if you hear nothing within three days."
            ),
        ]
        return Words(
            _("Your refund did not arrive: order %(number)s") % given, body, _("See the order"), order_url(order)
        )

    write("refund_failed", f"refund_failed:{order.pk}:{made.pk}", buyer(order), words, by=by, at=at)


def refund_not_returned(
    order: Order, made: Refund, to: Reader, handle: str, reason: str, *, by: Actor, at: datetime
) -> None:
    """To a seller: what the gateway did not take back, and the ways on."""

    def words(language: str) -> Words:
        given = {"amount": _amount(made.money, language), "number": order.number, "reason": reason}
        body = [
            _(
                "The refund of %(amount)s for order %(number)s did not come about. The sale stands again, and "
                "the money is back in your balance."
            )
            % given,
            _("The gateway says: %(reason)s") % given if reason else "",
            _("You can try again on the order's page. If it fails once more, agree with the buyer on another way."),
        ]
        url = f"{settings.PUBLIC_URL}/studio/{handle}/orders/{order.number}/"
        return Words(_("A refund failed: order %(number)s") % given, body, _("Open the order"), url)

    write("refund_not_returned", f"refund_not_returned:{order.pk}:{made.pk}:{to.account_id}", to, words, by=by, at=at)


def refund_asked(request: RefundRequest, to: Reader, handle: str, *, by: Actor, at: datetime) -> None:
    """To a seller: a buyer wants money back, and what happens if nobody answers."""

    def words(language: str) -> Words:
        given = {
            "title": shorten(request.line.title, 60),
            "number": request.order.number,
            "date": show_date(request.answer_by, language),
        }
        if request.within:
            then = _("This is within what your studio promises. Without an answer it is accepted on %(date)s.") % given
        else:
            then = (
                _("Your studio has not promised this, so you decide. Without an answer the request lapses on %(date)s.")
                % given
            )
        body = [
            _("The buyer of “%(title)s” (order %(number)s) asks for the money back.") % given,
            _("They write: %(reason)s") % {"reason": request.reason},
            then,
        ]
        url = f"{settings.PUBLIC_URL}/studio/{handle}/refunds/"
        return Words(_("A buyer asks for money back: order %(number)s") % given, body, _("Answer the request"), url)

    write("refund_asked", f"refund_asked:{request.order_id}:{request.pk}:{to.account_id}", to, words, by=by, at=at)


def refund_declined(request: RefundRequest, *, by: Actor, at: datetime) -> None:
    """To the buyer: the seller's no with its reason, or that nobody answered."""

    def words(_language: str) -> Words:
        given = {
            "title": shorten(request.line.title, 60),
            "number": request.order.number,
            "studio": request.studio.name,
        }
        if request.answer:
            body = [
                _("%(studio)s will not give back the money for “%(title)s”.") % given,
                _("They write: %(reason)s") % {"reason": request.answer},
            ]
        else:
            body = [
                _(
                    "%(studio)s did not answer your request for “%(title)s” in time. It was outside of what the studio "
                    "promises, so it has lapsed. You can ask once more, or write to the studio."
                )
                % given
            ]
        heading = _("About your request for a refund: order %(number)s") % given
        return Words(heading, body, _("See the order"), order_url(request.order))

    key = f"refund_declined:{request.order_id}:{request.pk}"
    write("refund_declined", key, buyer(request.order), words, by=by, at=at)


def _few(titles: Sequence[str]) -> str:
    return shorten(", ".join(titles), 90)


def _amount(amount: Money, language: str) -> str:
    return amount.display(language)

"""The lifecycle of an order, and the number by which people call it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.text import search_key

DRAFT, PENDING, PAID, EXPIRED, FAILED, CANCELLED = "draft", "pending", "paid", "expired", "failed", "cancelled"
PARTIALLY_REFUNDED, REFUNDED, DISPUTED = "partially_refunded", "refunded", "disputed"
# States in which the buyer has what was bought, and those from which one may try to pay again.
BOUGHT = (PAID, PARTIALLY_REFUNDED, DISPUTED)
PAYABLE = (PENDING, EXPIRED, FAILED, CANCELLED)
# The agreed price holds this long: later the buyer orders anew.
RETRY_WITHIN = timedelta(days=1)
# Under this name an order's policies keep its collaborators: {offer id: [[studio id, hundredths of a percent], …]}.
SHARES: Final = "shares"
# And under this one what its bundles consist of: {offer id: [tier ids]}.
PARTS: Final = "parts"
# And under this one how many copies were taken at a launch price that is for a number of copies: {tier id: copies}.
LAUNCHED: Final = "launched"
# And under this one the offers whose money is set aside until the work is done: [offer ids].
HELD: Final = "held"
# And under this one what the kinds promised with them: {tier id: what the kind said (catalog.kinds.Promises)}.
PROMISED: Final = "promised"
# And under this one for what it was given away ("form:3"), where nobody ordered it.
GIVEN: Final = "given"


def held_subject(line_id: int) -> str:
    """For what the studio's part of such a line is set aside, in the books."""
    return f"line:{line_id}"


def given_intent(key: str) -> str:
    """The intent of an order that was given away under a key."""
    return f"given:{key}"


# What became of a line that was bought before it came out: it waits, came out, or its money went back instead.
WAITS, OUT, OFF = "waits", "out", "off"
_WHO: Final[tuple[Kind, ...]] = ("person", "guest", "gateway", "system", "operator")


def _patience(order: Any) -> timedelta:
    return timedelta(minutes=order.policies["order.expires_minutes"])


LIFECYCLE = Lifecycle(
    name="order",
    initial=DRAFT,
    about="What a buyer agreed to buy.",
    states={
        DRAFT: _("draft"),
        PENDING: _("waiting for payment"),
        PAID: _("paid"),
        EXPIRED: _("expired"),
        FAILED: _("payment declined"),
        CANCELLED: _("cancelled"),
        PARTIALLY_REFUNDED: _("partly refunded"),
        REFUNDED: _("refunded"),
        DISPUTED: _("disputed"),
    },
    moves=(
        Move(DRAFT, PENDING, _WHO, "the buyer goes on to pay; copies are set aside"),
        Move(DRAFT, PAID, _WHO, "nothing is to be paid"),
        Move(PENDING, PAID, _WHO, "the payment is captured; the sale is booked in the same transaction"),
        Move(PENDING, EXPIRED, ("system", "operator"), "no payment in time; copies go back"),
        Move(PENDING, FAILED, _WHO, "the payment was declined; copies go back"),
        Move(PENDING, CANCELLED, _WHO, "the buyer cancelled; copies go back"),
        *(Move(source, PENDING, _WHO, "the buyer tries to pay again") for source in (FAILED, CANCELLED, EXPIRED)),
        *(
            Move(source, PAID, _WHO, "money came late and everything was still to be had")
            for source in (FAILED, CANCELLED, EXPIRED)
        ),
        *(
            Move(
                source, REFUNDED, ("system", "operator"), "money came late, something was sold out, all of it went back"
            )
            for source in (FAILED, CANCELLED, EXPIRED)
        ),
        Move(PAID, PARTIALLY_REFUNDED, ("person", "operator", "system"), "part of the money goes back"),
        Move(PAID, REFUNDED, ("person", "operator", "system"), "all of the money goes back; access ends"),
        Move(PARTIALLY_REFUNDED, REFUNDED, ("person", "operator", "system"), "the rest of the money goes back"),
        Move(REFUNDED, PARTIALLY_REFUNDED, _WHO, "some of what went back did not arrive; that part is sold again"),
        *(
            Move(source, PAID, _WHO, "what went back did not arrive; the sale stands again")
            for source in (REFUNDED, PARTIALLY_REFUNDED)
        ),
        *(
            Move(source, DISPUTED, _WHO, "the payer's bank takes the money back")
            for source in (PAID, PARTIALLY_REFUNDED)
        ),
        *(Move(DISPUTED, target, _WHO, "the bank has decided") for target in (PAID, PARTIALLY_REFUNDED, REFUNDED)),
    ),
    timers=(
        Timer(
            PENDING,
            "expire",
            _patience,
            "dhara.checkout.orders.actions:expire",
            "after the policy order.expires_minutes without payment → expired",
        ),
    ),
)


# Words that only those may search who may see buyers stand behind another mark.
OF_SALE, OF_BUYER = ":", "@"
_MOST_WORDS, _MOST_LETTERS = 40, 60


def found_by(studio_id: int, number: str, title: str, email: str, name: str) -> str:
    """The `tsvector` literal under which a studio finds a sold line. The studio stands in each word.

    So one index serves every studio, however many orders the others have.
    """
    sale = [*_typed(number), *_typed(number.replace("-", "")), *_typed(title)]
    buyer = [*_typed(email), *_typed(email.partition("@")[0]), *_typed(name)]
    marked = [f"{studio_id}{OF_SALE}{word}" for word in sale] + [f"{studio_id}{OF_BUYER}{word}" for word in buyer]
    return " ".join(f"'{word}'" for word in dict.fromkeys(marked))


def asked_for(studio_id: int, text: str, *, with_buyers: bool) -> str:
    """The `tsquery` literal for what was typed: every word must begin one of the line's. Empty where no word is."""
    marks = (OF_SALE, OF_BUYER) if with_buyers else (OF_SALE,)
    each = (" | ".join(f"'{studio_id}{mark}{word}':*" for mark in marks) for word in _typed(text)[:8])
    return " & ".join(f"({part})" for part in each)


def _typed(text: str) -> list[str]:
    """The words of a text. An address is one word: its domain alone is that of half of all buyers."""
    found: list[str] = []
    for part in text.split():
        found += [search_key(part).replace(" ", "")] if "@" in part else search_key(part).split()
    return [word[:_MOST_LETTERS] for word in found[:_MOST_WORDS] if word]


# No letter or digit that is taken for another when read aloud or typed off paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number() -> str:
    """What people read and type, such as D-7K4Q-2M8T: about 39 bits, so it can not be guessed but is no secret."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"D-{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """The secret that opens the order without signing in: 192 bits."""
    return secrets.token_urlsafe(24)

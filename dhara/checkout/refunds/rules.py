"""Lifecycles of refunds and requests; what a refund of one line takes from whom. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.checkout.orders import rules as orders
from dhara.kit.actor import Kind
from dhara.kit.currency import Money
from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.money.ledger import rules as ledger
from dhara.money.ledger.rules import Share
from dhara.money.policies.rules import read

PENDING, SUCCEEDED, FAILED, CANCELLED = "pending", "succeeded", "failed", "cancelled"
# Counted against what was paid.
LIVE: Final = (PENDING, SUCCEEDED)
_WHO: Final[tuple[Kind, ...]] = ("person", "guest", "operator", "gateway", "system")

LIFECYCLE = Lifecycle(
    name="refund",
    initial=PENDING,
    about="Money of an order that goes back to the buyer.",
    states={
        PENDING: _("on its way back"),
        SUCCEEDED: _("returned"),
        FAILED: _("failed"),
        CANCELLED: _("given up"),
    },
    moves=(
        Move(PENDING, SUCCEEDED, _WHO, "the gateway gave it back, or the bank decided for the payer"),
        Move(PENDING, FAILED, _WHO, "the gateway refused; the sale stands again"),
        Move(SUCCEEDED, FAILED, _WHO, "the gateway says later that it did not arrive; the sale stands again"),
        Move(PENDING, CANCELLED, _WHO, "the dispute was won; the sale stands again"),
    ),
)

# What the states mean where the payer's bank takes the money.
IN_DISPUTE: Final[dict[str, Any]] = {
    PENDING: _("kept back while the bank decides"),
    SUCCEEDED: _("taken by the bank"),
    FAILED: _("failed"),
    CANCELLED: _("not taken after all"),
}

OPEN, ACCEPTED, DECLINED, LAPSED, WITHDRAWN = "open", "accepted", "declined", "lapsed", "withdrawn"
# How often a buyer may ask for one line.
MOST_REQUESTS: Final = 3
MOST_WORDS: Final = 1_000
TERMS_WORDS: Final = 2_000


def _time_to_answer(request: Any) -> timedelta:
    left: timedelta = request.answer_by - request.created_at
    return left


REQUEST_LIFECYCLE = Lifecycle(
    name="refund request",
    initial=OPEN,
    about="A buyer asks for money back.",
    states={
        OPEN: _("waiting for an answer"),
        ACCEPTED: _("accepted"),
        DECLINED: _("declined"),
        LAPSED: _("not answered"),
        WITHDRAWN: _("withdrawn"),
    },
    moves=(
        Move(OPEN, ACCEPTED, _WHO, "the seller gives money back; or the timer, within what the studio promises"),
        Move(OPEN, DECLINED, ("person", "operator"), "the seller says no, with a reason"),
        Move(OPEN, LAPSED, ("system",), "nobody answered what the studio had not promised"),
        Move(OPEN, WITHDRAWN, _WHO, "the buyer changed their mind"),
    ),
    timers=(
        Timer(
            OPEN,
            "unanswered",
            _time_to_answer,
            "dhara.checkout.refunds.actions:unanswered",
            "after the policy refund.answer_days → accepted within what the studio promises, else lapsed",
        ),
    ),
)


@dataclass(frozen=True)
class Back:
    """What goes back for one line: `part` of the sale, and which of its fees stay where they are."""

    part: Share
    gateway_kept: int = 0
    platform_kept: int = 0
    dispute_fee: int = 0

    @property
    def borne(self) -> int:
        """What the studio gives: its own part and what does not come back."""
        return self.part.net + self.gateway_kept + self.platform_kept + self.dispute_fee


def sparing(policies: Mapping[str, Any]) -> dict[str, Any]:
    """The same policies, but for fees: a refund gives all of them back, and the platform bears the gateway's."""
    return {**policies, "refund.platform_fee_bp": ledger.WHOLE_BP, "refund.gateway_fee_bp": ledger.WHOLE_BP}


def back(left: Share, amount: int, policies: Mapping[str, Any], currency: str, *, direct: bool = False) -> Back:
    """What a refund of `amount` takes, out of what is `left` of the line's sale, by the policies of the order.

    With `direct` the money is in the studio's own account at the gateway, whose fee is the studio's own affair.
    """
    part = ledger.reversal(left, amount)
    returned = Money(part.platform_fee, currency).percent(read(policies, "refund.platform_fee_bp")).minor
    borne = 0 if direct else Money(part.gateway_fee, currency).percent(read(policies, "refund.gateway_fee_bp")).minor
    return Back(part, part.gateway_fee - borne, part.platform_fee - returned)


def taken(backs: Iterable[Back]) -> dict[int, int]:
    """What each studio gives, collaborators among them: {studio id: minor units}."""
    found: dict[int, int] = {}
    for each in backs:
        for studio_id, amount in ((each.part.studio_id, each.borne), *each.part.parts):
            found[studio_id] = found.get(studio_id, 0) + amount
    return {studio_id: amount for studio_id, amount in found.items() if amount}


def system_legs(backs: Iterable[Back]) -> list[ledger.Posted]:
    """What comes from tax and from the fees that are given back (below zero); a dispute's fee goes to its account."""
    legs: list[ledger.Posted] = []
    for each in backs:
        legs += [
            (ledger.TAX, None, -each.part.tax),
            (ledger.PLATFORM_FEES, None, each.platform_kept - each.part.platform_fee),
            (ledger.GATEWAY_FEES, None, each.gateway_kept - each.part.gateway_fee + each.dispute_fee),
        ]
    return legs


def direct_legs(backs: Iterable[Back], studio_id: int) -> tuple[list[ledger.Posted], int]:
    """The same where the money is in the studio's own account, and what the studio is owed of the platform's fee."""
    given = list(backs)
    returned = sum(each.part.platform_fee - each.platform_kept for each in given)
    fees = sum(each.dispute_fee for each in given)
    amount = sum(each.part.gross for each in given)
    legs: list[ledger.Posted] = [
        (ledger.SELLER_DIRECT, studio_id, -amount - fees),
        (ledger.GATEWAY_FEES, None, fees),
        (ledger.PLATFORM_FEES, None, -returned),
    ]
    return legs, returned


def standing(lines: Iterable[Any], taken_back: Iterable[int] = ()) -> str:
    """What an order is by what went back of its lines; `taken_back` are ids of free lines whose access was ended."""
    all_lines = list(lines)
    gross, gone = sum(line.gross for line in all_lines), sum(line.refunded for line in all_lines)
    if gross:
        return orders.REFUNDED if gone == gross else orders.PARTIALLY_REFUNDED if gone else orders.PAID
    ended = set(taken_back)
    if not ended:
        return orders.PAID
    return orders.REFUNDED if ended >= {line.pk for line in all_lines} else orders.PARTIALLY_REFUNDED


def within(policies: Mapping[str, Any], studio_id: int, paid_at: datetime, at: datetime) -> bool:
    """Whether the studio had promised a refund that is asked for now."""
    days = read(policies, "refund.window_days", studio_id)
    return bool(days) and at <= paid_at + timedelta(days=days)


def clean_words(text: str, field: str, most: int = MOST_WORDS) -> str:
    """A reason or an answer. Raises Invalid on the field when empty or too long."""
    words = clean_text(text, lines=True)
    if not words:
        raise Invalid("words_missing", _("Please say why, in a sentence."), field)
    if len(words) > most:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), field)
    return words

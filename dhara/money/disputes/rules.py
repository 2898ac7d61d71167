"""The lifecycle of a dispute, its deadlines, and what may be handed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move, Timer
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

EARLY_WARNING, NEEDS_RESPONSE, UNDER_REVIEW = "early_warning", "needs_response", "under_review"
WON, LOST, PREVENTED = "won", "lost", "prevented"
# The bank holds the money, and the case is not decided.
HELD: Final = (NEEDS_RESPONSE, UNDER_REVIEW)
OPEN: Final = (EARLY_WARNING, *HELD)
OVER: Final = (WON, LOST, PREVENTED)
REMIND_BEFORE: Final = (7, 3, 1)
# What there is goes in this long before it is too late.
LAST_CALL: Final = timedelta(hours=18)
MOST_WORDS: Final = 4_000
# Beside the file that is made by itself and the receipt; banks read a few.
MOST_FILES: Final = 2
_WHO: Final[tuple[Kind, ...]] = ("gateway", "system", "operator", "person")


def _until(before: timedelta) -> Any:
    def after(dispute: Any) -> timedelta:
        left: timedelta = dispute.answer_by - before - dispute.asked_at
        return max(left, timedelta())

    return after


LIFECYCLE = Lifecycle(
    name="dispute",
    initial=EARLY_WARNING,
    about="A payment that the payer's bank takes back, or warns of.",
    states={
        EARLY_WARNING: _("early warning"),
        NEEDS_RESPONSE: _("needs an answer"),
        UNDER_REVIEW: _("with the bank"),
        WON: _("won"),
        LOST: _("lost"),
        PREVENTED: _("settled without a dispute"),
    },
    moves=(
        Move(EARLY_WARNING, NEEDS_RESPONSE, _WHO, "the bank takes the money back and asks for evidence"),
        Move(NEEDS_RESPONSE, UNDER_REVIEW, _WHO, "the evidence was handed in"),
        Move(UNDER_REVIEW, NEEDS_RESPONSE, _WHO, "the bank asks again"),
        *(Move(source, PREVENTED, _WHO, "it was settled before it came to a dispute") for source in OPEN),
        *(Move(source, WON, _WHO, "the bank decided for the seller; the money comes back") for source in HELD),
        *(Move(source, LOST, _WHO, "the bank decided for the payer") for source in HELD),
    ),
    timers=(
        *(
            Timer(
                NEEDS_RESPONSE,
                f"remind_{days}",
                _until(timedelta(days=days)),
                f"dhara.money.disputes.actions:remind_{days}",
                f"{days} days before the last moment → the sellers are reminded",
            )
            for days in REMIND_BEFORE
        ),
        Timer(
            NEEDS_RESPONSE,
            "last_call",
            _until(LAST_CALL),
            "dhara.money.disputes.actions:last_call",
            "on the last day → what there is goes in by itself",
        ),
    ),
)

# What banks call the reason, in words. Unknown ones are shown as they are.
REASONS: Final[dict[str, Any]] = {
    "fraudulent": _("The payer says that they did not make this payment."),
    "product_not_received": _("The payer says that they did not get what they paid for."),
    "product_unacceptable": _("The payer says that it is not what was promised."),
    "duplicate": _("The payer says that they were charged twice."),
    "credit_not_processed": _("The payer says that a refund was promised and did not come."),
    "subscription_canceled": _("The payer says that they had cancelled."),
    "unrecognized": _("The payer does not recognise the payment."),
    "general": _("The bank asks about this payment."),
    "made_with_stolen_card": _("The bank fears that the card was stolen."),
}


def reason_in_words(reason: str) -> str:
    return str(REASONS.get(reason, reason.replace("_", " ").capitalize() or _("The bank gave no reason.")))


def may_remind(asked_at: datetime, answer_by: datetime, days: int) -> bool:
    """Not when the bank asked later than that: the news itself was the reminder."""
    return asked_at <= answer_by - timedelta(days=days)


def clean_statement(text: str) -> str:
    words = clean_text(text, lines=True)
    if len(words) > MOST_WORDS:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), "statement")
    return words

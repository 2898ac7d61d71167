"""What the schema says of refunds and disputes, in words that translators find. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

REFUND_WORDS: Final = frozenset(
    {
        gettext_noop("A word to the buyer."),
        gettext_noop(
            "All that is left of the line, or a part. Accepting twice gives back once: the second is refused (409)."
        ),
        gettext_noop("Answer a dispute"),
        gettext_noop("Ask for money back"),
        gettext_noop("Buyers who ask for money back"),
        gettext_noop("Decline a request"),
        gettext_noop("Disputes"),
        gettext_noop(
            "For one line. The seller answers; "
            "`promised` says whether they said beforehand that they would give it back."
        ),
        gettext_noop("For whoever sends the order's secret as `Order-Token`, and for the account that bought it."),
        gettext_noop("Give back what was asked for"),
        gettext_noop("Give money back"),
        gettext_noop("Hand it in now: nothing can be changed from then on."),
        gettext_noop("How the case stands."),
        gettext_noop("In minor units; null for all that is left."),
        gettext_noop("In minor units; null for all that is left. 0 for what was free."),
        gettext_noop(
            "Keep a statement, and hand everything in if you say so. What we know ourselves goes along: "
            "no need to repeat it.\n\n"
            "Where several sellers are concerned, it is handed in on the last day, with what each of them has said."
        ),
        gettext_noop("Of this studio's lines."),
        gettext_noop("One dispute"),
        gettext_noop("One refund"),
        gettext_noop("Payments that buyers take back through their banks, the latest first."),
        gettext_noop("Refunds"),
        gettext_noop(
            "The books are reversed at once; then the gateway is asked. It may fail later: "
            "look at `status`.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the refund that was made."
        ),
        gettext_noop("The buyer is told why."),
        gettext_noop("The dispute in which the bank took it."),
        gettext_noop("The gateway's name for the case."),
        gettext_noop(
            "The latest first. "
            "One that is not answered in time is accepted where the studio promised it, else it lapses."
        ),
        gettext_noop("The order's number."),
        gettext_noop("The tier of the order's line."),
        gettext_noop("What the studio gives, fees that stay included; null without the right."),
        gettext_noop("What was asked back of an order"),
        gettext_noop("What went back of the studio's sales, the latest first."),
        gettext_noop("What you know about it, best in English."),
        gettext_noop("Whether it is within what the studio promises."),
        gettext_noop("Whether the buyer may go on using it: `auto` ends it where nothing is left of the line."),
        gettext_noop("Whether the copies can be sold again."),
        gettext_noop("Why; the buyer reads it."),
    }
)

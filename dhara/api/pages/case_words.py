"""What the schema says of cases. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

CASE_WORDS: Final = frozenset(
    {
        gettext_noop("A file of the case"),
        gettext_noop(
            "A part for each. Another one takes the place of your first.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is proposed once."
        ),
        gettext_noop("Agree to what the others claim"),
        gettext_noop("All that was said and shown, the first one first."),
        gettext_noop("All that was said, shown and proposed, and what you may do next."),
        gettext_noop(
            "An address from which its bytes come for an hour, whole or in ranges; whether you may is asked each time."
        ),
        gettext_noop("Answer a case"),
        gettext_noop("Answer a proposal to settle it"),
        gettext_noop("Appeal against a ruling"),
        gettext_noop("As it was ruled or settled."),
        gettext_noop(
            "Both sides and the operator read it; it can not be changed afterwards.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is said once."
        ),
        gettext_noop("Both sides read it."),
        gettext_noop("Cases"),
        gettext_noop("Hand over, withdraw or accept"),
        gettext_noop("Let the operator rule now; take your own case back; agree to the ruling."),
        gettext_noop(
            "Once, for who got less than they asked for; what is ruled then is final.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is done once."
        ),
        gettext_noop("One case"),
        gettext_noop("Only those about this engagement."),
        gettext_noop("Open a case"),
        gettext_noop("Propose to settle it"),
        gettext_noop("Say or show something"),
        gettext_noop("The engagement that it is about."),
        gettext_noop("The id of the other side's claim, as you read it."),
        gettext_noop(
            "The money moves at once, as their claim asks.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is done once."
        ),
        gettext_noop(
            "The operator rules now; the work goes on as if there had been no case; the ruling is carried out.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is done once."
        ),
        gettext_noop(
            "The other side agrees, and the money moves at once, or declines; who proposed it may take it back.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is done once."
        ),
        gettext_noop(
            "The other side is asked to answer; the money stays set aside until it is settled or ruled. It "
            "costs nothing.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the case that was opened."
        ),
        gettext_noop(
            "The other side says what it thinks right. Without an answer in time the operator rules with what "
            "there is.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is answered once."
        ),
        gettext_noop("Those about what you ordered, and about what your studios work on, the latest first."),
        gettext_noop("What a claim asks for, or what was ruled."),
        gettext_noop("What is wrong, and why."),
        gettext_noop(
            "What it is about: the price for a buyer, for a studio its share; the price where your role may not "
            "see money."
        ),
        gettext_noop("What was proposed, the first one first."),
        gettext_noop("What your side gets of `amount`; the rest is the other side's."),
        gettext_noop("What your side should get of `amount`, in minor units; null for all of it."),
        gettext_noop("When this state ends by itself."),
        gettext_noop("Who proposed it."),
        gettext_noop("Who said it."),
        gettext_noop("Why not, for `decline`."),
        gettext_noop("Why the other side said no."),
        gettext_noop("`open`: all that have not ended."),
        gettext_noop("`withdraw` is for the side that proposed it."),
        gettext_noop("`worker`: about what your studio does; `buyer`: about what you ordered."),
    }
)

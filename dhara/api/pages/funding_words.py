"""What the schema says of paying for work. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

FUNDING_WORDS: Final = frozenset(
    {
        gettext_noop("A file of the work"),
        gettext_noop(
            "All of them by one payment; send the payer to `pay_url`. Each begins by itself when the money is "
            "here.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the funding that was begun, as it"
            " is by then."
        ),
        gettext_noop(
            "All that is still to be paid of one that was offered; send the payer to `pay_url`.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the funding that was begun, as it"
            " is by then."
        ),
        gettext_noop(
            "An address from which its bytes come for an hour, whole or in ranges; whether you may is asked each "
            "time.\n\n"
            "What is delivered opens to the buyer once the work is accepted, or at once where the studio said so."
        ),
        gettext_noop("Begin to pay for a campaign"),
        gettext_noop("Begin to pay for milestones"),
        gettext_noop("Fundings"),
        gettext_noop("Ids of its units; empty for all that are not paid yet."),
        gettext_noop("One funding"),
        gettext_noop("Only those for this engagement."),
        gettext_noop("Send the payer there: the page where they choose how to pay; null once paid."),
        gettext_noop("The engagement that it is for."),
        gettext_noop("What I pay for work"),
        gettext_noop("What each unit costs; empty where a whole campaign is paid."),
        gettext_noop("Where it stands. Only who pays sees it; the other side sees the state of the work."),
    }
)

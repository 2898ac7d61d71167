"""What the schema says of reviews. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

REVIEW_WORDS: Final = frozenset(
    {
        gettext_noop("Answer a review"),
        gettext_noop(
            "Ask the operator to look, once for each account.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is reported once."
        ),
        gettext_noop("By its buyers, of all its work or of one offer, the latest first; with the numbers behind it."),
        gettext_noop("Ended work of yours and of your studios, with what each side said of it, the latest first."),
        gettext_noop("Everybody reads it, once it is open."),
        gettext_noop("Everybody reads it."),
        gettext_noop("How many gave one star, two, and so on."),
        gettext_noop("How the writer is shown to everybody."),
        gettext_noop("In which it is written; without it that of the request."),
        gettext_noop("Of the offer that was asked for, else of the studio."),
        gettext_noop("Of the studio."),
        gettext_noop(
            "Once for each side of ended work. It can not be changed afterwards.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is written once."
        ),
        gettext_noop(
            "Once, within sixty days, for everybody to read.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is answered once."
        ),
        gettext_noop("One to five each: `quality`, `talk`, `time` by a buyer; `clear`, `talk`, `fair` by a studio."),
        gettext_noop("Only the operator reads it."),
        gettext_noop("Only those of this offer of the studio."),
        gettext_noop("Report a review"),
        gettext_noop("Reviews"),
        gettext_noop("The mean; what one buyer says on one day counts once."),
        gettext_noop("The offer that was ordered; null where it was a project."),
        gettext_noop("The reviews of one work"),
        gettext_noop("Until when each side can write."),
        gettext_noop("Ways to reach somebody elsewhere are hidden."),
        gettext_noop("What I can review"),
        gettext_noop(
            "What each side said of it. Nobody reads the other's words before both are in, or the time is over."
        ),
        gettext_noop("What is said of a studio"),
        gettext_noop("What the other side wrote, once it is published."),
        gettext_noop("What your side wrote."),
        gettext_noop("Write a review"),
        gettext_noop("`sealed` until both are in or the time is over; `held` until an operator has looked."),
        gettext_noop(
            "`to_write`: by you, now; `waiting`: you have written, the other side can still; `published`: "
            "opened to all."
        ),
        gettext_noop("`worker`: of what your studio did; `buyer`: of what you ordered."),
    }
)

"""What the schema says of uploads and of time by the hour. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

UPLOAD_WORDS: Final = frozenset(
    {
        gettext_noop("A day later at most, and not in the future."),
        gettext_noop("All that stands there."),
        gettext_noop("Announce a file"),
        gettext_noop(
            "As long as the week is open.\n\nSend the same `Idempotency-Key` again when no answer came: it "
            "is taken away once."
        ),
        gettext_noop("Both sides read what was written down, and what it comes to."),
        gettext_noop("For offers, with a key of your own: the studio's handle."),
        gettext_noop(
            "For who does the work, in a week that is paid and open, within its limit; nobody works "
            "twice at one time.\n\nSend the same `Idempotency-Key` again when no answer came: it is "
            "written once."
        ),
        gettext_noop("Hours"),
        gettext_noop("How far a file is"),
        gettext_noop("How many bytes are here: go on there."),
        gettext_noop("Ids of files that you, or the studio, uploaded (`begin_upload`)."),
        gettext_noop("In the order of the clock."),
        gettext_noop("Other times or words, as long as the week is open."),
        gettext_noop("Put time right"),
        gettext_noop("Take time away"),
        gettext_noop("The most minutes that are set aside for."),
        gettext_noop("The time of a week"),
        gettext_noop("Until it is used, or was thrown away."),
        gettext_noop("Until when time can be written; null where it can not be."),
        gettext_noop("Uploads"),
        gettext_noop("What it is for; a `picture` is of an offer, a `file` is what its buyers get."),
        gettext_noop("What that comes to; null where your role may not see money."),
        gettext_noop("What the others see."),
        gettext_noop("What was worked at."),
        gettext_noop("When it is thrown away if nothing comes of it."),
        gettext_noop("Where the bytes go: the protocol tus 1.0, with the same key."),
        gettext_noop("Whether it is whole, and can be handed in."),
        gettext_noop("Who worked."),
        gettext_noop("Write time down"),
        gettext_noop(
            "Yours, or the studio's where the key is for a studio; what is for an offer is the studio's, "
            "with `catalog:write`.\n\nIts bytes are sent to `url`, whole or in pieces; a broken line costs "
            "nothing. Then its `id` goes along in `uploads`,\nor becomes part of an offer. What is not "
            "used is thrown away after two days."
        ),
        gettext_noop("null as long as the week is not paid."),
    }
)

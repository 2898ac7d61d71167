"""What the schema says of tagging many contacts, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

TAGGING_WORDS: Final = frozenset(
    {
        gettext_noop("Tag all that a search finds"),
        gettext_noop(
            "Each gets it as one by one: rules, sequences and webhooks see it. At most five at once.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get how far it is."
        ),
        gettext_noop("How far a tagging is"),
        gettext_noop("Not found once its tag was removed."),
        gettext_noop("Stop a tagging"),
        gettext_noop("What was done stays."),
        gettext_noop("Its name; one that the studio has not is made, unless it is taken `off`."),
        gettext_noop("Take it off all of them."),
        gettext_noop("Whom; null only with `everybody`."),
        gettext_noop("The whole audience is meant: said once more, so that nobody forgets."),
        gettext_noop("The tag's."),
        gettext_noop("Up to 200 contacts are `done` at once; more are gone through step by step."),
        gettext_noop("How many were found at the beginning."),
        gettext_noop("How many were gone through."),
        gettext_noop("How many of these did not have it, or had it, before."),
        gettext_noop("Empty once it was removed; a rule is called by its sentence."),
        gettext_noop("Of the rule, the sequence, the form, the import, or the member's account."),
        gettext_noop("Put on; false: taken off."),
        gettext_noop("The latest first, of all contacts. Who was erased is not in it."),
        gettext_noop("The latest first, tags among them that were removed since."),
        gettext_noop("Which tags a contact got and lost"),
        gettext_noop("Who put a tag on, and who took it off"),
        gettext_noop("`unknown`: nobody wrote it down then."),
    }
)

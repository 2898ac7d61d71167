"""What the schema says of segments and of addresses that get no letters, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

MEANT_WORDS: Final = frozenset(
    {
        gettext_noop("Segments"),
        gettext_noop("A studio's segments"),
        gettext_noop("The latest first, with their rules in words. Counts are as they were last counted."),
        gettext_noop("Make a segment"),
        gettext_noop(
            "It is always up to date: whoever comes to match is in it by itself.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the segment that was made."
        ),
        gettext_noop("How many rules mean now"),
        gettext_noop("Without saving them."),
        gettext_noop("One segment"),
        gettext_noop("Its rules, the same in words, and how many are meant now."),
        gettext_noop("Change a segment"),
        gettext_noop("What uses it means the new rules from now on; what was sent to it was frozen then."),
        gettext_noop("Remove a segment for good"),
        gettext_noop("Its people stay in the audience."),
        gettext_noop("Who is in a segment"),
        gettext_noop("Who is meant now, the latest contacts first."),
        gettext_noop("See the how-to: `all`, `any`, `not` around what is asked of contacts."),
        gettext_noop("null leaves them as they are."),
        gettext_noop("The rules in words, in the language of the answer."),
        gettext_noop("How many were meant when it was last counted."),
        gettext_noop("How many contacts are meant now."),
        gettext_noop("How many of these get letters."),
        gettext_noop("Suppression"),
        gettext_noop("Addresses that get no letters"),
        gettext_noop(
            "The latest first. The addresses are not kept: ask with `email` whether one is among them, and why."
        ),
        gettext_noop("Send no letters to an address"),
        gettext_noop(
            "Twice is once. Whoever left by themselves stays on the list for that. "
            "The answer is what is kept about it now."
        ),
        gettext_noop("Let an address have letters again"),
        gettext_noop(
            "After it came back, complained or was stopped by hand; who had left has left still. Answers what is left."
        ),
        gettext_noop("Only what is kept about this address."),
        gettext_noop("Only those with this reason."),
        gettext_noop("Why; it is kept with the contact."),
        gettext_noop("What the server, the person or the studio said."),
        gettext_noop("Who it is, where they are among the contacts."),
        gettext_noop(
            "Who can change it: the `studio`, whoever left `themselves` by a form of yours, the site's `host`."
        ),
    }
)

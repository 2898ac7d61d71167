"""What the schema says of rules, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

RULE_WORDS: Final = frozenset(
    {
        gettext_noop("A studio's rules"),
        gettext_noop("The latest first, each with the sentence that it is."),
        gettext_noop("What has to happen."),
        gettext_noop("The id of the offer, form or tag it is about; null for any."),
        gettext_noop("What is done, one after the other."),
        gettext_noop("Something that it names is gone: it can not be switched on."),
        gettext_noop("How often it was carried out."),
        gettext_noop("Make a rule"),
        gettext_noop(
            "It is on, and counts for what happens from now on.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the rule that was "
            "made."
        ),
        gettext_noop("The key of a field, from /contact-fields."),
        gettext_noop("One rule"),
        gettext_noop("When it is carried out, and what it does."),
        gettext_noop("Change a rule"),
        gettext_noop("The whole rule as it shall be. What it has done stays."),
        gettext_noop("Switch a rule on or off"),
        gettext_noop("One that names what is gone can not be switched on."),
        gettext_noop("Delete a rule"),
        gettext_noop("For good. What it has done stays."),
        gettext_noop("Rules"),
    }
)

"""What the schema says of broadcasts and letters, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

BROADCAST_WORDS: Final = frozenset(
    {
        gettext_noop("Broadcasts"),
        gettext_noop("A studio's broadcasts, the latest first."),
        gettext_noop("Write a broadcast"),
        gettext_noop("A draft: nothing is sent."),
        gettext_noop("One broadcast"),
        gettext_noop("Change a draft"),
        gettext_noop("Only while it is a draft; what is scheduled must be withdrawn first."),
        gettext_noop("Send it later"),
        gettext_noop(
            "Refused for a letter that the checks find something wrong with; who is meant is settled when it begins."
        ),
        gettext_noop("Send, pause, resume, cancel"),
        gettext_noop("What has left can not be called back. Sending twice is refused."),
        gettext_noop("What came of it"),
        gettext_noop("How far it is, who opened and followed links, and the money that followed."),
        gettext_noop("As it was written, by language."),
        gettext_noop("How many contacts were meant when it began; it does not change."),
        gettext_noop("The number of the subject that the rest got; null while or where none won."),
        gettext_noop("Only the studio sees it."),
        gettext_noop("null: everybody who is subscribed."),
        gettext_noop("A segment that is left out."),
        gettext_noop("Not to whoever is in a sequence now."),
        gettext_noop("What it says; left out, the letter stays as it is."),
        gettext_noop("Further ones, for a test."),
        gettext_noop("How many try it, in hundredths of a percent."),
        gettext_noop("At that time of day where each contact lives."),
        gettext_noop("`withdraw` takes back what is scheduled; `repeat` sends to those not reached."),
        gettext_noop("How many letters are in each state; together they are the audience."),
        gettext_noop("Too fresh to tell people from machines."),
    }
)

"""What the schema says of wish lists and of what studios advise, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

WISH_WORDS: Final = frozenset(
    {
        gettext_noop("My wish list, the latest first, with what has become of each: all of it, 200 offers at most."),
        gettext_noop("What I wish for"),
        gettext_noop("Wish for an offer"),
        gettext_noop("Put it on my wish list, at the price that it has now in this currency. Twice is once."),
        gettext_noop("Take an offer off the list"),
        gettext_noop("What is not on the list is no error."),
        gettext_noop("The least it costs now; null where it is not sold any more."),
        gettext_noop("What it cost when it was wished for, where it costs less now."),
        gettext_noop("False for what is not sold any more."),
        gettext_noop("False for what is sold out, too."),
        gettext_noop("The account has bought it already."),
        gettext_noop("Whether it is on the list now."),
        gettext_noop("Recommend a tier"),
        gettext_noop(
            "It takes the place of the one that was recommended before; with null there is none any more. "
            "Twice is once."
        ),
        gettext_noop("The id of a tier for sale; null for none."),
        gettext_noop(
            "What its buyers bought besides, the studio's own first; at most four, told only of enough buyers."
        ),
        gettext_noop("What the studio advises buyers to take; at most one of an offer's tiers."),
    }
)

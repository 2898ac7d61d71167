"""What the schema says of wish lists and of what studios advise, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

WISH_WORDS: Final = frozenset(
    {
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

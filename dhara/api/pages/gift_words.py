"""What the schema says of gifts, in words that translators find. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

GIFT_WORDS: Final = frozenset(
    {
        gettext_noop("A day of the market, up to a year from now; empty: at once, when it is paid."),
        gettext_noop("Of the letter to them; empty: the order's."),
        gettext_noop("Of whoever gets it."),
        gettext_noop("Somebody else gets it; the buyer pays and has the receipt."),
        gettext_noop("Stands in the letter; no web addresses."),
        gettext_noop("Whether the buyer gave it to somebody else."),
        gettext_noop("Who gets it, where the order is a gift."),
    }
)

"""Pure decisions on suggestions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import CODES, MAX_MINOR, Money
from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

if TYPE_CHECKING:
    from dhara.catalog.suggestions.models import Suggestion

BUMP, UPSELL, DOWNSELL, CROSS = "bump", "upsell", "downsell", "cross"
KINDS: Final = {
    BUMP: _("On the cart, as a box to tick"),
    UPSELL: _("After the payment"),
    DOWNSELL: _("After the payment, when that was declined"),
    CROSS: _("On the offer’s page"),
}
# What these take off counts for as long as both are in the cart.
TOGETHER: Final = (BUMP, CROSS)
# How many of each kind an offer may have: more would be noise, and after a payment there is one question at a time.
MOST: Final = {BUMP: 3, UPSELL: 1, DOWNSELL: 1, CROSS: 4}
WORDS_LENGTH: Final = 200


@dataclass(frozen=True)
class Draft:
    """A suggestion as the studio wants it: `bp` hundredths of a percent or `amounts` by currency, or neither."""

    kind: str
    tier_id: int
    bp: int = 0
    amounts: Mapping[str, int] = field(default_factory=dict)
    words: str = ""

    def clean(self) -> dict[str, Any]:
        """As it may be stored. Raises Invalid naming the field."""
        if self.kind not in KINDS:
            raise Invalid("kind_unknown", _("Please choose one of the list."), "kind")
        amounts = {code: minor for code, minor in self.amounts.items() if minor}
        if not 0 <= self.bp <= 10_000:
            raise Invalid("percent_bounds", _("Please choose between 0.01 and 100 percent."), "percent")
        if any(code not in CODES or not 0 < minor <= MAX_MINOR for code, minor in amounts.items()):
            raise Invalid("amount_unclear", _("Please check the amounts."), "amount")
        if self.bp and amounts:
            raise Invalid("discount_twice", _("Take off a percentage or an amount, not both."), "percent")
        words = clean_text(self.words)
        if len(words) > WORDS_LENGTH:
            raise Invalid("text_too_long", _("This text is too long. Please shorten it."), "words")
        return {"kind": self.kind, "tier_id": self.tier_id, "bp": self.bp, "amounts": amounts, "words": words}


def in_words(suggestion: Suggestion) -> str:
    """What it takes off, `20%` or `৳50, $1`; empty where it takes off nothing."""
    if suggestion.bp:
        return in_script(f"{suggestion.bp / 100:g}", current()) + "%"
    return ", ".join(Money(minor, code).display(current()) for code, minor in sorted(suggestion.amounts.items()))


def worth(suggestion: Suggestion, unit: Money) -> Money:
    """What it takes off one copy that costs `unit`; never more than that."""
    if suggestion.bp:
        return unit.percent(suggestion.bp)
    return Money(min(unit.minor, suggestion.amounts.get(unit.currency, 0)), unit.currency)

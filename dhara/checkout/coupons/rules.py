"""Pure decisions on a coupon: its code, its terms, and what stands in its way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dhara.kit.currency import CODES, MAX_MINOR, Money
from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.digits import in_script, number, to_latin
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import ZWJ, ZWNJ, clean_text
from dhara.kit.refusal import Invalid, Refused

if TYPE_CHECKING:
    from dhara.checkout.coupons.models import Coupon

ACTIVE, PAUSED, ENDED = "active", "paused", "ended"
PERCENT, AMOUNT = "percent", "amount"
KINDS: Final = {PERCENT: _("percent"), AMOUNT: _("fixed amount")}
CODE_LENGTH: Final = 40
NOTE_LENGTH: Final = 200
MOST_USES: Final = 1_000_000
MOST_OFFERS: Final = 200

LIFECYCLE = Lifecycle(
    name="coupon",
    initial=ACTIVE,
    about="A studio's word that lowers the price of its offers.",
    states={ACTIVE: _("active"), PAUSED: _("paused"), ENDED: _("ended")},
    moves=(
        Move(ACTIVE, PAUSED, ("person", "operator"), "the studio lets it rest"),
        Move(PAUSED, ACTIVE, ("person", "operator"), "the studio lets it count again"),
        Move(
            ACTIVE, ENDED, ("person", "operator"), "the studio ends it for good; orders that used it keep their price"
        ),
        Move(PAUSED, ENDED, ("person", "operator"), "the studio ends it for good"),
    ),
)


def clean_code(text: str) -> str:
    """A code as it is shown. Raises Invalid on the field `code`."""
    code = clean_text(text).upper()
    if not 3 <= len(code) <= CODE_LENGTH or not re.fullmatch(r"[\w\-]+", code.translate(_MARKS)):
        raise Invalid("code_form", _("Use 3 to 40 letters and digits without blanks, such as EID20 or ঈদ২০."), "code")
    return code


# Vowel signs and the like are no word characters to `re`, and belong to Bengali words all the same.
_MARKS: Final = dict.fromkeys((*range(0x0981, 0x0984), *range(0x09BC, 0x09CE), 0x09D7, 0x200C, 0x200D), "a")


def key_of(text: str) -> str:
    """The form in which a code is looked up: Latin digits, no joiners, any case the same; "" for what is none."""
    plain = to_latin(clean_text(text[:200])).replace(ZWJ, "").replace(ZWNJ, "").replace(" ", "")
    return plain.casefold()[:60]


@dataclass(frozen=True)
class Terms:
    """What a studio says of a coupon; see models.Coupon."""

    code: str
    kind: str = PERCENT
    bp: int = 0
    amounts: Mapping[str, int] | None = None
    offer_ids: Sequence[int] = ()
    tier_ids: Sequence[int] = ()
    least: Mapping[str, int] | None = None
    least_quantity: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    cap: int | None = None
    cap_each: int | None = None
    first_only: bool = False
    note: str = ""

    def clean(self) -> dict[str, Any]:
        """As it may be stored. Raises Invalid naming the field."""
        code = clean_code(self.code)
        amounts, least = dict(self.amounts or {}), dict(self.least or {})
        if self.kind not in KINDS:
            raise Invalid("kind_unknown", _("Please choose one of the list."), "kind")
        if self.kind == PERCENT and not 1 <= self.bp <= 10_000:
            raise Invalid("percent_bounds", _("Please choose between 0.01 and 100 percent."), "percent")
        if self.kind == AMOUNT and not any(amounts.values()):
            raise Invalid("amount_missing", _("Please enter an amount."), "amounts")
        for field, sums in (("amounts", amounts), ("least", least)):
            if any(code not in CODES or not 0 < minor <= MAX_MINOR for code, minor in sums.items()):
                raise Invalid("amount_unclear", _("Please check the amounts."), field)
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise Invalid("ends_before", _("The end must come after the beginning."), "ends_at")
        for field, count in (("cap", self.cap), ("cap_each", self.cap_each)):
            if count is not None and not 1 <= count <= MOST_USES:
                raise Invalid("cap_bounds", _("Please enter a number from 1 to 1,000,000, or leave it empty."), field)
        if not 0 <= self.least_quantity <= 1_000:
            raise Invalid("quantity_bounds", _("Please enter a number up to 1,000."), "least_quantity")
        if len(self.offer_ids) + len(self.tier_ids) > MOST_OFFERS:
            raise Invalid("too_many_offers", _("Please choose fewer offers, or all of them."), "offers")
        percent = self.kind == PERCENT
        return {
            "code": code,
            "key": key_of(code),
            "kind": self.kind,
            "bp": self.bp if percent else 0,
            "amounts": {} if percent else amounts,
            "offer_ids": sorted(set(self.offer_ids)),
            "tier_ids": sorted(set(self.tier_ids)),
            "least": least,
            "least_quantity": self.least_quantity,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "cap": self.cap,
            "cap_each": self.cap_each,
            "first_only": self.first_only,
            "note": clean_text(self.note)[:NOTE_LENGTH],
        }


@dataclass(frozen=True)
class Bought:
    """A line that a coupon is asked about: `amount` is its price without discounts, in minor units."""

    offer_id: int
    tier_id: int
    amount: int
    quantity: int


def covers(coupon: Coupon, line: Bought) -> bool:
    everything = not coupon.offer_ids and not coupon.tier_ids
    return everything or line.offer_id in coupon.offer_ids or line.tier_id in coupon.tier_ids


def refusal(coupon: Coupon, lines: Iterable[Bought], code: str, at: datetime) -> Refused | None:
    """Why the coupon does not count for these lines of its studio in a cart of currency `code`; None where it does.

    What depends on who buys (the cap for one buyer, the first purchase) is asked when the order is placed.
    """
    problem = _time_problem(coupon, at)
    if problem is not None:
        return problem
    if coupon.cap is not None and coupon.used >= coupon.cap:
        return used_up()
    covered = [line for line in lines if covers(coupon, line)]
    total, count = sum(line.amount for line in covered), sum(line.quantity for line in covered)
    if not covered:
        return _refused("coupon_other_offers", _("This code is not for what is in your cart."))
    if not total:
        return _refused("coupon_free_already", _("What this code is for is free already."))
    if coupon.kind == AMOUNT and not coupon.amounts.get(code):
        return _refused("coupon_currency", _("This code is not for purchases in this currency."))
    return _least_problem(coupon, Money(total, code), count)


def _time_problem(coupon: Coupon, at: datetime) -> Refused | None:
    if coupon.status == PAUSED:
        return _refused("coupon_paused", _("This code does not count at the moment."))
    if coupon.status == ENDED or (coupon.ends_at is not None and coupon.ends_at <= at):
        return _refused("coupon_expired", _("This code has expired."))
    if coupon.starts_at is not None and at < coupon.starts_at:
        message = _("This code counts from %(date)s on.") % {"date": show_date(coupon.starts_at, current())}
        return _refused("coupon_early", message)
    return None


def _least_problem(coupon: Coupon, total: Money, count: int) -> Refused | None:
    least = coupon.least.get(total.currency, 0)
    if coupon.least and not least:
        return _refused("coupon_currency", _("This code is not for purchases in this currency."))
    if total.minor < least:
        words = {
            "least": Money(least, total.currency).display(current()),
            "more": Money(least - total.minor, total.currency).display(current()),
        }
        message = _("This code is for purchases from %(least)s: %(more)s are missing.") % words
        return _refused("coupon_minimum", message)
    if count < coupon.least_quantity:
        message = ngettext_lazy(
            "This code is for %(shown)s copy or more.",
            "This code is for %(shown)s copies or more.",
            coupon.least_quantity,
        ) % {"shown": number(coupon.least_quantity, current())}
        return _refused("coupon_quantity", message)
    return None


def worth(coupon: Coupon, total: Money) -> Money:
    """What it takes off lines that cost `total` together; never more than they cost."""
    if coupon.kind == PERCENT:
        return total.percent(coupon.bp)
    return Money(min(total.minor, coupon.amounts.get(total.currency, 0)), total.currency)


def worth_in_words(coupon: Coupon) -> str:
    """`20 %`, or `৳50, $1`."""
    if coupon.kind == PERCENT:
        return in_script(f"{coupon.bp / 100:g}", current()) + "%"
    return ", ".join(Money(minor, code).display(current()) for code, minor in sorted(coupon.amounts.items()))


def _refused(code: str, message: Any) -> Refused:
    return Refused(code, message, "coupon")


def unknown() -> Refused:
    return _refused(
        "coupon_unknown", _("We do not know this code for what is in your cart. Please check the spelling.")
    )


def saves_less() -> Refused:
    return _refused("coupon_saves_less", _("Another code saves you more, so this one does not count."))


def used_up() -> Refused:
    return _refused("coupon_used_up", _("This code has been used up."))


def used_by_you() -> Refused:
    return _refused("coupon_used_before", _("You have used this code before, as often as one may."))


def not_first() -> Refused:
    return _refused("coupon_first_only", _("This code is for a first purchase, and you have bought here before."))

"""A milestone in a form: what stands in its row, and what was typed there."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.currency import parse_amount
from dhara.kit.locale.digits import in_script, to_latin
from dhara.kit.refusal import Invalid
from dhara.web.studio.forms.prices import as_typed
from dhara.work.proposals.rules import MOST_DAYS


@dataclass(frozen=True)
class Part:
    """A row of the form, as typed. `unit` is the milestone that it is about, `dropped` whether it is taken out."""

    title: str = ""
    amount: str = ""
    days: str = ""
    unit: str = ""
    dropped: bool = False

    @property
    def empty(self) -> bool:
        return not (self.title.strip() or self.amount.strip() or self.days.strip())


def filled(title: str, amount: int, days: int, currency: str, unit: str = "") -> Part:
    """The row that would make it again; `amount` in minor units, `days` 0 for no day."""
    lang = get_language() or "en"
    price = in_script(as_typed(amount, currency), lang)
    return Part(title, price, in_script(days, lang) if days else "", unit)


def read(part: Part, number: int, currency: str) -> tuple[int, int]:
    """The price in minor units and the days. Raises Invalid; the field is `amount-<number>` or `days-<number>`."""
    return read_price(part.amount, f"amount-{number}", currency), _days(part, number)


def read_price(typed: str, name: str, currency: str) -> int:
    try:
        return parse_amount(typed, currency).minor
    except Invalid as refusal:
        refusal.field = name
        raise


def read_number(typed: str, wrong: int = 0) -> int:
    """`wrong`, which the rules refuse, for what is no number."""
    text = to_latin(typed).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else wrong


def _days(part: Part, number: int) -> int:
    text = to_latin(part.days).strip()
    if not text:
        return 0
    if not text.isdecimal() or not 1 <= int(text[:6]) <= MOST_DAYS:
        words = _("Between 1 and %(most)s days.") % {"most": in_script(MOST_DAYS, get_language() or "en")}
        raise Invalid("milestone_days", words, f"days-{number}")
    return int(text)

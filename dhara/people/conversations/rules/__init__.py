"""What a conversation is made of and what may be written in it. Pure.

`contacts` finds ways to reach somebody in a text, `scams` finds what a message is held for, `limits` says how much.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

STUDIO, CUSTOMER = "studio", "customer"
ROLES: Final = {STUDIO: _("studio"), CUSTOMER: _("customer")}
KINDS: Final[dict[str, Any]] = {
    "offer": _("Questions about offers"),
    "order": _("Orders"),
    "studio": _("To the studio"),
    "proposal": _("Proposals for jobs"),
}
PAGE, MAIL, API = "page", "mail", "api"
WAYS: Final = {PAGE: _("page"), MAIL: _("e-mail"), API: _("program")}

REASONS: Final[dict[str, Any]] = {
    "scam": _("Asks for money outside of this site"),
    "spam": _("Advertising or spam"),
    "abuse": _("Insults or threatens"),
    "contact": _("Wants to move elsewhere"),
    "other": _("Something else"),
}
PAY_FIRST, MOVES_AWAY, SAME_TEXT = "pay_first", "moves_away", "same_text"
# Why a message is held, as its writer reads it.
HELD: Final[dict[str, Any]] = {
    PAY_FIRST: _("It seems to ask for a deposit, a fee or money outside of this site. Nobody pays here to get work."),
    MOVES_AWAY: _("It asks to go on elsewhere. Before an order, only what happens here can be protected."),
    SAME_TEXT: _("The same text went to several studios in a short time."),
}


def reasons_of(held_for: str) -> list[Any]:
    """The sentences for what a message is held for."""
    return [HELD[code] for code in held_for.split(",") if code in HELD]

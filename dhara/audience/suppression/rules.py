"""How an address is known without being kept, and why it is kept from letters."""

from __future__ import annotations

from hmac import new
from typing import Final

from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

HARD_BOUNCE, SOFT_BOUNCES, COMPLAINT, UNSUBSCRIBED, ERASED, BY_HAND = (
    "hard_bounce",
    "soft_bounces",
    "complaint",
    "unsubscribed",
    "erased",
    "by_hand",
)
REASONS: Final = {
    HARD_BOUNCE: _("the address does not exist"),
    SOFT_BOUNCES: _("letters came back again and again"),
    COMPLAINT: _("marked as spam"),
    UNSUBSCRIBED: _("unsubscribed"),
    ERASED: _("asked to be erased"),
    BY_HAND: _("stopped by the studio"),
}
# A weaker reason never takes the place of a stronger one.
WEIGHT: Final = {UNSUBSCRIBED: 1, ERASED: 2, SOFT_BOUNCES: 3, HARD_BOUNCE: 4, COMPLAINT: 5, BY_HAND: 6}
# What a fresh consent takes away, proved by a letter that its owner read.
LIFTED_BY_PROOF: Final = frozenset({UNSUBSCRIBED, ERASED, SOFT_BOUNCES, HARD_BOUNCE})
# What the owner of the address said themselves: no hand takes it back.
OWN_WORD: Final = frozenset({UNSUBSCRIBED, ERASED})
# What stops even letters about a purchase: there is nobody to read them.
DEAD: Final = frozenset({HARD_BOUNCE})


def key_of(address: str, secret: str | bytes = "") -> str:
    """By which an address is known for ever: 64 hex digits, keyed with SECRET_KEY, the case and edges not counting."""
    key = force_bytes(secret or settings.SECRET_KEY)
    return new(b"dhara.audience.address:" + key, address.strip().lower().encode(), "sha256").hexdigest()


def keys_of(address: str) -> list[str]:
    """The same under each key that was ever in use (SECRET_KEY_FALLBACKS): what a lookup asks for."""
    return [key_of(address, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]

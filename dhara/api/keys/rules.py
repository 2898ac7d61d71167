"""What a key looks like, and what it may be allowed. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

OFFERS_READ, ORDERS_READ, ORDERS_WRITE, ME_READ = "offers:read", "orders:read", "orders:write", "me:read"
OFFERS_WRITE, ME_WRITE = "offers:write", "me:write"
CATALOG_READ, CATALOG_WRITE = "catalog:read", "catalog:write"
MONEY_READ, PAYOUTS_WRITE = "money:read", "payouts:write"
LICENCES_READ, LICENCES_WRITE, WEBHOOKS = "licences:read", "licences:write", "webhooks:write"
COUPONS_READ, COUPONS_WRITE = "coupons:read", "coupons:write"
REFUNDS_READ, REFUNDS_WRITE = "refunds:read", "refunds:write"
DISPUTES_READ, DISPUTES_WRITE = "disputes:read", "disputes:write"
PAPERS_WRITE = "papers:write"
AUDIENCE_READ, AUDIENCE_WRITE, LETTERS_SEND = "audience:read", "audience:write", "letters:send"
WORK_READ, WORK_WRITE, MESSAGES_READ, MESSAGES_WRITE = "work:read", "work:write", "messages:read", "messages:write"
JOBS_READ, JOBS_WRITE = "jobs:read", "jobs:write"
FUNDINGS_READ, FUNDINGS_WRITE = "fundings:read", "fundings:write"
CAMPAIGNS_READ, CAMPAIGNS_WRITE = "campaigns:read", "campaigns:write"
TASKS_READ, TASKS_WRITE = "tasks:read", "tasks:write"
REVIEWS_READ, REVIEWS_WRITE = "reviews:read", "reviews:write"
SCOPES: Final[dict[str, Any]] = {
    OFFERS_READ: _("Read the market"),
    OFFERS_WRITE: _("Change how a studio's offers are shown"),
    CATALOG_READ: _("Read a studio's own offers, drafts too"),
    CATALOG_WRITE: _("Make, change, publish and archive a studio's offers"),
    ORDERS_READ: _("Read orders"),
    ORDERS_WRITE: _("Place orders"),
    ME_READ: _("Read the account, its library and its wish list"),
    ME_WRITE: _("Change the account's wish list"),
    MONEY_READ: _("Read a studio's money"),
    PAYOUTS_WRITE: _("Ask for payouts and cancel them"),
    LICENCES_READ: _("Read a studio's licence keys"),
    LICENCES_WRITE: _("Stop and exchange licence keys"),
    REFUNDS_READ: _("Read a studio's refunds and who asks for them"),
    REFUNDS_WRITE: _("Give money back and answer requests"),
    DISPUTES_READ: _("Read a studio's disputes"),
    DISPUTES_WRITE: _("Answer disputes"),
    COUPONS_READ: _("Read a studio's coupons"),
    COUPONS_WRITE: _("Make, pause and end coupons"),
    PAPERS_WRITE: _("Change what stands on a studio's invoices"),
    AUDIENCE_READ: _("Read a studio's contacts, forms and letters"),
    AUDIENCE_WRITE: _("Change contacts, forms, segments, sequences and letters"),
    LETTERS_SEND: _("Send letters to a studio's audience"),
    WORK_READ: _("Read paid work that was ordered or is done, and its cases"),
    WORK_WRITE: _("Deliver, accept and change paid work; open, answer and settle cases"),
    JOBS_READ: _("Read jobs, saved searches and proposals"),
    JOBS_WRITE: _("Post jobs, make and answer proposals, agree to offers"),
    FUNDINGS_READ: _("Read what the account pays for work"),
    FUNDINGS_WRITE: _("Begin to pay for work; the payment itself is confirmed on the page"),
    CAMPAIGNS_READ: _("Read the account's campaigns, what was handed in, and results"),
    CAMPAIGNS_WRITE: _("Draft, run and stop campaigns; accept and reject what was handed in"),
    TASKS_READ: _("Read the small tasks that a studio can do or does"),
    TASKS_WRITE: _("Take small tasks for a studio and hand them in"),
    REVIEWS_READ: _("Read reviews, and which work waits for one"),
    REVIEWS_WRITE: _("Write, answer and report reviews"),
    MESSAGES_READ: _("Read conversations"),
    MESSAGES_WRITE: _("Answer in conversations and mark them as read"),
    WEBHOOKS: _("Read and change webhooks"),
}
# What a key of a studio may be allowed: the other scopes are about what the account buys itself.
STUDIO_SCOPES: Final = frozenset(
    {
        OFFERS_READ,
        OFFERS_WRITE,
        CATALOG_READ,
        CATALOG_WRITE,
        ORDERS_READ,
        MONEY_READ,
        PAYOUTS_WRITE,
        REFUNDS_READ,
        REFUNDS_WRITE,
        DISPUTES_READ,
        DISPUTES_WRITE,
        COUPONS_READ,
        COUPONS_WRITE,
        LICENCES_READ,
        LICENCES_WRITE,
        PAPERS_WRITE,
        AUDIENCE_READ,
        AUDIENCE_WRITE,
        LETTERS_SEND,
        WORK_READ,
        WORK_WRITE,
        JOBS_READ,
        JOBS_WRITE,
        TASKS_READ,
        TASKS_WRITE,
        REVIEWS_READ,
        REVIEWS_WRITE,
        MESSAGES_READ,
        MESSAGES_WRITE,
        WEBHOOKS,
    }
)
MOST_KEYS: Final = 20
NAME_LENGTH: Final = 60
# The time of the last use is written down at most this often.
NOTED_EVERY: Final = timedelta(minutes=1)
_FORM: Final = re.compile(r"dhara_([0-9a-z]{10})_([A-Za-z0-9_-]{43})")
_LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def new_key() -> tuple[str, str]:
    """(prefix, key): the prefix names the key in lists; the key holds 256 bits that nobody can guess."""
    prefix = "".join(secrets.choice(_LETTERS) for _each in range(10))
    return prefix, f"dhara_{prefix}_{secrets.token_urlsafe(32)}"


def prefix_of(key: str) -> str | None:
    """The prefix of what has the form of a key."""
    match = _FORM.fullmatch(key)
    return match[1] if match else None


def hash_of(key: str) -> str:
    """What is kept. A plain hash is enough for 256 random bits; a slow one would only make each request slow."""
    return hashlib.sha256(key.encode()).hexdigest()


def fits(key: str, kept: str) -> bool:
    return hmac.compare_digest(hash_of(key), kept)


def clean(name: str, scopes: Iterable[str], *, of_studio: bool) -> tuple[str, list[str]]:
    """A name and scopes as they may be stored. Raises Invalid with the field."""
    name, wanted = clean_text(name), set(scopes)
    if not name:
        raise Invalid("name_missing", _("Please name the key after the program that will use it."), "name")
    if len(name) > NAME_LENGTH:
        raise Invalid("name_long", _("Please choose a shorter name."), "name")
    if not wanted or not wanted <= SCOPES.keys():
        raise Invalid("scopes_missing", _("Please choose what the key may do."), "scopes")
    if of_studio and not wanted <= STUDIO_SCOPES:
        words = _("A key of a studio can only read the market, and deal with the studio's orders and money.")
        raise Invalid("scopes_studio", words, "scopes")
    return name, [scope for scope in SCOPES if scope in wanted]

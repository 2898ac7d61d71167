"""Roles, what each may do, and the lifecycle of a studio."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import CODES
from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.languages import LANGS, current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere

OPEN, SUSPENDED, CLOSED = "open", "suspended", "closed"

LIFECYCLE = Lifecycle(
    name="studio",
    initial=OPEN,
    about="A seller's shop and workplace.",
    states={OPEN: _("open"), SUSPENDED: _("suspended"), CLOSED: _("closed")},
    moves=(
        Move(OPEN, SUSPENDED, ("operator",), "the operator stops sales, with a reason that the members see"),
        Move(SUSPENDED, OPEN, ("operator",), "the operator lifts the suspension"),
        Move(OPEN, CLOSED, ("person", "operator"), "an owner closes the studio; buyers keep what they bought"),
    ),
)

OWNER, MANAGER, EDITOR, SUPPORT, VIEWER = "owner", "manager", "editor", "support", "viewer"
ROLES: Final = {
    OWNER: _("Owner"),
    MANAGER: _("Manager"),
    EDITOR: _("Editor"),
    SUPPORT: _("Support"),
    VIEWER: _("Viewer"),
}

# The verbs that doors ask about. `see_*` are reads.
PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    "see_studio": frozenset(ROLES),
    "see_offers": frozenset(ROLES),
    "edit_offers": frozenset({OWNER, MANAGER, EDITOR}),
    "do_work": frozenset({OWNER, MANAGER, EDITOR, SUPPORT}),
    "publish_offers": frozenset({OWNER, MANAGER, EDITOR}),
    "see_orders": frozenset({OWNER, MANAGER, SUPPORT, VIEWER}),
    "see_buyers": frozenset({OWNER, MANAGER, SUPPORT}),
    "export_orders": frozenset({OWNER, MANAGER}),
    "refund": frozenset({OWNER, MANAGER, SUPPORT}),
    "answer_disputes": frozenset({OWNER, MANAGER}),
    "see_money": frozenset({OWNER, MANAGER, VIEWER}),
    "edit_studio": frozenset({OWNER, MANAGER}),
    "edit_members": frozenset({OWNER}),
    "edit_gateways": frozenset({OWNER}),
    "edit_payouts": frozenset({OWNER}),
    "ask_payouts": frozenset({OWNER, MANAGER}),
    "see_coupons": frozenset({OWNER, MANAGER, EDITOR, VIEWER}),
    "edit_coupons": frozenset({OWNER, MANAGER, EDITOR}),
    "see_licences": frozenset({OWNER, MANAGER, SUPPORT}),
    "edit_licences": frozenset({OWNER, MANAGER, SUPPORT}),
    "see_audience": frozenset({OWNER, MANAGER, EDITOR, SUPPORT}),
    # Addresses leave the house, or people leave the list, only by the hand of those who answer for it.
    "export_audience": frozenset({OWNER, MANAGER}),
    "edit_contacts": frozenset({OWNER, MANAGER, SUPPORT}),
    "edit_letters": frozenset({OWNER, MANAGER, EDITOR}),
    "send_letters": frozenset({OWNER, MANAGER}),
    "edit_sending": frozenset({OWNER, MANAGER}),
    "see_messages": frozenset({OWNER, MANAGER, SUPPORT}),
    "answer_messages": frozenset({OWNER, MANAGER, SUPPORT}),
    "edit_webhooks": frozenset({OWNER, MANAGER}),
    "edit_collaborators": frozenset({OWNER, MANAGER}),
    "close_studio": frozenset({OWNER}),
}


def role_may(role: str | None, verb: str) -> bool:
    """Raises KeyError for a verb that the table does not know."""
    return role is not None and role in PERMISSIONS[verb]


# What a studio's state takes away. A suspended one can be put in order, but not publish; a closed one is read only.
STOPPED: Final[dict[str, frozenset[str]]] = {
    SUSPENDED: frozenset({"publish_offers", "close_studio"}),
    # What a closed studio has earned is still its own.
    CLOSED: frozenset(verb for verb in PERMISSIONS if not verb.startswith(("see_", "export_")))
    - {"edit_payouts", "ask_payouts", "refund", "answer_disputes"},
}


def allow(role: str | None, verb: str, status: str) -> None:
    """Raises NotFoundHere for an outsider, NotAllowed for a role without the right, Conflict for a stopped studio."""
    if role is None:
        raise NotFoundHere
    if not role_may(role, verb):
        raise NotAllowed(
            "role",
            _("Your role in this studio (%(role)s) does not include this. Ask an owner.") % {"role": ROLES[role]},
        )
    if verb in STOPPED.get(status, ()):
        if status == SUSPENDED:
            raise Conflict("studio_suspended", _("This studio is suspended. Its notices say why."))
        raise Conflict("studio_closed", _("This studio is closed."))


# --- what a studio may be called ---------------------------------------------------------------------------------

HANDLE: Final = re.compile(r"[a-z0-9](?:_?[a-z0-9])*")
HANDLE_REST: Final = timedelta(days=14)
MAX_OWNED: Final = 10
# Words that would look like a page or a person of the host's.
RESERVED: Final = frozenset(
    """
    about abuse access account accounts admin administrator affiliate affiliates all anonymous api app apps assets
    audience auth authenticate bdt billing blog bot buy buyer buyers campaign cart catalog categories category
    certificate checkout code community contact contest contests course courses css dashboard demo deposit developer
    developers dhaka dhara discover dispute disputes docs doctor download downloads earn ebook ebooks editor email
    everyone explore export fact facts faq feed file files finance forgot free gig gigs guest guide guides health
    healthz help here home host hostmaster image images img import inbox index info invite invoice invoices job jobs
    js language ledger legal library licence license link links local login logout mail mailer manager market
    marketplace me media member members messages metrics moderator money news newsletter notice notices null offer
    offers official operator operators order orders owner page pages password payment payments payout payouts people
    policy postmaster press price prices pricing privacy product products profile project projects promo public
    purchase purchases receipt receipts refund refunds register report reset review reviews robots root rss safety
    sale sales sandbox search secure security seller sellers service services session settings shop shops signin
    signout signup site sitemap staff static statistics stats status store stream streams studio studios subscribe
    subscription support system tag tags task tasks tax team terms test theme tip token tools topic trust ui undefined
    unsubscribe update upload uploads user users vat verify viewer wallet webhook webhooks webmaster welcome withdraw
    work world www you
    """.split()  # noqa: SIM905 - a list of words is read as words
)


def clean_handle(text: str) -> str:
    """`@Nadia ` → `nadia`. Raises Invalid (on field `handle`) for what can not be an address of a studio."""
    handle = to_latin(clean_text(text)).strip().removeprefix("@").lower()
    if not 3 <= len(handle) <= 30:
        raise Invalid("handle_length", _("The address needs 3 to 30 characters."), "handle")
    if not HANDLE.fullmatch(handle) or handle.isdigit():
        raise Invalid(
            "handle_letters",
            _("Use the Latin letters a–z, digits and single underscores between them, such as nadia_design."),
            "handle",
        )
    if handle in RESERVED or handle.replace("_", "") in RESERVED or "dhara" in handle.split("_"):
        raise Invalid("handle_reserved", _("This address is reserved. Please choose another."), "handle")
    return handle


def may_change_handle(last_change: datetime | None, at: datetime) -> None:
    """Raises Conflict when the last change is less than 14 days ago."""
    if last_change is not None and at < last_change + HANDLE_REST:
        raise Conflict(
            "handle_rest",
            _("The address was changed a short while ago. It can be changed again on %(date)s.")
            % {"date": show_date(last_change + HANDLE_REST, current())},
            "handle",
        )


# --- what a studio says about itself -----------------------------------------------------------------------------

_LIMITS: Final = {"name": 80, "tagline": 140, "bio": 4000}
MAX_LINKS: Final = 8


def clean_details(details: dict[str, Any]) -> dict[str, Any]:
    """Fields of a studio as they may be stored. Raises Invalid naming the field; KeyError for an unknown one."""
    return {field: _CLEANERS[field](field, value) for field, value in details.items()}


def _clean_words(field: str, value: Any) -> str:
    text = clean_text(str(value), lines=field == "bio")
    if field == "name" and len(text) < 2:
        raise Invalid("name_missing", _("Please give the studio a name."), field)
    if len(text) > _LIMITS[field]:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), field)
    return text


def _clean_choice(field: str, value: Any) -> str:
    known = {"currency": CODES, "language": LANGS, "time_zone": available_timezones()}[field]
    if value not in known:
        raise Invalid("unknown_choice", _("Please choose one of the list."), field)
    return str(value)


def _clean_links(field: str, value: Any) -> list[dict[str, str]]:
    links = [(clean_text(str(link["label"])), str(link["url"]).strip()) for link in value]
    links = [(label, url) for label, url in links if label or url]
    if len(links) > MAX_LINKS:
        raise Invalid("too_many_links", _("A studio can show eight links at most."), field)
    return [_clean_link(field, label, url) for label, url in links]


def _clean_link(field: str, label: str, url: str) -> dict[str, str]:
    if "://" not in url:
        url = f"https://{url}"
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        sound = False
    if not sound or len(url) > 300 or re.search(r"\s", url):
        raise Invalid("bad_link", _("“%(url)s” is not a complete web address.") % {"url": url[:80]}, field)
    return {"label": label[:40] or (parts.hostname or "").removeprefix("www."), "url": url}


def _clean_picture(_field: str, value: Any) -> int | None:
    return None if value is None else int(value)


_CLEANERS: Final = {
    "name": _clean_words,
    "tagline": _clean_words,
    "bio": _clean_words,
    "currency": _clean_choice,
    "language": _clean_choice,
    "time_zone": _clean_choice,
    "links": _clean_links,
    "picture_id": _clean_picture,
    "cover_id": _clean_picture,
}

"""Lifecycles of a form and of a submission; what a form may say and ask; how a press is told from spam."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.locale.languages import LANGS, in_language
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.kit.signed import read, sign

DRAFT, OPEN, CLOSED = "draft", "open", "closed"
LIFECYCLE = Lifecycle(
    name="form",
    initial=DRAFT,
    about="Where strangers become subscribers.",
    states={DRAFT: _("draft"), OPEN: _("open"), CLOSED: _("closed")},
    moves=(
        Move(DRAFT, OPEN, ("person",), "published"),
        Move(OPEN, CLOSED, ("person", "system"), "closed; its page says so"),
        Move(CLOSED, OPEN, ("person",), "opened again"),
    ),
)

WAITING, CONFIRMED, EXPIRED, REFUSED = "waiting", "confirmed", "expired", "refused"
KEPT: Final = timedelta(days=7)
SUBMISSION = Lifecycle(
    name="form submission",
    initial=WAITING,
    about="Somebody filled in a form.",
    states={
        WAITING: _("waits to be confirmed"),
        CONFIRMED: _("confirmed"),
        EXPIRED: _("not confirmed in time"),
        REFUSED: _("kept out as spam"),
    },
    moves=(
        Move(WAITING, CONFIRMED, ("guest", "person", "system"), "the button behind the link was pressed"),
        Move(WAITING, EXPIRED, ("system",), "a week has passed"),
        Move(EXPIRED, CONFIRMED, ("guest", "person"), "pressed late, after all"),
        Move(WAITING, REFUSED, ("person", "system"), "spam"),
    ),
)
INLINE, POPUP, PAGE = "inline", "popup", "page"
PLACES: Final = {
    PAGE: _("A page of its own"),
    INLINE: _("In the middle of a page"),
    POPUP: _("A window over the page"),
}
PAPER, RIVER, MARIGOLD, NIGHT = "paper", "river", "marigold", "night"
TONES: Final = {
    PAPER: _("Paper"),
    RIVER: _("River"),
    MARIGOLD: _("Marigold"),
    NIGHT: _("Night"),
}
MAX_FORMS, MAX_QUESTIONS, MAX_TAGS, MAX_AFTER = 200, 8, 10, 600
# The words of a form, with how long each may be.
WORDS: Final = {"title": 120, "words": 600, "button": 40, "consent": 400, "thanks": 400}
NAME: Final = "name"


@dataclass(frozen=True)
class Draft:
    """A form as a studio wants it. `questions`, `texts`, `look` as in the model; `tags` and `magnet_id` are ids."""

    name: str
    questions: Sequence[Mapping[str, Any]] = ()
    texts: Mapping[str, Mapping[str, str]] | None = None
    look: Mapping[str, Any] | None = None
    tags: Sequence[int] = ()
    magnet_id: int | None = None
    confirm: bool = True


@dataclass(frozen=True)
class Origin:
    """Where a submission comes from. `utm` is {"source": …}; `ip` None where it is not known."""

    page: str = ""
    utm: Mapping[str, str] | None = None
    ip: str | None = None


def new_token() -> str:
    """The public address of a form: not to be guessed, short enough to be read from a poster."""
    return secrets.token_hex(6)


def new_secret() -> str:
    """What the letter's link holds: who has it has the letter."""
    return secrets.token_hex(20)


def clean_draft(draft: Draft, fields: frozenset[str]) -> dict[str, Any]:
    """The columns of a form. `fields` are the keys of the studio's contact fields. Raises Invalid with the field."""
    name = clean_text(draft.name)
    if not 1 <= len(name) <= 120:
        raise Invalid("form_name", _("Please give the form a name of at most 120 letters."), "name")
    return {
        "name": name,
        "questions": _clean_questions(draft.questions, fields),
        "texts": clean_texts(draft.texts or {}),
        "look": clean_look(draft.look or {}),
        "tags": sorted(set(draft.tags)),
        "confirm": bool(draft.confirm),
    }


def _clean_questions(questions: Sequence[Mapping[str, Any]], fields: frozenset[str]) -> list[dict[str, Any]]:
    clean = [{"field": str(each.get("field", "")), "required": bool(each.get("required"))} for each in questions]
    asked = [each["field"] for each in clean]
    if len(asked) > MAX_QUESTIONS:
        raise Invalid("many_questions", _("Ask for less: eight fields besides the address at most."), "questions")
    if len(set(asked)) != len(asked) or not set(asked) <= fields | {NAME}:
        raise Invalid("question_unknown", _("Please choose fields of this studio, each once."), "questions")
    return clean


def clean_texts(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The words in each language; what is left empty says what every form says."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGS:
        given = texts.get(language, {})
        words = {part: clean_text(str(given.get(part, "")), lines=part == "words") for part in WORDS}
        for part, limit in WORDS.items():
            if len(words[part]) > limit:
                raise Invalid("too_long", _("This text is too long. Please shorten it."), f"{part}_{language}")
        usual = usual_words(language)
        found[language] = {part: words[part] or usual[part] for part in WORDS}
    return found


def usual_words(language: str) -> dict[str, str]:
    """What a form says that nobody has written anything for."""
    with in_language(language):
        return {
            "title": str(_("Letters worth opening")),
            "words": str(_("Leave your address and we write to you when there is something good.")),
            "button": str(_("Send it to me")),
            "consent": str(
                _("We write to you by e-mail. Every letter has a link to leave; we pass your address to nobody.")
            ),
            "thanks": str(_("Thank you! It is yours.")),
        }


def clean_look(look: Mapping[str, Any]) -> dict[str, Any]:
    """`after_seconds` is when a window opens by itself; `on_leaving` opens it when the pointer leaves the page."""
    place, tone = look.get("place") or PAGE, look.get("tone") or PAPER
    if place not in PLACES or tone not in TONES:
        raise Invalid("unknown_choice", _("Please choose one of the list."), "place" if place not in PLACES else "tone")
    try:
        after = int(look.get("after_seconds") or 0)
    except (TypeError, ValueError):
        after = -1
    if not 0 <= after <= MAX_AFTER:
        raise Invalid("after_seconds", _("Please enter seconds from 0 to 600."), "after_seconds")
    return {"place": place, "tone": tone, "after_seconds": after, "on_leaving": bool(look.get("on_leaving"))}


def magnet_key(offer_id: int, contact_id: int) -> str:
    """Under which what a form promised is given: once for each contact, whichever form promised it."""
    return f"magnet:{offer_id}:{contact_id}"


_PREVIEW: Final = "dhara.forms.preview"


def preview_token(studio_id: int) -> str:
    """Lets a page of the studio see what a form that is being built will look like; it opens nothing else."""
    return sign(_PREVIEW, f"{studio_id}-")


def previews(token: str) -> int | None:
    """The studio's id; None for what we never signed."""
    said = read(_PREVIEW, token)
    return int(said.strip("-")) if said else None


# --- who presses --------------------------------------------------------------------------------------------------

TRAP: Final = "website"
FASTEST, SLOWEST = timedelta(seconds=2), timedelta(days=1)
_STAMP: Final = "dhara.forms.stamp"


def stamp(form_id: int, at: datetime) -> str:
    """When the form was shown: goes along with what is filled in."""
    return sign(_STAMP, f"{form_id}-{int(at.timestamp())}-")


def check_stamp(form_id: int, given: str, at: datetime) -> None:
    """Raises Invalid for a form that was filled in faster than a person can, or shown too long ago, or never by us."""
    said = read(_STAMP, given) or ""
    form, _dash, rest = said.partition("-")
    if form != str(form_id):
        raise Invalid("once_more", _("Please look it over and press the button once more."))
    shown = datetime.fromtimestamp(int(rest.strip("-")), UTC)
    if at - shown < FASTEST:
        raise Invalid("too_fast", _("That was very fast. Please press the button once more."))
    if at - shown > SLOWEST:
        raise Invalid(
            "too_old", _("This page has been open for long. Nothing is lost: please press the button once more.")
        )


UTM: Final = ("source", "medium", "campaign", "term", "content")


def clean_origin(origin: Origin) -> dict[str, Any]:
    """Columns of a submission; never a reason to refuse one."""
    page = clean_text(origin.page)[:500]
    utm = {part: clean_text(str((origin.utm or {}).get(part, "")))[:120] for part in UTM}
    return {
        "page": page if page.startswith(("http://", "https://", "/")) else "",
        "utm": {part: said for part, said in utm.items() if said},
        "ip": origin.ip or None,
    }


# So many pages of one day are told apart; what comes after counts together.
MAX_PAGES: Final = 200


def place_of(page: str) -> str:
    """A page as its numbers are kept: host and path, without what campaigns and visitors add to it."""
    bare = page.partition("?")[0].partition("#")[0]
    return bare.removeprefix("https://").removeprefix("http://").rstrip("/")[:200]


# Addresses that are read by nobody for long, or by many: said to the studio, refused to nobody.
_DISPOSABLE: Final = """
    10minutemail.com 20minutemail.com burnermail.io discard.email dispostable.com dropmail.me emailondeck.com
    fakeinbox.com getnada.com grr.la guerrillamail.com guerrillamail.info inboxkitten.com mail-temp.com mail.tm
    mailcatch.com maildrop.cc mailinator.com mailnesia.com minuteinbox.com mohmal.com mytemp.email sharklasers.com
    spamgourmet.com temp-mail.io temp-mail.org tempail.com tempmail.dev tempmailo.com tempr.email throwaway.email
    throwawaymail.com trash-mail.com trashmail.com yopmail.com
"""
_ROLES: Final = """
    abuse accounts admin billing contact enquiry help helpdesk hello hostmaster info jobs mail marketing no-reply
    noreply office postmaster root sales security support team webmaster
"""
DISPOSABLE, ROLES = frozenset(_DISPOSABLE.split()), frozenset(_ROLES.split())
WARNINGS: Final = {"disposable": _("an address for a few minutes"), "role": _("an address of many people")}


def warning_of(email: str) -> str:
    """A key of WARNINGS, or nothing."""
    local, _at, domain = email.lower().rpartition("@")
    return "disposable" if domain in DISPOSABLE else "role" if local in ROLES else ""

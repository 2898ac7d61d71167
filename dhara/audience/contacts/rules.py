"""The lifecycle of a contact, what can happen to one, and the kinds of fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.text import clean_text, search_key
from dhara.kit.mail.rules import clean_address
from dhara.kit.refusal import Invalid

KNOWN, PENDING, SUBSCRIBED, UNSUBSCRIBED, BOUNCED, COMPLAINED, ERASED = (
    "known",
    "pending",
    "subscribed",
    "unsubscribed",
    "bounced",
    "complained",
    "erased",
)
_ALL: Final[tuple[Kind, ...]] = ("person", "guest", "operator", "gateway", "system")

LIFECYCLE = Lifecycle(
    name="contact",
    initial=KNOWN,
    about="Somebody in a studio's audience.",
    states={
        KNOWN: _("known"),
        PENDING: _("has not confirmed"),
        SUBSCRIBED: _("subscribed"),
        UNSUBSCRIBED: _("unsubscribed"),
        BOUNCED: _("letters come back"),
        COMPLAINED: _("marked as spam"),
        ERASED: _("erased"),
    },
    moves=(
        Move(KNOWN, PENDING, _ALL, "asks for letters in a form, and is asked to confirm"),
        Move(KNOWN, SUBSCRIBED, _ALL, "agreed elsewhere (import with consent, account), or the form asks no proof"),
        Move(PENDING, SUBSCRIBED, _ALL, "pressed the button behind the link of the letter"),
        Move(PENDING, KNOWN, ("system",), "did not confirm in time"),
        Move(SUBSCRIBED, UNSUBSCRIBED, _ALL, "left by the link, the mail program's button, or the studio's hand"),
        Move(PENDING, UNSUBSCRIBED, _ALL, "wants none after all"),
        Move(KNOWN, UNSUBSCRIBED, _ALL, "wants none, before any was sent"),
        Move(UNSUBSCRIBED, PENDING, ("person", "guest"), "asks again in a form, by themselves"),
        Move(UNSUBSCRIBED, SUBSCRIBED, ("person", "guest"), "takes it back on their own page of preferences"),
        Move(KNOWN, BOUNCED, ("system", "gateway"), "a server says that the address does not exist"),
        Move(PENDING, BOUNCED, ("system", "gateway"), "a server says that the address does not exist"),
        Move(SUBSCRIBED, BOUNCED, ("system", "gateway"), "a server says so, or letters came back again and again"),
        Move(BOUNCED, PENDING, ("person", "guest"), "asks again in a form, by themselves"),
        Move(BOUNCED, SUBSCRIBED, ("person", "operator"), "the studio says, with a reason, that the address is good"),
        Move(SUBSCRIBED, COMPLAINED, ("system", "gateway"), "marked a letter as spam"),
        Move(UNSUBSCRIBED, COMPLAINED, ("system", "gateway"), "marked a letter as spam"),
        *(
            Move(state, ERASED, _ALL, "asked to be erased, or the studio did so")
            for state in (KNOWN, PENDING, SUBSCRIBED, UNSUBSCRIBED, BOUNCED, COMPLAINED)
        ),
    ),
)
# Who has left for good reasons: no import, purchase or rule brings them back.
GONE: Final = frozenset({UNSUBSCRIBED, BOUNCED, COMPLAINED, ERASED})

MAPPING, RUNNING, DONE, CANCELLED, FAILED = "mapping", "running", "done", "cancelled", "failed"

IMPORT = Lifecycle(
    name="import of contacts",
    initial=MAPPING,
    about="A file with contacts on its way into the audience.",
    states={
        MAPPING: _("its columns are being named"),
        RUNNING: _("running"),
        DONE: _("done"),
        CANCELLED: _("stopped"),
        FAILED: _("failed"),
    },
    moves=(
        Move(MAPPING, RUNNING, ("person",), "the member has named the columns and said where the consent is from"),
        Move(MAPPING, CANCELLED, ("person", "system"), "given up"),
        Move(RUNNING, DONE, ("system",), "the last line is in"),
        Move(RUNNING, CANCELLED, ("person",), "stopped; what is in stays"),
        Move(RUNNING, FAILED, ("system",), "the file can not be read any further"),
    ),
)

TAGGING = Lifecycle(
    name="tagging of many contacts",
    initial=RUNNING,
    about="A tag on its way to all contacts that a search finds, or from them.",
    states={RUNNING: _("running"), DONE: _("done"), CANCELLED: _("stopped")},
    moves=(
        Move(RUNNING, DONE, ("system",), "the last contact was gone through"),
        Move(RUNNING, CANCELLED, ("person",), "stopped; what was done stays"),
    ),
)

# What can be in a timeline: kind → words. `subject` of the event says with what ("offer:12", "form:3", "tag:8").
EVENTS: Final = {
    "visited": _("looked at a page"),
    "submitted": _("filled in a form"),
    "confirmed": _("confirmed the address"),
    "subscribed": _("subscribed"),
    "unsubscribed": _("unsubscribed"),
    "given": _("got access"),
    "bought": _("bought"),
    "refunded": _("got money back"),
    "left_cart": _("left a cart"),
    "sent": _("was written"),
    "opened": _("opened a letter"),
    "clicked": _("followed a link"),
    "bounced": _("a letter came back"),
    "complained": _("marked a letter as spam"),
    "tagged": _("got a tag"),
    "untagged": _("lost a tag"),
    "field": _("a field changed"),
    "entered": _("entered a sequence"),
    "left": _("left a sequence"),
    "goal": _("reached the goal of a sequence"),
    "imported": _("was imported"),
    "merged": _("was merged"),
    "noted": _("a note was written"),
}

TEXT, NUMBER, DATE, CHOICE, YES_NO = "text", "number", "date", "choice", "yes_no"
FIELD_KINDS: Final = {
    TEXT: _("Text"),
    NUMBER: _("Number"),
    DATE: _("Date"),
    CHOICE: _("Choice"),
    YES_NO: _("Yes or no"),
}
MAX_TAGS, MAX_FIELDS = 500, 60
MAX_EMAIL, MAX_NAME, MAX_VALUE = 254, 120, 1000
# Kept by the actions of contacts themselves, which record a fact where others may want to react: who reacts to such a
# fact keeps the event no second time.
OWN_EVENTS: Final = frozenset(
    {
        "subscribed",
        "unsubscribed",
        "bounced",
        "complained",
        "tagged",
        "untagged",
        "field",
        "imported",
        "merged",
        "noted",
    }
)
# What somebody did, rather than what was done to them: it shows that they are there.
DONE_BY_THEM: Final = frozenset(
    {"visited", "submitted", "confirmed", "subscribed", "bought", "left_cart", "opened", "clicked"}
)
# Sources of a consent that are the person's own hand; only those may bring back who has left.
_THEIR_OWN: Final = frozenset({"form", "preferences", "confirmation", "account"})


def is_their_own(source: str) -> bool:
    """Whether the person acted; `form:3` does, `import:9`, `order:4`, `api` and `hand` do not."""
    return source.partition(":")[0] in _THEIR_OWN


def clean_email(email: str) -> str:
    """The address as contacts have it. Raises Invalid (on field `email`) for what no letter can reach."""
    address = clean_address(email) if len(email) <= MAX_EMAIL else None
    if address is None or "." not in address.rpartition("@")[2] or len(address) > MAX_EMAIL:
        raise Invalid("email_bad", _("This is not an email address that letters can reach."), "email")
    return address.lower()


def clean_value(kind: str, choices: Sequence[str], value: Any) -> Any:
    """A field's value as it is kept: text, number, ISO date, one of the choices, True or False; None for nothing.

    Raises Invalid on field `value`.
    """
    if value is None or value == "":
        return None
    if kind == YES_NO and isinstance(value, bool):
        return value
    text = clean_text(str(value), lines=kind == TEXT)[:MAX_VALUE]
    try:
        return _READ[kind](text, choices) if text else None
    except (ValueError, KeyError, ArithmeticError) as error:
        raise Invalid("value_bad", _WRONG[kind], "value") from error


def _number(text: str, _choices: Sequence[str]) -> int | float:
    found = Decimal(to_latin(text).replace(",", "").replace(" ", ""))
    if not found.is_finite() or abs(found) >= 10**15:
        raise ValueError(text)
    return int(found) if found == found.to_integral_value() else float(found)


def _date(text: str, _choices: Sequence[str]) -> str:
    text = to_latin(text)
    parts = [int(part) for part in re.split(r"[-/. ]+", text.partition("T")[0])[:3]]
    year, month, day = parts if parts[0] > 31 else reversed(parts)
    return date(year, month, day).isoformat()


def _choice(text: str, choices: Sequence[str]) -> str:
    return {search_key(each): each for each in choices}[search_key(text)]


def _yes_no(text: str, _choices: Sequence[str]) -> bool:
    return _YES_NO[search_key(text)]


_YES_NO: Final = {
    **dict.fromkeys(map(search_key, ("yes", "y", "true", "1", "on", "x", "হ্যাঁ", "হ্যা", "জি", "জ্বি")), True),
    **dict.fromkeys(map(search_key, ("no", "n", "false", "0", "off", "না")), False),
}
_READ: Final[dict[str, Callable[[str, Sequence[str]], Any]]] = {
    TEXT: lambda text, _choices: text,
    NUMBER: _number,
    DATE: _date,
    CHOICE: _choice,
    YES_NO: _yes_no,
}
_WRONG: Final = {
    TEXT: _("This text is too long. Please shorten it."),
    NUMBER: _("Please enter a number."),
    DATE: _("Please enter a date such as 2026-12-31."),
    CHOICE: _("Please choose one of the list."),
    YES_NO: _("Please enter yes or no."),
}


def found_by(studio_id: int, email: str, name: str) -> str:
    """The `tsvector` literal under which a studio finds a contact. The studio stands in each word.

    So one index serves every studio, however many contacts the others have.
    """
    local, _at, domain = email.partition("@")
    words = [*_typed(email), *_typed(local), *search_key(local).split(), *_typed(f"@{domain}"), *_typed(name)]
    return " ".join(f"'{studio_id}:{word}'" for word in dict.fromkeys(words))


def asked_for(studio_id: int, text: str) -> str:
    """The `tsquery` literal for what was typed: every word must begin one of the contact's. Empty where no word is."""
    return " & ".join(f"'{studio_id}:{word}':*" for word in _typed(text[:200])[:8])


def _typed(text: str) -> list[str]:
    """The words of a text. An address is one word, a domain is one behind an @."""
    found: list[str] = []
    for part in text.split()[:40]:
        whole = search_key(part).replace(" ", "")
        if "@" in part:
            found += [("@" if part.startswith("@") else "") + whole] if whole else []
        else:
            found += search_key(part).split()
    return [word[:60] for word in found if word]

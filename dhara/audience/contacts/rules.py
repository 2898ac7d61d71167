"""The lifecycle of a contact, what can happen to one, and the kinds of fields."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Kind
from dhara.kit.lifecycle.rules import Lifecycle, Move

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

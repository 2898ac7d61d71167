"""Which events there are, how long we try, what an address may look like. Pure."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.text import clean_text
from dhara.kit.outward import is_here, is_public_name
from dhara.kit.refusal import Invalid

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
STATES: Final[dict[str, Any]] = {WAITING: _("waiting"), DELIVERED: _("delivered"), FAILED: _("given up")}

# Between the tries: ten of them in a little more than three days.
_PAUSES: Final = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
PAUSES: Final = tuple(timedelta(seconds=each) for each in _PAUSES)
TRIES: Final = len(PAUSES) + 1
# An endpoint is disabled after so many given up messages in a row, or when nothing has arrived for so long.
MOST_GIVEN_UP: Final = 5
MOST_SILENCE: Final = timedelta(days=3)
# Seconds for one try, all of it; a lease is longer, so that nobody else tries in the meantime.
SECONDS: Final = 15.0
LEASE: Final = timedelta(seconds=60)
OVERLAP: Final = timedelta(hours=24)
KEPT: Final = timedelta(days=30)
BODY_KEPT: Final = 2048
MOST_ENDPOINTS: Final = 10
URL_LENGTH: Final = 500
NAME_LENGTH: Final = 80
TEST: Final = "webhook.test"
GONE: Final = 410


# Programs that do not answer may keep so many jobs busy at most: the rest of a worker is for those who bought.
LANES: Final = 2


def lane_of(endpoint_id: int) -> str:
    return f"webhooks:{endpoint_id % LANES}"


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()


def new_id() -> str:
    """The `webhook-id`: receivers know by it what they have had."""
    return "msg_" + secrets.token_hex(14)


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after the n-th failed try; None when it is given up."""
    return PAUSES[tries - 1] if tries <= len(PAUSES) else None


def succeeded(status: int | None) -> bool:
    return status is not None and 200 <= status < 300


def must_stop(given_up: int, failing_since: datetime | None, at: datetime) -> bool:
    """Whether an endpoint has failed so often, or for so long, that it is disabled."""
    return given_up >= MOST_GIVEN_UP or (failing_since is not None and at - failing_since >= MOST_SILENCE)


def clean_url(text: str, *, sandbox: bool) -> str:
    """An https address of a public host; in a sandbox http to this very machine, too. Raises Invalid (`url`).

    What the name stands for is looked at when it is connected to: that can change at any time.
    """
    url = clean_text(text)
    try:
        parts = urlsplit(url)
        host, _port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _no_url() from None
    if not host or len(url) > URL_LENGTH or parts.username or parts.password or parts.fragment or " " in url:
        raise _no_url()
    if not url.isascii() or any(ord(letter) < 33 for letter in url):
        raise _no_url()
    if sandbox and is_here(host):
        if parts.scheme in ("http", "https"):
            return url
        raise _no_url()
    if parts.scheme != "https":
        raise Invalid("https_only", _("Please give an address that begins with https://."), "url")
    if not is_public_name(host):
        raise Invalid("not_public", _("This address is not on the public internet, so we can not reach it."), "url")
    return url


def _no_url() -> Invalid:
    return Invalid("url_invalid", _("Please give a complete https address."), "url")


def clean_events(chosen: Iterable[str]) -> list[str]:
    """In the order of the catalogue. Raises Invalid (`events`)."""
    wanted = set(chosen)
    if not wanted:
        raise Invalid("events_missing", _("Please choose at least one event."), "events")
    if not wanted <= CATALOGUE.keys():
        raise Invalid("event_unknown", _("Please choose events from the list."), "events")
    return [name for name in CATALOGUE if name in wanted]


# --- the catalogue ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Public:
    """A kind of event: what it means, and an example of its data. Amounts are minor units."""

    words: Any
    example: dict[str, Any]


_LINE: Final = {
    "offer": 12,
    "tier": 31,
    "title": "Wedding cards",
    "tier_name": "",
    "quantity": 1,
    "added": [],
    "gross": 45000,
    "tax": 0,
    "fees": 3150,
    "net": 41850,
}
_ORDER: Final = {
    "order": "D-7K4Q-2M8T",
    "currency": "BDT",
    "lines": [_LINE],
    "gross": 45000,
    "net": 41850,
    "paid_at": "2026-03-02T04:00:00Z",
}
_REFUND: Final = {"order": "D-7K4Q-2M8T", "refund": 7, "currency": "BDT", "amount": 45000, "net": 41850}
_CART: Final = {
    "cart": 5,
    "currency": "BDT",
    "amount": 45000,
    "lines": [{"offer": 12, "tier": 31, "title": "Wedding cards", "quantity": 1, "amount": 45000}],
    "reminded_at": "2026-03-02T04:00:00Z",
}
_DISPUTE: Final = {"order": "D-7K4Q-2M8T", "dispute": 3}
_PAYOUT: Final = {"payout": "P7K4Q2M8T9", "currency": "BDT", "amount": 500000}
_LICENCE: Final = {"licence": 81, "order": "D-7K4Q-2M8T", "offer": 12}
_FORM: Final = {"form": 3, "name": "Checklist", "submission": 41, "utm": {"source": "facebook"}}
_MESSAGE: Final = {
    "conversation": 7,
    "message": 19,
    "about": "offer:12",
    "name": "Karim",
    "text": "Does it open in Canva?",
    "files": ["idea.png"],
    "at": "2026-03-02T04:00:00Z",
}
_WORK: Final = {
    "engagement": 5,
    "unit": 8,
    "mode": "gig",
    "title": "A logo for your shop: Basic",
    "order": "D-7K4Q-2M8T",
    "step": "deliver",
    "role": "worker",
    "currency": "BDT",
    "amount": 41850,
    "due_at": "2026-03-05T04:00:00Z",
}
_SUBMITTED: Final = {**_WORK, "submission": 21, "text": "Three drafts, as agreed.", "files": ["logo.svg"]}
_DECIDED: Final = {**_WORK, "reason": "The letters are too thin.", "paid": 0, "returned": 0}
_CHANGE: Final = {
    "change": 4,
    "engagement": 5,
    "unit": 8,
    "kind": "extend",
    "days": 2,
    "role": "worker",
    "text": "There was no power here today.",
    "answer": "",
}
_PROPOSAL: Final = {
    "proposal": 6,
    "job": 9,
    "title": "A logo for my tea stall",
    "role": "buyer",
    "state": "offered",
    "version": 2,
    "currency": "BDT",
    "amount": 300000,
    "text": "Two colours only, please.",
    "work": None,
}
_OFFER: Final = {"offer": 12, "title": "Wedding cards"}
_CONTACT: Final = {"contact": 31}

CATALOGUE: Final[dict[str, Public]] = {
    "order.paid": Public(_("Somebody bought something of yours; only your own lines are in it."), _ORDER),
    "gift.sent": Public(_("A gift that somebody bought from you was sent to its receiver."), {"order": "D-7K4Q-2M8T"}),
    "order.refunded": Public(_("Money of an order went back to the buyer."), _REFUND),
    "order.tax_returned": Public(
        _("A business added its tax id after paying, so the tax went back; your share stays."),
        {**_REFUND, "amount": 6750, "net": 0},
    ),
    "order.refund_failed": Public(_("A refund did not come about: the sale stands again."), _REFUND),
    "cart.abandoned": Public(
        _("A cart with something of yours was left unpaid, and its owner reminded; the sum is your own lines'."), _CART
    ),
    "cart.recovered": Public(_("Such a cart was bought after all."), {**_CART, "order": "D-7K4Q-2M8T"}),
    "dispute.opened": Public(_("A payer's bank took money back and asks for evidence."), _DISPUTE),
    "dispute.won": Public(_("The bank decided for you."), _DISPUTE),
    "dispute.lost": Public(_("The bank decided for the payer."), _DISPUTE),
    "payout.sent": Public(_("A payout is on its way to you."), _PAYOUT),
    "payout.paid": Public(_("A payout has arrived."), _PAYOUT),
    "payout.failed": Public(
        _("A payout failed; the money is on your balance again."), {**_PAYOUT, "reason": "no_account"}
    ),
    "payout.cancelled": Public(_("A payout was cancelled."), {**_PAYOUT, "reason": "asked"}),
    "payout.returned": Public(_("A payout was sent back by the bank."), {**_PAYOUT, "reason": "closed"}),
    "money.cleared": Public(_("Money became available on your balance."), {"currency": "BDT", "amount": 41850}),
    "licence.issued": Public(
        _("A buyer was given licence keys."), {"order": "D-7K4Q-2M8T", "offer": 12, "count": 1, "waiting": 0}
    ),
    "licence.activated": Public(_("A licence key was activated on a machine."), {**_LICENCE, "machine": "Desk"}),
    "licence.deactivated": Public(_("A machine was taken off a licence key."), {**_LICENCE, "machine": "Desk"}),
    "licence.disabled": Public(_("A licence key was stopped."), _LICENCE),
    "licence.enabled": Public(_("A licence key was allowed again."), _LICENCE),
    "licence.rotated": Public(_("A licence key was exchanged for another."), _LICENCE),
    "offer.published": Public(_("An offer of yours went on the market."), _OFFER),
    "offer.unpublished": Public(_("An offer of yours was taken off the market."), _OFFER),
    "offer.released": Public(_("An offer of yours that was sold before has come out."), _OFFER),
    "offer.release_postponed": Public(
        _("An offer of yours comes out on another day."),
        {**_OFFER, "before": "2026-12-01T12:00:00+00:00", "until": "2026-12-15T12:00:00+00:00"},
    ),
    "contact.subscribed": Public(_("Somebody subscribed to your letters."), {**_CONTACT, "source": "form:3"}),
    "contact.unsubscribed": Public(
        _("Somebody unsubscribed from your letters."), {**_CONTACT, "source": "one_click", "message": 7}
    ),
    "contact.bounced": Public(_("Letters to a contact come back."), {**_CONTACT, "hard": True}),
    "contact.complained": Public(_("A contact marked a letter as spam."), {**_CONTACT, "message": 7}),
    "contact.tagged": Public(_("A contact got a tag."), {**_CONTACT, "tag": 4}),
    "contact.untagged": Public(_("A contact lost a tag."), {**_CONTACT, "tag": 4}),
    "contact.erased": Public(_("A contact was erased."), _CONTACT),
    "message.received": Public(
        _("A visitor or buyer wrote to the studio. Contact details are hidden before there is an order."), _MESSAGE
    ),
    "form.submitted": Public(
        _("Somebody filled in a form of yours; whether the address is theirs, nobody knows."), _FORM
    ),
    "form.confirmed": Public(
        _("Somebody pressed the button in the letter: the address is theirs."),
        {**_FORM, "contact": 31},
    ),
    "sequence.called": Public(
        _("A contact came to a webhook of a sequence."), {**_CONTACT, "sequence": 5, "step": "n3", "name": "vip-ready"}
    ),
    "work.ordered": Public(
        _("Work was ordered from you and its money set aside; the amount is your share."),
        {**_WORK, "step": "fund", "role": "system", "due_at": None},
    ),
    "work.submitted": Public(_("One side handed something in: what the work needs, or the work itself."), _SUBMITTED),
    "work.sent_back": Public(
        _("The work goes back with a reason, to be changed."), {**_DECIDED, "step": "ask_revision", "role": "buyer"}
    ),
    "work.accepted": Public(
        _("The work was accepted, and its money is yours."),
        {**_DECIDED, "step": "accept", "role": "buyer", "reason": "", "paid": 41850},
    ),
    "work.returned": Public(
        _("The work ended, and its money went back."),
        {**_DECIDED, "step": "give_up", "reason": "I am ill.", "returned": 41850},
    ),
    "work.disputed": Public(_("One side asked for a ruling."), {**_DECIDED, "step": "dispute", "role": "buyer"}),
    "work.divided": Public(
        _("The money was divided between the two sides."),
        {**_DECIDED, "step": "rule_split", "role": "operator", "paid": 20000, "returned": 21850},
    ),
    "work.change.proposed": Public(_("One side asks to end the work, or for more time."), _CHANGE),
    "work.change.agreed": Public(_("The other side agreed to a change."), {**_CHANGE, "answer": "Of course."}),
    "work.change.declined": Public(_("The other side declined a change."), {**_CHANGE, "answer": "It is urgent."}),
    "work.change.lapsed": Public(_("A change was not answered in time, and nothing changed."), _CHANGE),
    "proposal.invited": Public(_("A buyer asks you to apply for a job."), _PROPOSAL),
    "proposal.made": Public(_("Your studio applied for a job."), _PROPOSAL),
    "proposal.revised": Public(_("Your studio proposed another way."), _PROPOSAL),
    "proposal.shortlisted": Public(_("The buyer put your proposal on the short list."), _PROPOSAL),
    "proposal.talked_about": Public(_("The buyer began to talk about your proposal."), _PROPOSAL),
    "proposal.offered": Public(_("One side made a binding offer."), _PROPOSAL),
    "proposal.accepted": Public(_("The other side agreed to an offer; `work` is what came of it."), _PROPOSAL),
    "proposal.declined": Public(_("One side said no."), _PROPOSAL),
    "proposal.withdrawn": Public(_("Your studio took its proposal back."), _PROPOSAL),
    "proposal.expired": Public(_("Nobody answered an offer in time."), _PROPOSAL),
}

"""The story of an order in words: what happened, what was booked, which letters went out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dhara.checkout.orders.models import Order
from dhara.kit.currency import Money
from dhara.kit.facts.models import RecordedFact
from dhara.kit.facts.queries import chain_of
from dhara.kit.locale.languages import current
from dhara.kit.mail.models import Letter
from dhara.money.gateways import queries as gateways
from dhara.money.ledger import queries as ledger
from dhara.money.ledger import rules as ledger_rules
from dhara.money.models import Entry
from dhara.people.models import Studio


@dataclass(frozen=True)
class Effect:
    """One reaction: `name` is the effect's, `state` pending, done or failed."""

    name: str
    state: str
    done_at: datetime | None


@dataclass(frozen=True)
class Event:
    """One thing that happened. `kind` is fact, entry or letter; `amounts` are (where, how much) of an entry."""

    at: datetime
    kind: str
    words: str
    effects: list[Effect] = field(default_factory=list)
    amounts: list[tuple[str, Money]] = field(default_factory=list)


def story(order: Order, studio: Studio | None = None) -> list[Event]:
    """Everything about the order in the order it happened, in the reader's language; at most eight queries.

    With `studio` only what that seller may know: no other seller's lines, money or letters.
    """
    # Payments, entries and grants carry the order as their subject.
    subject = f"order:{order.pk}"
    events = [*_facts(subject, studio), *_entries(subject, studio), *_letters(order, studio)]
    ranks = {"fact": 0, "entry": 1, "letter": 2}
    return sorted(events, key=lambda event: (event.at, ranks[event.kind]))


def _facts(subject: str, studio: Studio | None) -> list[Event]:
    return [
        Event(fact.at, "fact", _words(fact), [Effect(r.effect, r.state, r.done_at) for r in fact.reactions.all()])
        for fact in chain_of(subject)
        if studio is None or fact.studio_ref in (None, studio.pk)
    ]


def _words(fact: RecordedFact) -> str:
    try:
        told = {**fact.data, "gateway": gateways.name_of(fact.data["gateway"])} if "gateway" in fact.data else fact.data
        return str(fact.load().words) % told or fact.name
    except (KeyError, TypeError, ValueError):
        # A fact of an older version of the program: its name is better than nothing.
        return fact.name


def _entries(subject: str, studio: Studio | None) -> list[Event]:
    entries = Entry.objects.filter(subject=subject).order_by("id").prefetch_related("legs__account__studio")
    if studio is None:
        told = [ledger.in_words(entry) for entry in entries]
        return [Event(e.at, "entry", e.sentence, amounts=[(leg.account, leg.amount) for leg in e.legs]) for e in told]
    return [event for entry in entries if (event := _own(entry, studio))]


def _own(entry: Entry, studio: Studio) -> Event | None:
    """An entry as the seller sees it: own accounts only, and own amounts in the sentence."""
    legs = [leg for leg in entry.legs.all() if leg.account.studio_id == studio.pk]
    if not legs:
        return None
    amounts = [(ledger.account_in_words(leg.account), Money(leg.amount, leg.currency)) for leg in legs]
    moved = max((abs(amount) for _account, amount in amounts), key=lambda amount: amount.minor)
    sentence = str(ledger_rules.MEMOS[entry.memo]) % {**entry.data, "amount": moved.display(current())}
    if entry.memo == "sale":
        sentence = _("Your share of the sale, %(amount)s, was booked.") % {"amount": moved.display(current())}
    return Event(entry.at, "entry", sentence, amounts=amounts)


def _letters(order: Order, studio: Studio | None) -> list[Event]:
    """Letters of the order: the buyer's, and those to the seller's own members (never another seller's)."""
    words = {"receipt": _("The receipt was sent to the buyer."), "sale_made": _("The sellers were told of the sale.")}
    words["money_returned"] = words["refund_made"] = _("The buyer was told that the money goes back.")
    words["tax_returned"] = _("The buyer was told that the tax goes back.")
    words["gift"] = _("The receiver of the gift was written.")
    words["refund_failed"] = _("The buyer was told that the refund did not arrive.")
    words["refund_declined"] = _("The buyer was told what became of the request.")
    words["refund_asked"] = _("The sellers were told that the buyer asks for money back.")
    words["dispute_opened"] = _("The sellers were told of the dispute.")
    letters = letters_of(order, words)
    if studio is not None:
        letters = letters.filter(Q(studio_ref=studio.pk) | Q(studio_ref=None))
    return [Event(each.created_at, "letter", words[each.name]) for each in letters]


def letters_of(order: Order, names: Iterable[str]) -> QuerySet[Letter]:
    """The letters about an order with one of these names, by their keys `name:order` and `name:order:…`."""
    mine = Q(pk__in=[])
    for name in names:
        mine |= Q(key=f"{name}:{order.pk}") | Q(key__startswith=f"{name}:{order.pk}:")
    return Letter.objects.filter(mine).defer("text", "html").order_by("id")

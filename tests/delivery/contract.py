"""What every kind of offer must do, whatever it gives. tests/delivery/test_kinds.py runs it over every kind.

A kind's own test names it with a function that makes a complete offer of it, which has one tier of five copies, and
with what a buyer may choose besides, if anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from django.utils import translation

from dhara.catalog.kinds import Adds, Answers, Kind, Queues, Sold
from dhara.catalog.models import Offer, Tier
from dhara.delivery.models import Grant
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import Refused
from tests.make import catalog as make
from tests.make import checkout
from tests.make import delivery as made

Complete = Callable[[datetime], Offer]


@dataclass(frozen=True)
class Case:
    kind: Kind
    complete: Complete
    choice: Answers = field(default_factory=dict)

    def sold(self, at: datetime, offer: Offer | None = None) -> Sold:
        offer = offer or self.complete(at)
        tier = self.tier(offer)
        # What is held has to have been paid; for the others the order is enough.
        order = checkout.paid_order(tier, at=at, delivered=False) if self.kind.held else made.paid_order(at, tier)
        line = order.lines.get()
        return Sold(f"line:{line.pk}", offer, tier, 1, order.email, order.name, "bn", None, order.pk, line.pk)

    def tier(self, offer: Offer) -> Tier:
        return Tier.objects.select_related("offer").get(offer=offer)


def states(sold: Sold) -> set[str]:
    """Those of all grants of a sold line: a bundle has one for each part."""
    return set(Grant.objects.filter(key__startswith=sold.key).values_list("status", flat=True))


def has_words_in_both_languages(case: Case, _at: datetime) -> None:
    for text in (case.kind.label, case.kind.about):
        with translation.override("en"):
            english = str(text)
        with translation.override("bn"):
            assert str(text) != english
    assert case.kind.code.isidentifier()
    assert case.kind.max_quantity >= 1


def says_what_is_missing(case: Case, at: datetime) -> None:
    assert case.kind.missing(case.complete(at)) == []
    empty = make.draft(at)
    lacks = case.kind.missing(empty)
    assert lacks
    assert all(isinstance(text, str) and text for text in lacks)


def holds_no_more_than_there_is(case: Case, at: datetime) -> None:
    tier = case.tier(case.complete(at))
    for number in range(5):
        case.kind.hold(tier, 1, key=f"hold:{number}", at=at)
    with pytest.raises(Refused) as refusal:
        case.kind.hold(tier, 1, key="hold:5", at=at)
    assert refusal.value.code == "sold_out"
    case.kind.release(tier, 1, key="hold:4", at=at)
    case.kind.hold(tier, 1, key="hold:6", at=at)


def grants_once(case: Case, at: datetime) -> None:
    sold = case.sold(at)
    first = case.kind.grant(sold, by=SYSTEM, at=at)
    assert first
    assert case.kind.grant(sold, by=SYSTEM, at=at) == first
    assert case.kind.grant_all([sold], by=SYSTEM, at=at) == first
    for grant in Grant.objects.filter(pk__in=first):
        assert (grant.status, grant.email, grant.order_id) == ("active", sold.email, sold.order_id)
        assert grant.key.startswith(sold.key)
    assert RecordedFact.objects.filter(name="delivery.AccessGranted").count() == len(first)


def grants_all_lines(case: Case, at: datetime) -> None:
    lines = [case.sold(at), case.sold(at)]
    given = case.kind.grant_all(lines, by=SYSTEM, at=at)
    assert len(given) == sum(len(case.kind.grant(line, by=SYSTEM, at=at)) for line in lines) > 1
    assert case.kind.grant_all([], by=SYSTEM, at=at) == []


def revokes_once_and_only_what_was_given(case: Case, at: datetime) -> None:
    kept, refunded = case.sold(at), case.sold(at)
    case.kind.grant_all([kept, refunded], by=SYSTEM, at=at)
    for _ in range(2):
        case.kind.revoke(refunded.key, reason="refund", by=SYSTEM, at=at)
    case.kind.revoke("line:0", reason="refund", by=SYSTEM, at=at)
    assert states(kept) == {"active"}
    assert states(refunded) == {"revoked"}


def does_not_give_again_what_was_taken_back(case: Case, at: datetime) -> None:
    """A reaction that is retried after a refund must not undo it."""
    sold = case.sold(at)
    case.kind.grant(sold, by=SYSTEM, at=at)
    case.kind.revoke(sold.key, reason="refund", by=SYSTEM, at=at)
    case.kind.grant(sold, by=SYSTEM, at=at)
    assert states(sold) == {"revoked"}


def renewing_keeps_it_active(case: Case, at: datetime) -> None:
    sold = case.sold(at)
    given = case.kind.grant(sold, by=SYSTEM, at=at)
    assert case.kind.renew(sold, by=SYSTEM, at=at) == given
    assert states(sold) == {"active"}


def copies_what_it_keeps(case: Case, at: datetime) -> None:
    from dhara.catalog.offers import actions as offers
    from dhara.kit.actor import person

    offer = case.complete(at)
    owner = person(offer.studio.members.get(role="owner").account_id)
    copy = offers.duplicate(offer, by=owner, at=at)
    assert case.kind.missing(copy) == []


def takes_only_what_it_asks_for(case: Case, at: datetime) -> None:
    """What a buyer filled in is cleaned once and for all; what nobody asked for is left out."""
    offer = case.complete(at)
    tier = case.tier(offer)
    assert case.kind.clean(offer, tier, {}) == {}
    kept = case.kind.clean(offer, tier, dict(case.choice))
    assert bool(kept) == bool(case.choice)
    assert case.kind.clean(offer, tier, dict(kept)) == kept
    assert case.kind.clean(offer, tier, {"nobody": "asked"}) == {}


def prices_what_is_chosen(case: Case, at: datetime) -> None:
    """Each choice has its title and its price, for as many lines as one likes; nothing chosen costs nothing."""
    offer = case.complete(at)
    tier = case.tier(offer)
    if not isinstance(case.kind, Adds):
        assert not case.choice, "a kind without prices for it asks for nothing that is chosen"
        return
    kept = case.kind.clean(offer, tier, dict(case.choice))
    nothing, chosen, again = case.kind.added([(tier, {}), (tier, kept), (tier, kept)], "BDT")
    assert nothing == []
    assert chosen == again
    assert isinstance(chosen, list)
    assert chosen
    assert all(each.title and each.amount > 0 for each in chosen)
    assert [set(each.kept()) for each in chosen] == [{"title", "amount", "terms"}] * len(chosen)
    assert isinstance(case.kind.added([(tier, kept)], "KWD")[0], Refused), "it has no price in this currency"
    assert case.kind.added([], "BDT") == []


def has_room_until_it_says_otherwise(case: Case, at: datetime) -> None:
    offer = case.complete(at)
    if isinstance(case.kind, Queues):
        assert case.kind.full({offer.pk: 1}) == {}
        assert case.kind.full({}) == {}


CONTRACT: list[Callable[[Case, datetime], None]] = [
    has_words_in_both_languages,
    says_what_is_missing,
    holds_no_more_than_there_is,
    grants_once,
    grants_all_lines,
    revokes_once_and_only_what_was_given,
    does_not_give_again_what_was_taken_back,
    renewing_keeps_it_active,
    copies_what_it_keeps,
    takes_only_what_it_asks_for,
    prices_what_is_chosen,
    has_room_until_it_says_otherwise,
]

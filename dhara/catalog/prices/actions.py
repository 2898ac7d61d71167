"""The verbs of prices: set the tiers of an offer; count its copies.

Copies are counted by one conditional UPDATE each, so that no two buyers get the last one. Whoever counts for several
tiers in one transaction does it in the order of their ids, so that two such buyers never wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dhara.catalog.kinds import kind_of
from dhara.catalog.prices import launch, rules
from dhara.catalog.prices.facts import PricesChanged
from dhara.catalog.prices.models import Price, Tier
from dhara.catalog.prices.queries import tiers_of
from dhara.catalog.prices.rules import TierDraft
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere, Refused
from dhara.people.access.queries import require_actor

if TYPE_CHECKING:
    from dhara.catalog.offers.models import Offer


@transaction.atomic
def set_tiers(
    offer: Offer, drafts: Sequence[TierDraft], *, besides: bool = False, by: Actor, at: datetime
) -> list[Tier]:
    """Make the tiers of the offer exactly these, in this order; those left out are retired, ids are kept.

    The same as before changes nothing and is no news, unless what the kind promises `besides` is another.
    Raises Invalid (fields `tiers`, `tiers-0-name`, `tiers-0-amount_BDT`, …), NotAllowed, Conflict.
    """
    require_actor(by, offer.studio, "edit_offers")
    locked = type(offer)._base_manager.select_for_update().get(pk=offer.pk)
    clean = rules.check_tiers(drafts)
    _check_sellable(locked.status, clean)
    live = Tier.objects.select_for_update().filter(offer_id=offer.pk, retired=False).prefetch_related("prices")
    present = {tier.pk: tier for tier in live}
    before = _told(present.values())
    _check_rest(locked, clean, at)
    clean = [
        launch.changed(present.get(draft.id or 0, Tier()), draft, locked.published_at, at, f"tiers-{place}-")
        for place, draft in enumerate(clean)
    ]
    _forget_advice(present, clean)
    kept = [_write(locked, present, draft, place, at) for place, draft in enumerate(clean)]
    Tier.objects.filter(pk__in=present.keys() - {tier.pk for tier in kept}).update(retired=True)
    _write_prices(kept, clean)
    kind_of(offer).priced(offer, [tier.pk for tier in kept], at=at)
    tiers = list(tiers_of(offer.pk))
    summary = rules.lowest(tiers, offer.studio.currency)
    offer.from_prices, offer.free, offer.prices_vary = summary
    if besides or _told(tiers) != before:
        offer.changed_at = at
        offer.save(update_fields=["from_prices", "free", "prices_vary", "changed_at"])
        record(PricesChanged(offer.pk, offer.studio_id, locked.title), by=by, at=at, studio_id=offer.studio_id)
    return tiers


def _told(tiers: Iterable[Tier]) -> list[object]:
    """All that a studio says of its tiers, in their order."""
    return [
        [
            tier.pk,
            *(getattr(tier, name) for name in _SAID),
            sorted((price.currency, price.amount, price.suggested, price.launch) for price in tier.prices.all()),
        ]
        for tier in sorted(tiers, key=lambda tier: tier.position)
    ]


@transaction.atomic
def recommend(offer: Offer, tier_id: int | None, *, by: Actor, at: datetime) -> None:
    """Advise buyers to take this tier, or none of them. Raises NotAllowed, NotFoundHere. Twice is once."""
    require_actor(by, offer.studio, "edit_offers")
    locked = type(offer)._base_manager.select_for_update().get(pk=offer.pk)
    live = Tier.objects.select_for_update().filter(offer_id=offer.pk, retired=False)
    advised = {tier.pk: tier.recommended for tier in live}
    if tier_id is not None and tier_id not in advised:
        raise NotFoundHere("tier_gone", _("This is not sold any more."))
    if [pk for pk, yes in advised.items() if yes] == ([] if tier_id is None else [tier_id]):
        return
    live.filter(recommended=True).update(recommended=False)
    if tier_id is not None:
        live.filter(pk=tier_id).update(recommended=True)
    locked.changed_at = at
    locked.save(update_fields=["changed_at"])
    record(PricesChanged(offer.pk, offer.studio_id, locked.title), by=by, at=at, studio_id=offer.studio_id)


def _forget_advice(present: Mapping[int, Tier], drafts: Sequence[TierDraft]) -> None:
    """Before another tier is recommended, the old one is not any more: there are never two."""
    kept = {draft.id for draft in drafts if draft.recommended}
    gone = [pk for pk, tier in present.items() if tier.recommended and pk not in kept]
    if gone:
        Tier.objects.filter(pk__in=gone).update(recommended=False)


def _check_sellable(status: str, drafts: Sequence[TierDraft]) -> None:
    """What is being sold keeps a price."""
    if status != "published":
        return
    if not drafts:
        raise Invalid("tiers_missing", _("What is for sale needs at least one price."), "tiers")
    for place, draft in enumerate(drafts):
        if draft.pricing != rules.FREE and not draft.prices:
            raise Invalid("price_missing", _("Please enter a price."), f"tiers-{place}-prices")


def _check_rest(offer: Offer, drafts: Sequence[TierDraft], at: datetime) -> None:
    """A new tier instead of an old one is no way around the time between two launch prices."""
    new = [place for place, draft in enumerate(drafts) if draft.id is None and launch.asks(draft)]
    if not new:
        return
    gone = Tier.objects.filter(offer_id=offer.pk).exclude(pk__in=[draft.id for draft in drafts if draft.id])
    bans = [launch.bans_another(each, offer.published_at, at) for each in gone]
    if free := max((each for each in bans if each), default=None):
        raise Invalid("launch_too_soon", launch.too_soon(free), f"tiers-{new[0]}-launch_until")


def _write(offer: Offer, present: dict[int, Tier], draft: TierDraft, place: int, at: datetime) -> Tier:
    if draft.id is not None and draft.id not in present:
        raise Conflict(
            "tier_gone", _("One of the prices has been removed in the meantime. Please reload the page."), "tiers"
        )
    tier = present[draft.id] if draft.id is not None else Tier(offer=offer)
    if draft.stock is not None and draft.stock < tier.sold + tier.reserved:
        taken = {"taken": number(tier.sold + tier.reserved, current())}
        message = _("%(taken)s copies are sold or being paid for already; the number can not be lower.") % taken
        raise Invalid("stock_below_sold", message, f"tiers-{place}-stock")
    tier.name, tier.description, tier.pricing = draft.name, draft.description, draft.pricing
    tier.stock, tier.position, tier.recommended = draft.stock, place, draft.recommended
    if launch.fresh(tier, offer.published_at, at):
        tier.launch_taken, tier.launch_last_at = 0, None
    tier.launch_until, tier.launch_copies = draft.launch_until, draft.launch_copies
    # Not the whole row: what is sold and reserved is counted by others.
    tier.save(update_fields=None if tier.pk is None else _WRITTEN)
    return tier


_SAID: Final = (
    *("name", "description", "pricing", "stock", "position", "recommended"),
    *("launch_until", "launch_copies"),
)
_WRITTEN: Final = [*_SAID, "launch_taken", "launch_last_at"]


def _write_prices(tiers: Sequence[Tier], drafts: Sequence[TierDraft]) -> None:
    """All prices of all tiers in two statements."""
    wanted = {
        (tier.pk, price.currency): price for tier, draft in zip(tiers, drafts, strict=True) for price in draft.prices
    }
    gone = [p.pk for p in Price.objects.filter(tier__in=tiers) if (p.tier_id, p.currency) not in wanted]
    if gone:
        Price.objects.filter(pk__in=gone).delete()
    Price.objects.bulk_create(
        [
            Price(tier_id=tier, currency=code, amount=p.amount, suggested=p.suggested, launch=p.launch)
            for (tier, code), p in wanted.items()
        ],
        update_conflicts=True,
        unique_fields=["tier", "currency"],
        update_fields=["amount", "suggested", "launch"],
    )


def copy_tiers(source_id: int, copy_id: int) -> dict[int, int]:
    """Give one offer the tiers for sale of another, nothing of them sold yet; {id of the old tier: id of the new}.

    A launch price stays where it is.
    """
    old = list(tiers_of(source_id))
    kept = ("name", "description", "pricing", "stock", "position", "recommended")
    new = Tier.objects.bulk_create(Tier(offer_id=copy_id, **{name: getattr(t, name) for name in kept}) for t in old)
    Price.objects.bulk_create(
        Price(tier=copy, currency=price.currency, amount=price.amount, suggested=price.suggested)
        for tier, copy in zip(old, new, strict=True)
        for price in tier.prices.all()
    )
    return {tier.pk: copy.pk for tier, copy in zip(old, new, strict=True)}


def reserve(tier_id: int, quantity: int) -> None:
    """Set copies aside while the buyer pays. Raises Refused('sold_out'); a retired tier is sold out."""
    if not _count("reserved = reserved + %(n)s", f"{_FREE} AND NOT retired", tier_id, quantity):
        raise _sold_out()


def release(tier_id: int, quantity: int) -> None:
    """Give back what `reserve` set aside. Raises Conflict('not_reserved') when it was not."""
    if not _count("reserved = reserved - %(n)s", "reserved >= %(n)s", tier_id, quantity):
        raise Conflict("not_reserved")


def sell(tier_id: int, quantity: int) -> None:
    """What `reserve` set aside is paid for. Raises Conflict('not_reserved') when it was not set aside."""
    if not _count("reserved = reserved - %(n)s, sold = sold + %(n)s", "reserved >= %(n)s", tier_id, quantity):
        raise Conflict("not_reserved")


def unsell(tier_id: int, quantity: int) -> None:
    """Set aside again what `sell` has just sold, as another thing of the same order can not be had."""
    if not _count("reserved = reserved + %(n)s, sold = sold - %(n)s", "sold >= %(n)s", tier_id, quantity):
        raise Conflict("not_sold")


def take_for_paid(tier_id: int, quantity: int) -> None:
    """Sell what is not set aside (any more): money that came late, or a free order.

    A tier that was retired since still gives what was ordered from it. Raises Refused('sold_out').
    """
    if not _count("sold = sold + %(n)s", _FREE, tier_id, quantity):
        raise _sold_out()


def take_launch(tier_id: int, copies: int, at: datetime) -> None:
    """Take copies at the launch price. Raises Refused('price_changed') when there are not so many any more."""
    if not _count(
        "launch_taken = launch_taken + %(n)s, launch_last_at = %(at)s",
        "launch_copies >= launch_taken + %(n)s",
        tier_id,
        copies,
        at,
    ):
        text = _("The last copies at the launch price have just been bought. Please look at the price again.")
        raise Refused("price_changed", text)


def give_back_launch(tier_id: int, copies: int) -> None:
    """The order did not come about: somebody else gets the launch price. A later launch is not touched."""
    _count("launch_taken = launch_taken - %(n)s", "launch_taken >= %(n)s", tier_id, copies)


_FREE = "(stock IS NULL OR stock >= sold + reserved + %(n)s)"


def _count(change: str, where: str, tier_id: int, quantity: int, at: datetime | None = None) -> bool:
    """Whether the tier was as `where` says, and so was changed. By hand: every sale passes here."""
    with rows.cursor() as cursor:
        sql = f"UPDATE catalog_tier SET {change} WHERE id = %(id)s AND {where}"  # noqa: S608
        cursor.execute(sql, {"id": tier_id, "n": quantity} | ({"at": at} if at else {}))
        return bool(cursor.rowcount)


def put_back(tier_id: int, quantity: int) -> None:
    """A sale was refunded: its copies can be sold again."""
    if not Tier.objects.filter(pk=tier_id, sold__gte=quantity).update(sold=F("sold") - quantity):
        raise Conflict("not_sold")


def _sold_out() -> Refused:
    return Refused("sold_out", _("Sorry, this has just sold out."))

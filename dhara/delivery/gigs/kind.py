"""The kind of offer that gives work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.catalog.kinds import Added, Answers, Lack, Sold
from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import FIXED
from dhara.delivery.gigs import actions, rules
from dhara.delivery.gigs.models import GigTerms, Package
from dhara.delivery.gigs.queries import extras_of, packages, under_way
from dhara.delivery.grants import actions as grants
from dhara.kit.actor import Actor
from dhara.kit.refusal import Invalid, Refused

NOT_FIXED: Final = gettext_lazy("A gig has fixed prices: work is never free, and its worth is known before it begins.")


class Gigs:
    """Work in packages: days and revisions are promised, and the money is set aside until the buyer accepts."""

    code = rules.GIG
    label = gettext_lazy("Gig: a small service")
    about = gettext_lazy(
        "A logo, a translation, an edited video: work that you do for one buyer, in packages with a price and a number "
        "of days. The buyer pays first; the money is set aside for you until the work is accepted."
    )
    icon = "hand-helping"
    max_quantity = 1
    held = True

    def missing(self, offer: Offer) -> list[str]:
        tiers = list(Tier.objects.filter(offer=offer, retired=False))
        known = packages(tier.pk for tier in tiers)
        words = _("Say in how many days “%(tier)s” is delivered.")
        found: list[str] = [
            Lack(words % {"tier": tier.name or offer.title}, "packages") for tier in tiers if tier.pk not in known
        ]
        if not GigTerms.objects.filter(offer=offer, settled=True).exists():
            words = _("Say what you need to know from the buyer before you begin, or that you need nothing.")
            found.append(Lack(words, "questions"))
        if any(tier.pricing != FIXED for tier in tiers):
            found.append(Lack(NOT_FIXED, "packages"))
        if len(tiers) > rules.MOST_PACKAGES:
            found.append(Lack(_("A gig has three packages at most."), "packages"))
        if offer.shared:
            found.append(Lack(_("A gig is delivered by one studio; take the collaborators out."), "collaborators"))
        return found

    def priced(self, offer: Offer, tier_ids: Sequence[int], *, at: datetime) -> None:
        """The studio says how many orders it takes at once, not how many copies there are. Raises Invalid."""
        loose = Tier.objects.filter(pk__in=tier_ids).exclude(pricing=FIXED).order_by("position").first()
        if loose is not None:
            raise Invalid("gig_fixed", NOT_FIXED, f"tiers-{loose.position}-pricing")

    def clean(self, offer: Offer, tier: Tier, answers: dict[str, Any]) -> dict[str, Any]:
        """The extras by their keys. What the worker needs is asked after the payment: the clock starts then."""
        return rules.clean_choice(rules.read_extras(extras_of([offer.pk]).get(offer.pk, ())), answers)

    def promised(self, tiers: Sequence[Tier]) -> dict[int, dict[str, Any]]:
        """Days, revisions, scope and questions as they are now: a payment may come days after the order."""
        return actions.promised(tiers)

    def added(self, chosen: Sequence[tuple[Tier, Answers]], currency: str) -> list[list[Added] | Refused]:
        known = extras_of({tier.offer_id for tier, _answers in chosen})
        return [
            rules.chosen(rules.read_extras(known.get(tier.offer_id, ())), answers, currency) for tier, answers in chosen
        ]

    def full(self, wanted: Mapping[int, int], *, beside: int | None = None, lock: bool = False) -> dict[int, Refused]:
        busy = under_way(wanted, beside=beside, lock=lock)
        return {
            offer_id: rules.booked_up(queue.title)
            for offer_id, queue in busy.items()
            if queue.busy + wanted[offer_id] > queue.most
        }

    def hold(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        prices.reserve(tier.pk, quantity)

    def release(self, tier: Tier, quantity: int, *, key: str, at: datetime) -> None:
        prices.release(tier.pk, quantity)

    def grant(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        return self.grant_all([sold], by=by, at=at)

    def grant_all(self, sold: Sequence[Sold], *, by: Actor, at: datetime) -> list[int]:
        given = grants.give(sold, by=by, at=at)
        for each in sold:
            actions.begin(each, by=by, at=at)
        return given

    def renew(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        """Work is ordered anew, so renewing gives what there is."""
        return self.grant(sold, by=by, at=at)

    def revoke(self, key: str, *, reason: str, by: Actor, at: datetime) -> None:
        """The money went back, which the engagement itself has seen to: the order leaves the library."""
        grants.revoke(key, reason=reason, by=by, at=at)

    def duplicate(self, source: Offer, copy: Offer, tiers: dict[int, int], *, by: Actor, at: datetime) -> None:
        """Its questions, answers, extras, packages."""
        terms = GigTerms.objects.filter(offer=source).first()
        if terms is not None:
            GigTerms.objects.create(
                offer=copy,
                questions=terms.questions,
                faq=terms.faq,
                extras=terms.extras,
                queue=terms.queue,
                settled=terms.settled,
                changed_at=at,
            )
        Package.objects.bulk_create(
            Package(tier_id=tiers[each.tier_id], days=each.days, revisions=each.revisions, scope=each.scope)
            for each in packages(tiers).values()
        )

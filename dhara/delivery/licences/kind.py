"""The kind of offer that gives licence keys, and files where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.catalog.kinds import Lack, Sold
from dhara.catalog.models import Offer
from dhara.delivery.downloads.kind import Downloads
from dhara.delivery.licences import actions, rules
from dhara.delivery.licences.models import Licence, LicenceTerms
from dhara.delivery.licences.queries import pools_of
from dhara.kit.actor import SYSTEM, Actor


class Licensed(Downloads):
    """A key for each copy; files as with downloads, but an offer may have none (a service, an app from elsewhere)."""

    code = rules.LICENCE
    label = gettext_lazy("Software with licence keys")
    about = gettext_lazy("Apps, plugins, services: each buyer gets a key of their own, and the files if you add some.")
    icon = "key-round"
    max_quantity = rules.MOST_COPIES

    def missing(self, offer: Offer) -> list[str]:
        terms = LicenceTerms.objects.filter(offer=offer).first()
        if terms is None:
            return [Lack(_("Say how buyers get their licence keys."), "licences")]
        if terms.source == rules.LIST:
            empty = [pool for pool in pools_of(offer.pk) if not pool.free]
            named = _("Add licence keys for “%(tier)s”.")
            return [
                Lack(named % {"tier": pool.tier.name} if pool.tier.name else _("Add licence keys."), "licences")
                for pool in empty
                if not pool.given
            ]
        return []

    def priced(self, offer: Offer, tier_ids: Sequence[int], *, at: datetime) -> None:
        """Where keys come from a list there are as many copies as keys, whatever was typed."""
        if LicenceTerms.objects.filter(offer=offer, source=rules.LIST).exists():
            for tier_id in sorted(tier_ids):
                actions.settle_stock(tier_id, by=SYSTEM, at=at)

    def grant_all(self, sold: Sequence[Sold], *, by: Actor, at: datetime) -> list[int]:
        given = super().grant_all(sold, by=by, at=at)
        actions.issue(sold, by=by, at=at)
        return given

    def grant(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        return self.grant_all([sold], by=by, at=at)

    def renew(self, sold: Sold, *, by: Actor, at: datetime) -> list[int]:
        given = self.grant(sold, by=by, at=at)
        actions.prolong(sold.key)
        return given

    def revoke(self, key: str, *, reason: str, by: Actor, at: datetime) -> None:
        """Its keys are refused from now on, as the grant is asked each time. A key that was given is not sold again."""
        super().revoke(key, reason=reason, by=by, at=at)
        given = Licence.objects.filter(grant__key=key, offer__licence_terms__source=rules.LIST).first()
        if given is not None:
            actions.settle_stock(given.tier_id, by=by, at=at)

    def duplicate(self, source: Offer, copy: Offer, tiers: dict[int, int], *, by: Actor, at: datetime) -> None:
        """The terms too; the keys of a list stay where they are, so the copy lacks its own."""
        super().duplicate(source, copy, tiers, by=by, at=at)
        terms = LicenceTerms.objects.filter(offer=source).first()
        if terms is not None:
            terms.pk, terms.offer, terms.changed_at = None, copy, at
            terms.tier_seats = {
                str(tiers[int(tier)]): seats for tier, seats in terms.tier_seats.items() if int(tier) in tiers
            }
            terms._state.adding = True
            terms.save()
            self.priced(copy, list(tiers.values()), at=at)

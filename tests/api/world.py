"""A studio with something of everything that the API speaks of, and names for it that are known beforehand.

Examples are written into the schema when tests are collected, long before there is a database: they hold stand-ins,
which `World.real` exchanges for what is there.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from django.db import transaction

from dhara.api.keys import rules as key_rules
from dhara.api.v1 import openapi
from dhara.api.webhooks import actions as webhooks
from dhara.audience.broadcasts import actions as broadcast_actions
from dhara.audience.contacts import actions as contacts
from dhara.audience.suppression import actions as suppression
from dhara.audience.suppression import rules as key_rule
from dhara.catalog.collaborators import actions as collaborators
from dhara.catalog.models import Offer, Price, Tier
from dhara.catalog.offers.actions import ensure_categories
from dhara.catalog.prices.rules import TierDraft
from dhara.checkout.models import Order, Paper
from dhara.checkout.refunds import actions as refunds
from dhara.delivery.downloads import actions as downloads
from dhara.delivery.licences import actions as licences
from dhara.delivery.models import Licence
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.people.models import Account, Studio
from tests.api import world_offers, world_steps, world_uploads, world_work
from tests.api.door import key_of
from tests.make import (
    audience,
    broadcasts,
    catalog,
    checkout,
    coupons,
    delivery,
    disputes,
    forms,
    gifts,
    late_ids,
    left,
    money,
    papers,
    payouts,
    people,
    releases,
    segments,
    suggestions,
)
from tests.make import bundles as make_bundles
from tests.make import licences as make_licences
from tests.make import refunds as make_refunds
from tests.make.catalog import Shop

NAMES: Final = (
    "offer", "mine_tier", "sold_tier", "licensed", "licence", "stopped", "webhook", "message", "refund",
    "asked", "dispute", "coupon", "paper", "method", "broadcast", "draft", "contact", "erased",
    "form", "new_form", "submission", "segment", "old_segment", "tagging", "tag",
)  # fmt: skip
# Stand-ins: no example of ours and hardly anything random is such a number.
_OWN: Final = {name: 7_700_001 + place for place, name in enumerate(NAMES)}
ID: Final = {**_OWN, **world_steps.ID, **world_work.ID, **world_offers.ID}
NOW: Final = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HANDLE, SLUG = "nadia", "wedding-card"
MINE, OPEN, SOLD, PAYOUT, KEY = "D-MINE-0000", "D-OPEN-0000", "D-SOLD-0000", "PHELD00000", "KEYKE-YKEYK-EYKEY"
MINE_TAXED, SOLD_TAXED = "D-MINE-TAXD", "D-SOLD-TAXD"

PREFIX: Final = "0" * 10
API_KEY: Final = f"dhara_{PREFIX}_{'k' * 43}"

# What the examples speak of: names in addresses, some of them only of one endpoint, and fields of bodies.
ADDRESS = {
    **{name: ID[name] for name in ("webhook", "message", "refund", "asked", "dispute", "coupon", "paper", "licence")},
    "broadcast": ID["broadcast"],
    "contact": ID["contact"],
    "form": ID["form"],
    "submission": ID["submission"],
    "segment": ID["segment"],
    "tagging": ID["tagging"],
    "handle": HANDLE,
    "slug": SLUG,
    "offer_id": ID["offer"],
    "number": MINE,
    "payout": PAYOUT,
    "q": "card",
    **world_steps.ADDRESS,
    **world_work.ADDRESS,
    **world_uploads.ADDRESS,
    **world_offers.ADDRESS,
}
ONLY = {
    "pay_order": {"number": OPEN},
    "enable_licence": {"licence": ID["stopped"]},
    "add_tax_id": {"number": MINE_TAXED},
    "erase_contact": {"contact": ID["erased"]},
    "add_buyers_tax_id": {"number": SOLD_TAXED},
    **dict.fromkeys(("change_broadcast", "schedule_broadcast"), {"broadcast": ID["draft"]}),
    "move_form": {"form": ID["new_form"]},
    **world_steps.ONLY,
    **world_work.ONLY,
    **world_offers.ONLY,
    "list_tag_changes": {"tag": ID["tag"]},
    "remove_segment": {"segment": ID["old_segment"]},
}
LICENCE = {"offer": ID["licensed"], "key": KEY, "instance": "desk"}
BODIES = {
    "OrderIn": {"lines": [{"tier": ID["mine_tier"]}]},
    "RefundIn": {"order": SOLD, "lines": [{"tier": ID["sold_tier"], "amount": 20_000}]},
    "RequestIn": {"tier": ID["mine_tier"]},
    "RecommendationIn": {"tier": ID["sold_tier"]},
    "PayoutIn": {"method": ID["method"]},
    "SuppressionIn": {"email": "stopped@example.com", "words": "She called"},
    **dict.fromkeys(("VerifyIn", "ActivateIn", "DeactivateIn"), LICENCE),
    **world_steps.BODIES,
    **world_work.BODIES,
    **world_offers.BODIES,
}


def described() -> dict[str, Any]:
    """The schema with examples that stand for what is there."""
    given = copy.deepcopy(openapi.schema())
    for name, body in BODIES.items():
        shape = given["components"]["schemas"][name]
        shape["example"] = {**shape["example"], **body}
    for item in given["paths"].values():
        for operation in item.values():
            told = {**ADDRESS, **ONLY.get(operation["operationId"], {})}
            for parameter in operation["parameters"]:
                if parameter["name"] in told:
                    parameter["example"] = told[parameter["name"]]
                    parameter["schema"].pop("examples", None)
    return given


@dataclass(frozen=True)
class World:
    """API_KEY is the one of Nadia, who owns the studio, bought something elsewhere, and has every right."""

    there: Mapping[Any, Any]

    def real(self, given: Any) -> Any:
        """`given` with what is there in place of stand-ins."""
        if isinstance(given, Mapping):
            return {name: self.real(each) for name, each in given.items()}
        if isinstance(given, list):
            return [self.real(each) for each in given]
        return self.there.get(given, given) if isinstance(given, int | str) else given


@contextmanager
def standing(now: datetime) -> Iterator[World]:
    """The world, in a transaction that is taken back afterwards."""
    with transaction.atomic():
        yield _made(now)
        transaction.set_rollback(True)


def _made(now: datetime) -> World:
    ensure_categories()
    cast = people.cast()
    nadia, karim = person(cast.nadia.pk), person(cast.karim.pk)
    shop = Shop(cast.studio, cast.nadia, nadia)
    papers.gives(cast.studio, at=now)
    taxed = late_ids.sold_to("DE", late_ids.tier(late_ids.charging(cast.studio, at=now)), at=now)
    offer = _offer(shop, now)
    tier = offer.tiers.earliest("position", "id")
    coupon = coupons.coupon(cast.studio, "SPRING", at=now)
    _shared(offer, people.account("tuli@example.com"), now)
    _suggested(tier, shop, now)
    sold = checkout.paid_order(tier, by=karim, at=now)
    blurred = checkout.paid_order(tier, at=now)
    asked = refunds.ask(blurred.pk, blurred.lines.get().pk, reason="Blurred.", by=SYSTEM, at=now)
    dispute, _exhibit, back = disputes.waiting(cast.studio, now)
    make_bundles.offer(now, shop, parts=[tier, catalog.offer(now, shop).tiers.get()])
    licence, stopped = _licences(shop, now)
    left.reminded(tier, at=now, email="sara@example.com")
    mine, unpaid = _bought(cast.nadia, nadia, now)
    abroad = late_ids.sold_to("DE", late_ids.tier(late_ids.charging(catalog.shop(now).studio, at=now)), at=now)
    Order.objects.filter(pk=abroad.pk).update(account=cast.nadia)
    money.earned(cast.studio, 1_000_000, now)
    method = payouts.proven(cast.studio, now)
    payout = payouts.asked(cast.studio, method, now, 20_000)
    hook, _secret = webhooks.add(cast.studio, url="https://example.com/hook", events=["order.paid"], by=nadia, at=now)
    told = webhooks.send_test(hook.pk, by=nadia, at=now)
    ids = {
        **world_work.made(shop, now), **world_offers.made(shop, now),
        **_broadcasts(shop, now), **_forms(offer, now), **world_steps.made(shop, now),
        "offer": offer.pk, "sold_tier": tier.pk, "mine_tier": mine.lines.get().tier_id,
        "licensed": licence.offer_id, "licence": licence.pk, "stopped": stopped.pk, "webhook": hook.pk,
        "message": told.pk, "refund": back.pk, "asked": asked.pk, "dispute": dispute.pk, "coupon": coupon.pk,
        "paper": Paper.objects.latest("id").pk, "method": method.pk, **_readers(cast.studio, now),
    }  # fmt: skip
    there: dict[Any, Any] = {ID[name]: pk for name, pk in ids.items()}
    there |= {str(ID[name]): str(pk) for name, pk in ids.items()}
    there |= {MINE: mine.number, OPEN: unpaid.number, SOLD: sold.number, PAYOUT: payout.number, KEY: licence.key}
    there |= world_uploads.begun(cast.nadia, now) | world_offers.arrived(shop, now)
    there |= {MINE_TAXED: abroad.number, SOLD_TAXED: taxed.number}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(key_rules, "new_key", lambda: (PREFIX, API_KEY))
        key_of(cast.nadia, now)
    return World(there)


def _broadcasts(shop: Shop, now: datetime) -> dict[str, int]:
    """One on its way to somebody, and a draft."""
    audience.contact(shop.studio, "reader@example.com", at=now)
    going, draft = broadcasts.draft(shop, now), broadcasts.draft(shop, now)
    broadcast_actions.start(shop.studio, going.pk, by=shop.by, at=now)
    return {"broadcast": going.pk, "draft": draft.pk}


def _readers(studio: Studio, now: datetime) -> dict[str, int]:
    """One with a tag and a field, and one to be erased."""
    audience.field(studio, "city")
    kept = audience.contact(studio, "reader@example.com", name="Reader", fields={"city": "Dhaka"}, at=now)
    contacts.tag(kept, (tag := audience.tag(studio)).pk, by=SYSTEM, at=now, source="form:1")
    suppression.suppress(studio, key_rule.key_of("stopped@example.com"), key_rule.BY_HAND, at=now, detail="By phone")
    meant = [segments.segment(studio, {"status": "subscribed"}, name=name, at=now) for name in ("Old", "Readers")]
    named = {"old_segment": meant[0].pk, "segment": meant[1].pk, "tagging": audience.tagging(studio, at=now).pk}
    erased = audience.contact(studio, "mina@example.com", at=now)
    return {"contact": kept.pk, "tag": tag.pk, "erased": erased.pk, **named}


def _forms(magnet: Offer, now: datetime) -> dict[str, int]:
    """One that somebody filled in and has yet to confirm, and a draft."""
    studio = magnet.studio
    given = {"tags": [forms.tag(studio).pk], "magnet_id": magnet.pk}
    shown = forms.form(studio, at=now, questions=[{"field": "name", "required": False}], **given)
    waits = forms.submit(shown, "waits@example.com", at=now, name="Mitu")
    return {
        "form": shown.pk,
        "new_form": forms.form(studio, published=False, at=now, **given).pk,
        "submission": waits.pk,
    }


def _offer(shop: Shop, now: datetime) -> Offer:
    """Four ways to buy two files, one of which has a second version, with a cover."""
    tiers: list[TierDraft] = [
        catalog.fixed(name="Card"),
        catalog.fixed(900_00, name="Studio", stock=5),
        catalog.choose(100_00, 300_00, name="Friends"),
        catalog.free(name="Try it"),
    ]
    made = catalog.offer(now, shop, "Wedding card", tiers=tiers, tags=["card"])
    file = delivery.file(made, shop, now, "The print")
    downloads.release_version(file, delivery.stored(shop.studio, now), notes="Sharper.", by=shop.by, at=now)
    made.cover = catalog.picture(shop.studio, now)
    made.save()
    cheaper = made.tiers.get(name="Studio")
    Price.objects.filter(tier=cheaper).update(launch=700_00)
    made.tiers.filter(pk=cheaper.pk).update(launch_until=now + timedelta(days=3), launch_copies=2)
    return made


def _shared(offer: Offer, tuli: Account, now: datetime) -> None:
    asked = collaborators.invite(
        offer, email=tuli.email, bp=1_000, by=person(offer.studio.members.get(role="owner").account_id), at=now
    )
    place = people.studio(tuli, handle="tuli")
    collaborators.accept(asked.token, studio_id=place.pk, by=person(tuli.pk), at=now)


def _suggested(tier: Tier, shop: Shop, now: datetime) -> None:
    for kind in ("bump", "upsell", "cross"):
        suggestions.suggestion(tier, checkout.tier(shop.studio), kind, at=now)


def _licences(shop: Shop, now: datetime) -> tuple[Licence, Licence]:
    """One that a machine uses, one that was stopped, and an offer whose keys were uploaded."""
    pattern = make_licences.offer(now, shop, seats=3)
    good, stopped = (make_licences.sold(now, pattern)[0] for _each in range(2))
    licences.activate(offer_id=pattern.pk, key=good.key, instance="desk", name="", by=SYSTEM, at=now)
    licences.disable(stopped.pk, reason="It was shared.", by=shop.by, at=now)
    make_licences.offer(now, shop, keys="ONE-1\nTWO-2\nTHREE-3", title="Uploaded")
    return good, stopped


def _bought(nadia: Account, by: Actor, now: datetime) -> tuple[Order, Order]:
    """What Nadia bought from others: a file, two gifts (one waits), what is to come; and what she has not paid."""
    other = catalog.offer(now)
    mine = checkout.paid_order(other.tiers.get(), by=by, at=now, email=nadia.email)
    gifts.paid(other.tiers.get(), by=by, at=now)
    gifts.paid(other.tiers.get(), by=by, at=now, day=now.date() + timedelta(days=9))
    checkout.paid_order(releases.coming(now).tiers.get(), by=by, at=now)
    make_refunds.refunded(checkout.paid_order(other.tiers.get(), by=by, at=now), at=now)
    return mine, checkout.placed(other.tiers.get(), by=by, at=now)

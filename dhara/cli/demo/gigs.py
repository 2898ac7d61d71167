"""What some studios do for others: their gigs, and orders of them in every state, so that each desk has something true.

The texts and orders stand in gigs.toml. Everything goes through the real actions, each at its own moment.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from dhara.catalog.models import Category, Offer, Tier
from dhara.catalog.offers import actions as offers
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import PriceDraft, TierDraft
from dhara.checkout.cart import actions as carts
from dhara.checkout.models import Order
from dhara.cli.demo import cast, own_jobs, quarrels, said, trade
from dhara.cli.demo.art import drawing
from dhara.cli.demo.played import Played
from dhara.cli.demo.year import Purchase
from dhara.delivery.gigs import actions as gigs
from dhara.delivery.gigs.queries import unit_of_line
from dhara.delivery.gigs.rules import Extra, Question
from dhara.kit.actor import Actor, person
from dhara.kit.files.actions import store_picture
from dhara.people.models import Studio
from dhara.work.handins import actions as handins
from dhara.work.models import Unit

WORDS = Path(__file__).with_name("gigs.toml")
OPENED = timedelta(days=60)  # how long ago the gigs were put up
DELIVERED, ACCEPTED = 1.0, 2.0  # days after it began
MEMBERS = 3  # buyers with an account that order in turn, where the order does not say who; Karim is the first
HIGH = 540  # pixels of a delivered draft


@dataclass
class Drawn:
    """A picture as a form would give it."""

    name: str | None
    size: int | None
    content: BytesIO

    def read(self, size: int, /) -> bytes:
        return self.content.read(size)


def play(studios: dict[str, Studio], anchor: datetime, say: Callable[[str], None]) -> None:
    """Make what is missing of the gigs of these studios; `anchor` is the present of the world."""
    wanted = [each for each in _plans() if each["handle"] in studios]
    missing = [each for each in wanted if not _known(studios[each["handle"]], each)]
    drawn = drawing.draw([_cover(each) for each in missing]) if missing else []
    for plan, picture in zip(missing, drawn, strict=True):
        _put_up(plan, studios[plan["handle"]], picture, anchor - OPENED)
    done = set(Order.objects.filter(intent__startswith="demo-gig-").values_list("intent", flat=True))
    members = [each for each in cast.buyers() if each.member]
    for plan in wanted:
        offer = Offer.objects.select_related("studio").get(studio=studios[plan["handle"]], slug=plan["slug"])
        for number, how in enumerate(plan["orders"]):
            intent = f"demo-gig-{plan['slug']}-{number}"
            if intent not in done:
                who = how.get("who", number % 2 and 1 + number % (MEMBERS - 1))
                _order(plan, how, offer, members[who], intent, anchor)
    say(f"{len(wanted)} gigs with {sum(len(each['orders']) for each in wanted)} orders are there")


@cache
def _plans() -> Sequence[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(WORDS.read_text("utf-8"))["gig"]
    return found


def _known(studio: Studio, plan: dict[str, Any]) -> bool:
    return Offer.objects.filter(studio=studio, slug=plan["slug"]).exists()


def _cover(plan: dict[str, Any]) -> dict[str, Any]:
    """A picture like those of the other offers."""
    shown = {"place": "sea", **plan["art"], "drawing": "cover", "title": plan["title"], "by": plan["handle"]}
    return {**shown, "sub": plan["packages"][0]["scope"][0], "motif": drawing.MOTIFS[0], "seed": 3.7, "flip": False}


@own_jobs.again
def _put_up(plan: dict[str, Any], studio: Studio, picture: bytes, at: datetime) -> None:
    by = person(studio.members.get(role="owner").account_id)
    stored = store_picture(picture, name="picture.png", at=at, studio_ref=studio.pk)
    with own_jobs.batch() as others:
        offer = offers.create(
            studio,
            kind="gig",
            title=plan["title"],
            slug=plan["slug"],
            summary=plan["sum"],
            description=f"<p>{plan['lead']}</p>",
            language=plan["language"],
            category=Category.objects.get(slug=plan["cat"]),
            tags=plan["tags"],
            by=by,
            at=at,
        )
        offers.add_picture(offer, stored, alt=plan["title"], by=by, at=at)
        _terms(plan, offer, by, at)
        offers.publish(offer, by=by, at=at)
        own_jobs.run(at, others)


def _terms(plan: dict[str, Any], offer: Offer, by: Actor, at: datetime) -> None:
    """Packages, extras, questions, what buyers ask."""
    best = min(1, len(plan["packages"]) - 1)
    drafts = [
        TierDraft(each["n"], "fixed", _prices(each), recommended=place == best)
        for place, each in enumerate(plan["packages"])
    ]
    for tier, each in zip(prices.set_tiers(offer, drafts, by=by, at=at), plan["packages"], strict=True):
        tier.offer = offer
        revisions, scope = each.get("revisions"), each["scope"]
        gigs.set_package(tier, days=each["days"], revisions=revisions, scope=scope, by=by, at=at)
    gigs.set_terms(
        offer,
        questions=[
            Question(each["key"], each["words"], each["sort"], each.get("needed", True), tuple(each.get("choices", ())))
            for each in plan["questions"]
        ],
        extras=[
            Extra(
                each["key"], each["title"], each["about"], each["days"], {p.currency: p.amount for p in _prices(each)}
            )
            for each in plan["extras"]
        ],
        faq=[{"question": question, "answer": answer} for question, answer in plan["faq"]],
        by=by,
        at=at,
    )


def _prices(each: dict[str, Any]) -> tuple[PriceDraft, ...]:
    return (PriceDraft("BDT", each["b"] * 100), PriceDraft("USD", each["d"] * 100))


@own_jobs.again
def _order(
    plan: dict[str, Any], how: dict[str, Any], offer: Offer, who: cast.Buyer, intent: str, anchor: datetime
) -> None:
    """Ordered, paid, and taken to its state; the worker beside sees nothing of it."""
    began = anchor - timedelta(days=how["days"], hours=3)
    with own_jobs.batch() as others:
        tier = list(Tier.objects.filter(offer=offer, retired=False).order_by("position", "id"))[how["package"]]
        account = cast.account(who.email, who.name, language=who.language, at=began - timedelta(hours=1))
        buyer = person(account.pk)
        answers = {"extras": how.get("extras", [])}
        cart = carts.add(None, tier_id=tier.pk, currency="BDT", answers=answers, by=buyer, at=began)
        buying = Purchase(intent, began, who, (), "BDT", "pay", 0, fetched=False)
        order = trade.bought(cart, buying, account, others)
        unit = unit_of_line(order.lines.get().pk)
        assert unit is not None
        seller = person(offer.studio.members.get(role="owner").account_id)
        played = Played(plan, how, unit, seller, buyer, began)
        ENDS[how["state"]](played)
        if words := how.get("said"):
            at = played.after(ACCEPTED)
            said.play(unit.engagement_id, words, buyer=buyer, seller=seller, at=at, others=others)
        own_jobs.run(anchor, others)


def _funded(_played: Played) -> None:
    """It waits for the answers."""


def _active(played: Played) -> None:
    at = played.began + timedelta(hours=2)
    gigs.require(played.unit.pk, answers=played.plan["answers"], by=played.buyer, at=at)


def _delivered(played: Played) -> None:
    _active(played)
    if played.how.get("plain"):
        played.take("deliver", DELIVERED, played.plan["delivered"])
        return
    at = played.after(DELIVERED)
    picture = _drafts()[played.plan["slug"]]
    drawn = Drawn("draft.png", len(picture), BytesIO(picture))
    files = handins.take(
        Unit.objects.select_related("engagement").get(pk=played.unit.pk), [drawn], by=played.seller, at=at
    )
    played.take("deliver", DELIVERED, played.plan["delivered"], files=files)


@cache
def _drafts() -> dict[str, bytes]:
    """What was made for the buyers: a plain drawing for each gig."""
    plans = _plans()
    drawn = drawing.draw([{**_cover(each), "flip": True} for each in plans], width=HIGH)
    return {each["slug"]: picture for each, picture in zip(plans, drawn, strict=True)}


def _revision(played: Played) -> None:
    _delivered(played)
    played.take("ask_revision", 1.5, played.plan["wish"])


def _accepted(played: Played) -> None:
    _delivered(played)
    played.take("accept", ACCEPTED)


def _cancelled(played: Played) -> None:
    """Nobody worked on it; the buyer ended it when it was late."""
    _active(played)
    played.take("cancel_late", played.plan["packages"][played.how["package"]]["days"] + 2)


def _quarrel(quarrel: Callable[[Played], object]) -> Callable[[Played], None]:
    """Delivered first, then disputed."""

    def end(played: Played) -> None:
        _delivered(played)
        quarrel(played)

    return end


ENDS: dict[str, Callable[[Played], None]] = {
    "funded": _funded,
    "active": _active,
    "late": _active,
    "delivered": _delivered,
    "revision": _revision,
    "accepted": _accepted,
    "cancelled": _cancelled,
    "disputed": _quarrel(quarrels.opened),
    "answered": _quarrel(quarrels.answered),
    "settled": _quarrel(quarrels.settled),
    "ruled": _quarrel(quarrels.ruled),
}

"""Play the year: every purchase through the real actions, every reaction and timer at its own moment.

A batch that breaks off leaves nothing half done; where it meets people who use this Dhara meanwhile, it is undone and
played again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from dhara.catalog.models import Tier
from dhara.checkout.cart import actions as carts
from dhara.checkout.cart import queries as cart_queries
from dhara.checkout.models import Cart, Order
from dhara.checkout.orders import actions as orders
from dhara.cli.demo import cast, own_jobs
from dhara.cli.demo.year import Purchase
from dhara.delivery.downloads.actions import note_download
from dhara.delivery.downloads.queries import files_for
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST, SYSTEM, Actor, person
from dhara.kit.refusal import Refused
from dhara.money.clearing.actions import clear_due
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Payment
from dhara.money.payments import actions as payments
from dhara.people.models import Account

BATCH = 12
RETURN_TO = "/checkout/return/{token}/"
PAUSE = timedelta(seconds=70)
PATIENCE = timedelta(hours=2)  # longer than an unpaid order waits
LEAST = {"BDT": 10_00, "USD": 1_00}
AGENTS = (
    "Mozilla/5.0 (Linux; Android 13; Mobile) Chrome/126.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/127.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/605.1",
)


@dataclass
class Stall:
    """What a purchase needs to know: the tiers of each offer in order, the jobs of others, which week it is."""

    tiers: Mapping[str, Sequence[Tier]]
    others: list[int] = field(default_factory=list)
    week: int = -1

    def run_jobs(self, at: datetime) -> None:
        own_jobs.run(at, self.others)


def tiers_by_offer() -> dict[str, list[Tier]]:
    """{"nadia/…": its tiers}, with offer and prices loaded."""
    found: dict[str, list[Tier]] = {}
    rows = Tier.objects.filter(retired=False).select_related("offer__studio").prefetch_related("prices")
    for tier in rows.order_by("offer_id", "position", "id"):
        found.setdefault(f"{tier.offer.studio.handle}/{tier.offer.slug}", []).append(tier)
    return found


def play(year: Sequence[Purchase], say: Callable[[str], None]) -> None:
    """Play those that were not played yet, telling how far it is ten times."""
    stall = Stall(tiers_by_offer())
    done = set(Order.objects.filter(intent__startswith="demo-").values_list("intent", flat=True))
    left = [each for each in year if each.intent not in done]
    told = 0
    for start in range(0, len(left), BATCH):
        part = left[start : start + BATCH]
        _played(part, stall)
        if (start + len(part)) * 10 // len(left) > told:
            told = (start + len(part)) * 10 // len(left)
            say(f"orders: {len(done) + start + len(part)} of {len(year)}, until {part[-1].at:%d %B %Y}")


@own_jobs.again
def _played(part: Sequence[Purchase], stall: Stall) -> None:
    with own_jobs.batch() as stall.others:
        for purchase in part:
            _clear(purchase.at, stall)
            _buy(purchase, stall)


def _clear(at: datetime, stall: Stall) -> None:
    """Once a week what is due becomes available."""
    week = at.toordinal() // 7
    if week != stall.week:
        stall.week = week
        clear_due(by=SYSTEM, at=at, limit=5000)
        stall.run_jobs(at)


def _buy(purchase: Purchase, stall: Stall) -> None:
    try:
        with transaction.atomic():
            account = _account(purchase)
            order = _order(purchase, account, stall)
    except Refused:  # sold out, or taken down meanwhile: the buyer goes away
        return
    by = _actor(account)
    if order.total:
        _pay(order, purchase, by, stall)
    stall.run_jobs(purchase.at + PAUSE)
    if purchase.fetched:
        _fetch(order, by, purchase)
    stall.run_jobs(purchase.at + PATIENCE)
    if purchase.ending == "never" and order.total:
        payment = Payment.objects.get(subject=f"order:{order.pk}")
        payments.ask(payment.pk, by=SYSTEM, at=purchase.at + PATIENCE)
        stall.run_jobs(purchase.at + PATIENCE)


def _account(purchase: Purchase) -> Account | None:
    buyer = purchase.buyer
    if not buyer.member:
        return None
    return cast.account(buyer.email, buyer.name, language=buyer.language, at=purchase.at - timedelta(minutes=3))


def _actor(account: Account | None) -> Actor:
    return person(account.pk) if account else GUEST


def _order(purchase: Purchase, account: Account | None, stall: Stall) -> Order:
    by, at, token = _actor(account), purchase.at, None
    for key, place in purchase.picks:
        tier = stall.tiers[key][place]
        chosen = _chosen(tier, purchase)
        cart = carts.add(token, tier_id=tier.pk, chosen=chosen, currency=purchase.currency, by=by, at=at)
        token = cart.token
    return _placed(cart, purchase, account)


def bought(cart: Cart, purchase: Purchase, account: Account, others: list[int]) -> Order:
    """A cart of somebody with an account, ordered and paid, and what follows from that."""
    order, by = _placed(cart, purchase, account), person(account.pk)
    _choose(order, purchase.ending, by, purchase.at + timedelta(seconds=30))
    own_jobs.run(purchase.at + PAUSE, others)
    return order


def _placed(cart: Cart, purchase: Purchase, account: Account | None) -> Order:
    by, at, buyer = _actor(account), purchase.at, purchase.buyer
    return orders.place(
        cart,
        email=buyer.email,
        name=buyer.name,
        language=buyer.language,
        intent=purchase.intent,
        confirmed_total=cart_queries.view(cart, account, at=at).total.minor,
        by=by,
        at=at + timedelta(seconds=20),
    )


def _chosen(tier: Tier, purchase: Purchase) -> int | None:
    """Minor units for a tier whose price the buyer chooses: half, all or twice of what is suggested."""
    price = next((each for each in tier.prices.all() if each.currency == purchase.currency), None)
    if tier.pricing != "choose" or price is None or not price.suggested:
        return None
    wished = round(price.suggested * purchase.chosen / 100) * 100
    return max(price.amount, wished, LEAST[purchase.currency])


def _pay(order: Order, purchase: Purchase, by: Actor, stall: Stall) -> None:
    at = purchase.at + timedelta(seconds=30)
    _choose(order, purchase.ending, by, at)
    if purchase.ending == "decline" and purchase.chosen > 1:
        stall.run_jobs(at + timedelta(seconds=30))
        _choose(order, "pay", by, at + timedelta(seconds=40))


def _choose(order: Order, ending: str, by: Actor, at: datetime) -> None:
    orders.pay(order.pk, orders.Means("sandbox", RETURN_TO), by=by, at=at)
    payment = Payment.objects.filter(subject=f"order:{order.pk}").latest("id")
    assert payment.gateway_ref is not None
    if ending != "never":
        sandbox.choose(payment.gateway_ref, ending, at=at)
        orders.confirm(payment.token, by=by, at=at + timedelta(seconds=10))


def _fetch(order: Order, by: Actor, purchase: Purchase) -> None:
    """The buyer downloads, an hour or less after paying."""
    for grant in Grant.objects.filter(order=order).select_related("tier", "offer"):
        for place, owned in enumerate(files_for(grant)):
            at = purchase.at + PAUSE + timedelta(minutes=1 + place)
            agent = AGENTS[order.pk % len(AGENTS)]
            note_download(grant, owned.newest, ip=f"203.0.113.{order.pk % 250 + 1}", agent=agent, by=by, at=at)

"""A year of orders, thought up: who buys what when, and how it ends. The same for the same offers and present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from dhara.cli.demo import cast, plans
from dhara.cli.demo.plans import OfferPlan

DHAKA = ZoneInfo("Asia/Dhaka")
DAYS = 365
# First days of the two Eids, as they were or are expected in Bangladesh.
EIDS = tuple(
    date.fromisoformat(day)
    for day in (
        "2025-03-31", "2025-06-07", "2026-03-21", "2026-05-28", "2027-03-10", "2027-05-17", "2028-02-27", "2028-05-05",
        "2029-02-15", "2029-04-25", "2030-02-05", "2030-04-14",
    )
)  # fmt: skip
# How much is bought in each hour of the day in Dhaka: little at dawn, most late in the evening, never nothing.
HOURS = (5, 3, 2, 2, 1, 1, 2, 3, 4, 6, 7, 8, 7, 6, 6, 7, 8, 8, 9, 11, 13, 15, 14, 10)
ENDINGS = (("pay", 920), ("answer_twice", 8), ("pay_late", 12), ("decline", 25), ("cancel", 15), ("never", 20))


@dataclass(frozen=True)
class Shelf:
    """An offer that may be bought from `since` until `until`; `weight` is how gladly."""

    plan: OfferPlan
    since: datetime
    until: datetime
    weight: float


@dataclass(frozen=True)
class Purchase:
    """`picks`: (offer's key, place of the tier). `intent` is unique and stays the same when the world is completed."""

    intent: str
    at: datetime
    buyer: cast.Buyer
    picks: tuple[tuple[str, int], ...]
    currency: str
    ending: str
    chosen: float
    fetched: bool


def weight_of(plan: OfferPlan) -> float:
    """A few sell very well, most a little, Nadia's more than others'."""
    rank = Random(f"liking of {plan.key}").random()
    return (0.12 + rank**4) * (3.2 if plan.handle == plans.FIRST else 1.0)


def busyness(day: date, number: int) -> float:
    """How much is bought on the day, `number` of days after the first; 1 is an ordinary day in the middle."""
    busy = 0.35 + 1.3 * number / DAYS
    if day.weekday() in (4, 5):  # Friday and Saturday
        busy *= 1.45
    if day.day <= 7:  # wages have come
        busy *= 1.15
    before = [(eid - day).days for eid in EIDS]
    if any(1 <= left <= 16 for left in before):
        busy *= 2.1
    if any(-3 <= left <= 0 for left in before):
        busy *= 0.35
    if (day.month, day.day) in ((4, 10), (4, 11), (4, 12), (4, 13)):  # before Boishakh
        busy *= 1.7
    return busy


def purchases(shelves: Sequence[Shelf], anchor: datetime, count: int) -> list[Purchase]:
    """`count` purchases within the year before `anchor`, in the order of time."""
    dice = Random(f"{count} orders")
    moments = sorted(_moments(dice, anchor, count))
    told = [_purchase(dice, number, at, shelves) for number, at in enumerate(moments)]
    made = [each for each in told if each]
    made += _sell_out(shelves, anchor, dice)
    return sorted(made, key=lambda each: (each.at, each.intent))


def _moments(dice: Random, anchor: datetime, count: int) -> Iterator[datetime]:
    start = (anchor - timedelta(days=DAYS)).astimezone(DHAKA).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [start + timedelta(days=number) for number in range(DAYS + 1)]
    weights = list(accumulate(busyness(day.date(), number) for number, day in enumerate(days)))
    hours = list(accumulate(HOURS))
    latest = anchor - timedelta(minutes=5)
    for _one in range(count):
        day = dice.choices(days, cum_weights=weights)[0]
        at = day + timedelta(hours=dice.choices(range(24), cum_weights=hours)[0], seconds=dice.randint(0, 3599))
        yield at if at < latest else latest - timedelta(seconds=dice.randint(60, 80_000))


def _purchase(dice: Random, number: int, at: datetime, shelves: Sequence[Shelf]) -> Purchase | None:
    buyer = cast.buyers()[0] if dice.random() < 0.006 else dice.choice(cast.buyers()[1:])
    open_ = [shelf for shelf in shelves if shelf.since < at < shelf.until and not shelf.plan.sold_out]
    if not open_:
        return None
    lines = dice.choices((1, 2, 3), (78, 17, 5))[0]
    taken = dice.choices(open_, [_liking(shelf, buyer) for shelf in open_], k=lines)
    keys = {shelf.plan.key: shelf.plan for shelf in taken}
    picks = tuple((key, _place(dice, plan)) for key, plan in keys.items())
    abroad = buyer.language == "en" and dice.random() < 0.45
    ending = dice.choices([name for name, _part in ENDINGS], [part for _name, part in ENDINGS])[0]
    return Purchase(
        intent=f"demo-order-{number:05}",
        at=at,
        buyer=buyer,
        picks=picks,
        currency="USD" if abroad else "BDT",
        ending="pay" if buyer is cast.buyers()[0] else ending,
        chosen=dice.choice((0.5, 1.0, 1.0, 1.0, 2.0)),
        fetched=dice.random() < 0.4,
    )


def _liking(shelf: Shelf, buyer: cast.Buyer) -> float:
    return shelf.weight * (1.0 if shelf.plan.language == buyer.language else 0.35)


def _place(dice: Random, plan: OfferPlan) -> int:
    """Which tier: the first most often; one of few copies seldom."""
    weights = [(3, 2, 0.6)[min(place, 2)] * (0.05 if tier.stock else 1) for place, tier in enumerate(plan.tiers)]
    return dice.choices(range(len(plan.tiers)), weights)[0]


def _sell_out(shelves: Sequence[Shelf], anchor: datetime, dice: Random) -> Iterator[Purchase]:
    """Every copy of what is to be sold out, within the last weeks."""
    for shelf in shelves:
        copies = shelf.plan.tiers[0].stock if shelf.plan.sold_out else None
        for number in range(copies or 0):
            at = max(shelf.since, anchor - timedelta(days=50)) + timedelta(hours=1)
            at += (anchor - timedelta(hours=2) - at) * (number + dice.random()) / (copies or 1)
            intent = f"demo-last-{shelf.plan.slug}"[:56] + f"-{number:03}"
            buyer = cast.buyers()[1 + dice.randrange(900)]
            yield Purchase(intent, at, buyer, ((shelf.plan.key, 0),), "BDT", "pay", 1.0, True)

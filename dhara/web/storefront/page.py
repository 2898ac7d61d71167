"""What an offer's page shows of its tiers and files, in the visitor's currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from dhara.catalog.models import Offer, Price, Tier
from dhara.catalog.prices.launch import running
from dhara.catalog.prices.queries import currencies_of, price_in
from dhara.catalog.prices.rules import CHOOSE, FREE, picks, unit_price
from dhara.delivery.downloads.queries import Shown
from dhara.kit.currency import Money, currency, parse_amount
from dhara.kit.refusal import Refused

NOTHING: Final[Mapping[str, str]] = {}
WIDE: Final = 4  # tiers that fit beside each other
FEW: Final = 10  # copies left that are worth saying
# Icons of files by the beginning of their type, the first that fits.
ICONS: Final = (
    ("image/", "image"),
    ("video/", "video"),
    ("audio/", "music"),
    ("application/zip", "file-archive"),
    ("application/x-", "file-archive"),
    ("application/pdf", "file-text"),
    ("text/", "file-text"),
)


@dataclass(frozen=True, slots=True)
class FileShown:
    title: str
    ending: str
    size: int
    version: int
    released_at: object
    icon: str
    tiers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LaunchShown:
    """A launch price in force: until when (with whole days left), and how many copies are left at it."""

    price: Money
    until: datetime | None
    days: int | None
    left: int | None


@dataclass(frozen=True, slots=True)
class TierShown:
    """`price` is fixed, or the least where the buyer chooses; None: not sold in this currency. `ask`: what to offer.

    `picks`: amounts for one button each, as typed and as shown. `lacks`: files that only other tiers give.
    `wrong`: why the amount in `ask` was refused.
    `machines`: how many may use the licence key; None for any number, or where there is no key.
    """

    id: int
    name: str
    description: str
    price: Money | None
    choose: bool
    ask: str
    sold_out: bool
    few: int | None
    files: list[str]
    lacks: list[str]
    picks: list[tuple[str, Money]]
    launch: LaunchShown | None = None
    wrong: str = ""
    recommended: bool = False
    machines: int | None = None

    @property
    def buyable(self) -> bool:
        return self.price is not None and not self.sold_out

    @property
    def ends(self) -> datetime | None:
        """Until when that is what it costs, where it was said."""
        return self.launch.until if self.launch else None

    @property
    def now(self) -> Money | None:
        """What it costs at this moment."""
        return self.launch.price if self.launch else self.price


@dataclass(frozen=True, slots=True)
class Wares:
    """All tiers in one currency. `lowest` is the price in the bar and on cards of other sites."""

    currency: str
    symbol: str
    currencies: list[str]
    tiers: list[TierShown]
    files: list[FileShown]
    licensed: bool = False

    @property
    def preset(self) -> TierShown | None:
        """What somebody gets who chooses nothing: the only tier, or the one that is recommended and can be had."""
        return self.only or next((tier for tier in self.tiers if tier.recommended and tier.buyable), None)

    @property
    def comparable(self) -> bool:
        """Whether the tiers fit beside each other."""
        return 2 <= len(self.tiers) <= WIDE

    @property
    def only(self) -> TierShown | None:
        """The one tier, where there is but one."""
        return self.tiers[0] if len(self.tiers) == 1 else None

    @property
    def compared(self) -> list[tuple[str, list[bool], bool]]:
        """Beside each other: a file, which of the tiers give it, and whether they differ in that."""
        rows = [(file.title, [file.title in tier.files for tier in self.tiers]) for file in self.files]
        return [(title, given, len(set(given)) > 1) for title, given in rows]

    @property
    def lowest(self) -> Money | None:
        prices = [tier.now for tier in self.tiers if tier.now is not None]
        return min(prices, key=lambda money: money.minor, default=None)

    @property
    def several(self) -> bool:
        return len({tier.now for tier in self.tiers}) > 1 or any(tier.choose for tier in self.tiers)

    @property
    def lowest_was(self) -> Money | None:
        """What is struck through beside the lowest price, while that is a launch price."""
        cheapest = min((tier for tier in self.tiers if tier.now is not None), key=_now, default=None)
        return cheapest.price if cheapest and cheapest.launch else None

    @property
    def sold_out(self) -> bool:
        return bool(self.tiers) and all(tier.sold_out for tier in self.tiers)


def _now(tier: TierShown) -> int:
    return tier.now.minor if tier.now else 0


def wares(
    offer: Offer,
    files: Sequence[Shown],
    wished: str,
    typed: Mapping[str, str] = NOTHING,
    most: int | None = None,
    *,
    seats: Mapping[int, int | None] | None = None,
    at: datetime,
) -> Wares:
    """`offer` with its tiers and prices loaded; `wished` is the visitor's currency, if it is sold in that.

    `most` is how many of a bundle its parts leave; `seats` how many machines a licence of each tier is for.
    `typed` is what the visitor asked for before and was refused: {"tier": id, "amount": as it was typed}.
    """
    tiers = list(offer.tiers.all())
    codes = currencies_of(tiers)
    home = offer.studio.currency
    code = next((each for each in (wished, home) if each in codes), codes[0] if codes else home)
    asked = typed.get("tier", ""), typed.get("amount", "")[:20]
    shown = [_tier(tier, code, files, asked[1] if asked[0] == str(tier.pk) else "", most, at) for tier in tiers]
    if seats:
        shown = [replace(each, machines=seats.get(each.id)) for each in shown]
    names = {tier.id: tier.name for tier in shown} if len(shown) > 1 else {}
    sign = currency(code).symbol.strip()
    return Wares(code, sign, codes, shown, [_file(each, names) for each in files], licensed=bool(seats))


def _tier(tier: Tier, code: str, files: Sequence[Shown], typed: str, most: int | None, at: datetime) -> TierShown:
    price = price_in(tier, code)
    money = Money(0, code) if tier.pricing == FREE else Money(price.amount, code) if price else None
    asked = price.suggested if price and price.suggested is not None else None
    chosen = [file.title for file in files if tier.pk in file.tiers]
    left = tier.left if most is None else min(most, most if tier.left is None else tier.left)
    return TierShown(
        id=tier.pk,
        name=tier.name,
        description=tier.description,
        price=money,
        choose=tier.pricing == CHOOSE,
        ask=typed or (_typed(Money(asked, code)) if asked is not None else ""),
        sold_out=left == 0,
        few=left if left is not None and 0 < left <= FEW else None,
        files=chosen or [file.title for file in files],
        lacks=[file.title for file in files if chosen and tier.pk not in file.tiers],
        picks=_picks(tier, price),
        launch=_launch(tier, price, at),
        wrong=_wrong(tier, price, typed),
        recommended=tier.recommended,
    )


def _wrong(tier: Tier, price: Price | None, typed: str) -> str:
    if tier.pricing != CHOOSE or price is None or not typed:
        return ""
    try:
        unit_price(tier, price, parse_amount(typed, price.currency).minor)
    except Refused as refusal:
        return str(refusal.message)
    return ""


def _picks(tier: Tier, price: Price | None) -> list[tuple[str, Money]]:
    if tier.pricing != CHOOSE or price is None:
        return []
    amounts = [Money(minor, price.currency) for minor in picks(price)]
    return [(_typed(amount), amount) for amount in amounts]


def _launch(tier: Tier, price: Price | None, at: datetime) -> LaunchShown | None:
    found = running(tier, price, at)
    if found is None or price is None:
        return None
    return LaunchShown(Money(found.amount, price.currency), found.until, found.days_left(at), found.left)


def _typed(money: Money) -> str:
    """As a person would type it: 450, 4.50."""
    text = str(money.decimal())
    return text.removesuffix(".00").removesuffix(".000")


def _file(file: Shown, names: dict[int, str]) -> FileShown:
    ending = file.name.rpartition(".")[2].upper() if "." in file.name else ""
    icon = next((icon for start, icon in ICONS if file.mime.startswith(start)), "file")
    tiers = [name for tier, name in names.items() if tier in file.tiers]
    shown = ending if len(ending) <= 5 else ""
    return FileShown(file.title, shown, file.size, file.version, file.released_at, icon, tiers)

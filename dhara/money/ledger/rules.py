"""Which accounts there are, what entries are called, and how a sale is divided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money

GATEWAY, UNAPPLIED, REFUNDS_DUE = "gateway", "unapplied", "refunds_due"
SELLER_PENDING, SELLER_AVAILABLE = "seller_pending", "seller_available"
SELLER_DIRECT, SELLER_OWES, SELLER_RESERVE = "seller_direct", "seller_owes", "seller_reserve"
PAYOUTS_DUE, DISPUTED = "payouts_due", "disputed"
PLATFORM_FEES, GATEWAY_FEES, TAX, ESCROW = "platform_fees", "gateway_fees", "tax", "escrow"


@dataclass(frozen=True)
class Purpose:
    """`stored` accounts keep a balance; it may go below zero only where `may_owe`. `per` is "studio" or "detail"."""

    label: Any
    stored: bool = False
    may_owe: bool = False
    per: str = ""


PURPOSES: Final[dict[str, Purpose]] = {
    GATEWAY: Purpose(_("held by the gateway"), per="detail"),
    UNAPPLIED: Purpose(_("received, not yet used")),
    REFUNDS_DUE: Purpose(_("on its way back to buyers")),
    SELLER_PENDING: Purpose(_("the studio's pending balance"), stored=True, per="studio"),
    SELLER_AVAILABLE: Purpose(_("the studio's available balance"), stored=True, per="studio"),
    SELLER_DIRECT: Purpose(_("paid straight into the studio's own account"), per="studio"),
    SELLER_OWES: Purpose(_("what the studio owes"), stored=True, may_owe=True, per="studio"),
    SELLER_RESERVE: Purpose(_("kept back for the studio's disputes"), stored=True, per="studio"),
    PAYOUTS_DUE: Purpose(_("on its way to sellers")),
    DISPUTED: Purpose(_("taken back by banks, while it is disputed")),
    PLATFORM_FEES: Purpose(_("the platform's fees")),
    GATEWAY_FEES: Purpose(_("the gateways' fees")),
    TAX: Purpose(_("tax to be handed on")),
    ESCROW: Purpose(_("set aside")),
}

# memo: the sentence for reading an entry; its blanks are filled from the entry's data, and %(amount)s from its legs.
MEMOS: Final[dict[str, Any]] = {
    "capture": _("The payer paid %(amount)s."),
    "sale": _("The sale of %(amount)s was divided."),
    "sale_reversed": _("Of the sale, %(amount)s was taken back."),
    "sale_restored": _("The refund did not come about, so %(amount)s is a sale again."),
    "clearing": _("%(amount)s became available to the studio."),
    "debt_repaid": _("%(amount)s of it repaid what the studio owed."),
    "dispute_opened": _("The payer's bank took back %(amount)s."),
    "dispute_reserved": _("%(amount)s was kept back until the dispute is decided."),
    "dispute_returned": _("%(amount)s that was kept back is the sellers' again."),
    "dispute_won": _("The dispute was won: the bank gave %(amount)s back."),
    "dispute_lost": _("The dispute was lost: %(amount)s stays with the payer."),
    "hold": _("%(amount)s was set aside."),
    "hold_released": _("%(amount)s that was set aside was paid out."),
    "platform_paid": _("The platform paid %(amount)s for work that was rejected wrongly."),
    "hold_returned": _("%(amount)s that was set aside went back."),
    "refund_begun": _("A refund of %(amount)s was asked of the gateway."),
    "refund_done": _("The gateway gave %(amount)s back to the payer."),
    "refund_failed": _("The gateway refused the refund of %(amount)s."),
    "refund_lost": _("The refund of %(amount)s did not arrive, so the money is here again."),
    "payout": _("A payout of %(amount)s was begun."),
    "payout_paid": _("The payout of %(amount)s was made."),
    "payout_back": _("The payout of %(amount)s did not come about, so the money is here again."),
    "payout_test": _("A test transfer of %(amount)s was made to prove a payout method."),
    "settlement": _("The gateway handed over %(amount)s."),
}

Leg = tuple[int, int]
WHOLE_BP: Final = 10_000


@dataclass(frozen=True)
class Line:
    """One line of a sale, in minor units. The platform's share is taken of `gross` − `tax`.

    `partners` are collaborators: (studio id, hundredths of a percent of what is left after tax and fees).
    """

    studio_id: int
    gross: int
    tax: int = 0
    fee_bp: int = 0
    fee_minor: int = 0
    partners: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Share:
    """What becomes of one line's gross, in minor units, none negative; `net` is the studio's own part.

    `parts` are the collaborators': (studio id, minor units), in the order of the line's partners.
    """

    studio_id: int
    tax: int
    gateway_fee: int
    platform_fee: int
    net: int
    parts: tuple[tuple[int, int], ...] = ()

    @property
    def shared(self) -> int:
        return sum(amount for _studio_id, amount in self.parts)

    @property
    def gross(self) -> int:
        return self.tax + self.gateway_fee + self.platform_fee + self.net + self.shared

    def minus(self, other: Share) -> Share:
        """What is left of it after `other`, which has the same collaborators in the same order."""
        return Share(
            self.studio_id,
            self.tax - other.tax,
            self.gateway_fee - other.gateway_fee,
            self.platform_fee - other.platform_fee,
            self.net - other.net,
            tuple((who, mine - gone) for (who, mine), (_who, gone) in zip(self.parts, other.parts, strict=True)),
        )


def divide(lines: Sequence[Line], gateway_fee: int, currency: str) -> list[Share]:
    """Divide a sale: each share sums to its line's gross, and nothing is below zero.

    The gateway's fee is split over the lines by gross, the last one taking the rounding. Fees never take more than
    the line brings: the platform's share gives way first, then the rest of the gateway's fee stays with the platform.
    What is left is the collaborators' by their percentages and the studio's, which takes the rounding.
    """
    weights = [line.gross for line in lines]
    fees = [part.minor for part in Money(gateway_fee, currency).split(weights)] if any(weights) else [0] * len(lines)
    shares = []
    for line, fee in zip(lines, fees, strict=True):
        base = line.gross - line.tax
        borne = min(fee, base)
        asked = Money(base, currency).percent(line.fee_bp).minor + line.fee_minor
        platform = min(asked, base - borne) if base else 0
        net, parts = _among(line, Money(base - borne - platform, currency))
        shares.append(Share(line.studio_id, line.tax, borne, platform, net, parts))
    return shares


def _among(line: Line, left: Money) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The studio's own part of what is left, and the collaborators'. ValueError for more than 100 percent."""
    if not line.partners:
        return left.minor, ()
    points = [bp for _studio_id, bp in line.partners]
    own = WHOLE_BP - sum(points)
    if own < 0:
        raise ValueError("collaborators get more than there is")
    # Whoever comes last takes the rounding: the studio itself, unless it gave everything away.
    amounts = [part.minor for part in left.split([*points, own])]
    parts = tuple((studio_id, amount) for (studio_id, _bp), amount in zip(line.partners, amounts, strict=False))
    return amounts[-1], parts


@dataclass(frozen=True)
class Planned:
    """A leg whose account is not yet looked up."""

    purpose: str
    amount: int
    studio_id: int | None = None


def sale_legs(shares: Iterable[Share]) -> list[Planned]:
    """The legs of a sale, one per account, summing to zero; accounts that get nothing have none."""
    parts: list[Posted] = []
    for share in shares:
        parts += [
            (UNAPPLIED, None, -share.gross),
            (TAX, None, share.tax),
            (GATEWAY_FEES, None, share.gateway_fee),
            (PLATFORM_FEES, None, share.platform_fee),
            (SELLER_PENDING, share.studio_id, share.net),
            *((SELLER_PENDING, studio_id, amount) for studio_id, amount in share.parts),
        ]
    return summed(parts)


def direct_legs(shares: Iterable[Share], gateway_fee: int, studio_id: int) -> list[Planned]:
    """The legs of a sale whose money went straight into the studio's own account at a gateway.

    The studio has all of it but the gateway's fee, tax and all, and owes the platform's fee. Nothing is pending.
    ValueError where collaborators or other studios would be owed something.
    """
    given = list(shares)
    if any(share.parts or share.studio_id != studio_id for share in given):
        raise ValueError("what others get a part of does not go into one studio's own account")
    gross, fees = sum(share.gross for share in given), sum(share.platform_fee for share in given)
    return summed(
        [
            (UNAPPLIED, None, -gross),
            (GATEWAY_FEES, None, gateway_fee),
            (SELLER_DIRECT, studio_id, gross - gateway_fee),
            (PLATFORM_FEES, None, fees),
            (SELLER_OWES, studio_id, -fees),
        ]
    )


Posted = tuple[str, int | None, int]


def summed(parts: Iterable[Posted]) -> list[Planned]:
    """One leg per account from (purpose, studio, minor units); accounts where nothing moves have none."""
    sums: dict[tuple[str, int | None], int] = {}
    for purpose, studio_id, amount in parts:
        sums[purpose, studio_id] = sums.get((purpose, studio_id), 0) + amount
    return [Planned(purpose, amount, studio_id) for (purpose, studio_id), amount in sums.items() if amount]


def reversal(left: Share, amount: int) -> Share:
    """The part of a share that a refund of `amount` takes back, out of what is `left` of it after earlier refunds.

    In proportion, rounded down; what rounding leaves is taken from the studio's part first, then from its
    collaborators', then from the others. Refunding everything in any number of steps takes back exactly everything.
    ValueError for more than is left.
    """
    if not 0 <= amount <= left.gross:
        raise ValueError("more than is left of the line")
    whole = [left.net, *(part for _studio_id, part in left.parts), left.platform_fee, left.gateway_fee, left.tax]
    back = [amount * each // left.gross if left.gross else 0 for each in whole]
    missing = amount - sum(back)
    for place, each in enumerate(whole):
        more = min(missing, each - back[place])
        back[place] += more
        missing -= more
    net, *parts, platform, gateway, tax = back
    shared = tuple((studio_id, part) for (studio_id, _whole), part in zip(left.parts, parts, strict=True))
    return Share(left.studio_id, tax, gateway, platform, net, shared)

"""Reads: who may review, what each side sees of an exchange, published reviews, the numbers behind them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from dhara.checkout.models import OrderLine
from dhara.kit.actor import Actor
from dhara.money.models import PayoutMethod
from dhara.people.access.queries import Viewer
from dhara.people.models import Account, Member
from dhara.people.studios.queries import role_of
from dhara.people.studios.rules import role_may
from dhara.trust.reviews import rules
from dhara.trust.reviews.models import Exchange, Reputation, Review
from dhara.work.engagements.queries import buyer_name
from dhara.work.models import Engagement

PAGE: Final = 10
LATEST: Final = 3


def side_of(engagement: Engagement, by: Actor) -> str | None:
    """Which side somebody writes for; None for an outsider. A guest is let in by the door that knows the secret."""
    if by.kind == "guest":
        return rules.BUYER if engagement.buyer_id is None else None
    if by.kind != "person" or by.id is None:
        return None
    if by.id == engagement.buyer_id:
        return rules.BUYER
    role = role_of(by.id, engagement.worker_id) if engagement.worker_id else None
    return rules.WORKER if role_may(role, "do_work") else None


def deals_with_itself(engagement: Engagement) -> bool:
    """Whether both sides are the same people: by account, by address, or by where their money goes."""
    worker, buyer = engagement.worker_id, engagement.buyer_id
    same = Q(account__email__iexact=engagement.buyer_email)
    assert worker is not None
    if Member.objects.filter(same | Q(account_id=buyer, account_id__isnull=False), studio_id=worker).exists():
        return True
    if buyer is None:
        return False
    own = Member.objects.filter(account_id=buyer, role="owner").values("studio")
    theirs = PayoutMethod.objects.filter(studio_id=worker, fingerprint=OuterRef("fingerprint"))
    return PayoutMethod.objects.filter(Exists(theirs), studio__in=own).exists()


def offer_of(engagement: Engagement) -> int | None:
    """The offer that was ordered; None where the work came from something else."""
    kind, _colon, number = engagement.subject.partition(":")
    if kind != "line":
        return None
    return OrderLine.objects.filter(pk=int(number)).values_list("offer_id", flat=True).first()


def name_of(engagement: Engagement, side: str) -> str:
    """How the writer is shown to everybody: a studio by its name, a buyer by the first one."""
    if side == rules.WORKER:
        return engagement.worker.name if engagement.worker else ""
    return buyer_name(engagement).split(" ")[0][:120]


@dataclass(frozen=True)
class Seen:
    """An exchange as one side sees it: its own review whatever its state, the other's once it is published."""

    exchange: Exchange
    side: str
    mine: Review | None
    theirs: Review | None

    def may_write(self, at: datetime) -> bool:
        return self.mine is None and self.exchange.status == rules.OPEN and at < self.exchange.until

    def may_answer(self, at: datetime) -> bool:
        theirs = self.theirs
        if theirs is None or theirs.answered_at is not None or theirs.published_at is None:
            return False
        return at < rules.may_answer_until(theirs.published_at)


def seen(engagement_id: int, side: str) -> Seen | None:
    """None where there is nothing to review. Two queries."""
    exchange = Exchange.objects.filter(engagement=engagement_id).first()
    if exchange is None:
        return None
    return seen_of(exchange, side)


def seen_of(exchange: Exchange, side: str) -> Seen:
    """As one side sees it: one query, none where its reviews are prefetched."""
    known = {each.side: each for each in exchange.reviews.all()}
    theirs = known.get(rules.reads(side))
    shown = theirs if theirs is not None and theirs.status == rules.PUBLISHED else None
    return Seen(exchange, side, known.get(side), shown)


def visible_to(viewer: Viewer) -> QuerySet[Exchange]:
    """Those of which the viewer can write a side: as the buyer, or for a studio whose work they do."""
    mine = viewer.account_id
    if mine is None:
        return Exchange.objects.none()
    memberships = Member.objects.filter(account_id=mine)
    studios = [each.studio_id for each in memberships if role_may(each.role, "do_work")]
    return Exchange.objects.filter(Q(engagement__buyer_id=mine) | Q(engagement__worker_id__in=studios))


def published() -> QuerySet[Review]:
    return Review.objects.filter(status=rules.PUBLISHED)


def about_studio(studio_id: int, *, offer_id: int | None = None) -> QuerySet[Review]:
    """What buyers said, the latest first."""
    found = published().filter(studio_id=studio_id, side=rules.BUYER)
    return (found.filter(offer_id=offer_id) if offer_id else found).order_by("-id")


def about_buyer(account_id: int) -> QuerySet[Review]:
    """What studios said of a buyer, the latest first."""
    return published().filter(buyer_id=account_id, side=rules.WORKER).select_related("studio").order_by("-id")


@dataclass(frozen=True)
class Page:
    """`next` is the cursor of the page after this one, 0 on the last."""

    reviews: Sequence[Review]
    next: int


def page(found: QuerySet[Review], *, after: int = 0, size: int = PAGE) -> Page:
    rows = list((found.filter(pk__lt=after) if after else found)[: size + 1])
    return Page(rows[:size], rows[size - 1].pk if len(rows) > size else 0)


def of_studio(studio_id: int) -> Reputation | None:
    return Reputation.objects.filter(studio_id=studio_id).first()


def of_offer(offer_id: int, studio_id: int) -> tuple[Reputation | None, Reputation | None]:
    """The numbers of an offer and of its studio: one query."""
    rows = list(Reputation.objects.filter(Q(offer_id=offer_id) | Q(studio_id=studio_id)))
    offer = next((each for each in rows if each.offer_id), None)
    return offer, next((each for each in rows if each.studio_id), None)


def of_offers(offer_ids: Collection[int]) -> dict[int, Reputation]:
    """Those that were reviewed, for a whole page: one query."""
    rows = Reputation.objects.filter(offer_id__in=offer_ids, reviews__gt=0)
    return {each.offer_id: each for each in rows if each.offer_id is not None}


@dataclass(frozen=True)
class BuyerNumbers:
    """What everybody may know of a buyer. `mean` in hundredths of a star of `reviews` by studios.

    Of campaigns: `decided` tasks, which part of them was `accepted`; `rejected` at first, and which part of those was
    `overturned` (hundredths of a percent, None where there is nothing to compare); the median of `review_seconds`.
    """

    reviews: int = 0
    mean: int = 0
    decided: int = 0
    accepted: int | None = None
    rejected: int = 0
    overturned: int | None = None
    review_seconds: int | None = None


def of_buyers(account_ids: Collection[int]) -> dict[int, BuyerNumbers]:
    """For a whole page: one query. The numbers behind it are counted by jobs."""
    people = Account.objects.filter(pk__in=account_ids).select_related("reputation", "standing")
    return {each.pk: _numbers(each) for each in people}


def _numbers(account: Account) -> BuyerNumbers:
    known: Reputation | None = getattr(account, "reputation", None)
    standing = getattr(account, "standing", None)
    reviews, mean = (known.reviews, known.mean) if known else (0, 0)
    if standing is None:
        return BuyerNumbers(reviews, mean)
    decided = standing.accepted + standing.rejected
    # What was rejected at first: finally, or until it was overturned.
    against = standing.rejected + standing.overturned
    accepted, overturned = _part(standing.accepted, decided), _part(standing.overturned, against)
    return BuyerNumbers(reviews, mean, decided, accepted, against, overturned, standing.review_seconds)


def _part(some: int, whole: int) -> int | None:
    return round(10_000 * some / whole) if whole else None


def with_work(review_id: int) -> Review | None:
    """A review with what it is about, for those who tell of it."""
    related = ("exchange__engagement__worker", "exchange__engagement__buyer", "studio")
    return Review.objects.select_related(*related).filter(pk=review_id).first()

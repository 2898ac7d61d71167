"""Work has ended: its sides are asked how it was, told what was said of them, and studios of their levels."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.kit.lifecycle.models import Transition
from dhara.kit.locale.dates import show_date
from dhara.kit.locale.languages import in_language
from dhara.people.accounts.facts import AccountConfirmed
from dhara.people.accounts.queries import operators
from dhara.people.models import Member, Studio
from dhara.people.notices.actions import tell
from dhara.reactions.work import readers
from dhara.trust.models import Exchange, Reputation, Review, ReviewReport
from dhara.trust.reviews import actions, rules
from dhara.trust.reviews.facts import (
    ExchangeFact,
    LevelFact,
    LevelLost,
    LevelReached,
    LevelShakes,
    ReviewAnswered,
    ReviewHeld,
    ReviewHidden,
    ReviewPublished,
    ReviewReported,
    ReviewsAsked,
    ReviewsReminded,
)
from dhara.trust.reviews.mail import LETTERS
from dhara.trust.reviews.rules import levels
from dhara.work.engagements.facts import UnitFact
from dhara.work.engagements.mail import Reader, Told, write
from dhara.work.engagements.queries import buyer_name
from dhara.work.engagements.rules import BUYER, MODES, Role
from dhara.work.models import Engagement, Unit


def ask_for_reviews(fact: UnitFact, *, by: Actor, at: datetime) -> None:
    if not MODES[fact.mode].pooled:
        actions.ask(fact.engagement_id, by=by, at=at)


def claim_reviews(fact: AccountConfirmed, *, by: Actor, at: datetime) -> None:
    actions.claim(fact.account_id, at=at)


def tell_of_exchange(fact: ExchangeFact, *, by: Actor, at: datetime) -> None:
    """Whoever has not written: at the beginning both, later who is late."""
    exchange = Exchange.objects.get(pk=fact.exchange_id)
    if exchange.status != rules.OPEN:
        return
    name = "review_asked" if isinstance(fact, ReviewsAsked) else "review_reminded"
    written = set(exchange.reviews.values_list("side", flat=True))
    unit = _unit(fact.engagement_id)
    for side in _SIDES:
        if side not in written:
            told = Told(unit, _other(side), until=exchange.until)
            _tell(name, told, side, by=by, at=at, write_it=True, date=exchange.until)


def tell_of_review(fact: ReviewPublished, *, by: Actor, at: datetime) -> None:
    """To who was reviewed."""
    review = Review.objects.get(pk=fact.review_id)
    side: Role = "worker" if review.side == rules.BUYER else "buyer"
    # `days` carries the stars: a letter about work has no other number.
    told = Told(_unit(fact.engagement_id), _other(side), text=review.words, days=review.stars)
    _tell("review_published", told, side, by=by, at=at)


def tell_of_answer(fact: ReviewAnswered, *, by: Actor, at: datetime) -> None:
    review = Review.objects.get(pk=fact.review_id)
    side: Role = "buyer" if review.side == rules.BUYER else "worker"
    told = Told(_unit(fact.engagement_id), _other(side), text=review.answer_words)
    _tell("review_answered", told, side, by=by, at=at)


def tell_of_hiding(fact: ReviewHidden, *, by: Actor, at: datetime) -> None:
    """The one who wrote it reads why."""
    move = Transition.objects.get(fact_ref=by.cause, thing_ref=fact.review_id)
    side: Role = "buyer" if fact.side == rules.BUYER else "worker"
    told = Told(_unit(fact.engagement_id), "operator", text=move.reason)
    _tell("review_hidden", told, side, by=by, at=at, reason=move.reason)


def tell_operators_of_held_review(fact: ReviewHeld, *, by: Actor, at: datetime) -> None:
    review = Review.objects.get(pk=fact.review_id)
    _tell_operators("review_to_judge", {"offer": review.title}, review.pk, by=by, at=at)


def tell_operators_of_reported(fact: ReviewReported, *, by: Actor, at: datetime) -> None:
    report = ReviewReport.objects.select_related("review").get(pk=fact.report_id)
    data = {"offer": report.review.title, "reason": str(report.get_reason_display())}
    _tell_operators("review_reported", data, report.review_id, by=by, at=at)


def tell_of_level(fact: LevelFact, *, by: Actor, at: datetime) -> None:
    """The owners and managers of the studio."""
    studio = Studio.objects.get(pk=fact.studio_id)
    row = Reputation.objects.get(studio=studio)
    name = {LevelReached: "level_reached", LevelLost: "level_lost"}.get(type(fact), "level_shakes")
    for member in Member.objects.filter(studio=studio, role__in=("owner", "manager")).select_related("account"):
        with in_language(member.account.language):
            data = {"studio": studio.name, "level": str(levels.LEVELS[fact.level].name)}
        if name == "level_shakes":
            data["date"] = show_date(row.falls_at, member.account.language) if row.falls_at else ""
        tell(
            account_id=member.account_id,
            topic="studio",
            kind=name,
            data=data,
            key=f"{name}:{by.cause}:{member.account_id}",
            url=f"/studio/{studio.handle}/reviews/",
            studio_id=studio.pk,
            at=at,
        )


_SIDES: tuple[Role, ...] = ("buyer", "worker")


def _other(side: Role) -> str:
    return "worker" if side == BUYER else "buyer"


def _tell(name: str, told: Told, side: Role, *, by: Actor, at: datetime, write_it: bool = False, **more: Any) -> None:
    """A notice and a letter to each reader of a side; `write_it` leads to where a review is written."""
    for reader, letter in readers(told.unit, side, wanted=False):
        path = f"/reviews{reader.path}" if write_it else f"{reader.path}#reviews"
        to = Reader(side, reader.email, reader.name, reader.language, path, reader.account_id, reader.studio_id,
                    reader.sees_buyer)  # fmt: skip
        if reader.account_id is not None:
            tell(
                account_id=reader.account_id,
                topic="work",
                kind=name,
                data={
                    "offer": told.unit.engagement.title,
                    "person": _person(told.unit.engagement, to),
                    **_in(to, more),
                },
                key=f"{name}:{by.cause}:{side}:{reader.account_id}",
                url=path,
                studio_id=reader.studio_id,
                at=at,
            )
        if letter:
            write(name, told, to, LETTERS[name], by=by, at=at)


def _in(to: Reader, more: dict[str, Any]) -> dict[str, Any]:
    """Dates as the reader's language writes them."""
    return {name: show_date(v, to.language) if isinstance(v, datetime) else v for name, v in more.items()}


def _person(engagement: Engagement, to: Reader) -> str:
    """The other side, as the reader knows it."""
    assert engagement.worker is not None
    if to.role == BUYER:
        return engagement.worker.name
    with in_language(to.language):
        return (to.sees_buyer and buyer_name(engagement)) or _("The buyer")


def _tell_operators(name: str, data: dict[str, str], review_id: int, *, by: Actor, at: datetime) -> None:
    for person in operators():
        tell(
            account_id=person.pk,
            topic="work",
            kind=name,
            data=data,
            key=f"{name}:{by.cause}:{person.pk}",
            url=f"/operator/trust/review/{review_id}/change/",
            at=at,
        )


def _unit(engagement_id: int) -> Unit:
    """The last one: what the work was called stands in its engagement."""
    units = Unit.objects.select_related("engagement__worker", "engagement__buyer")
    return units.filter(engagement=engagement_id).order_by("-position")[0]


REVIEWS: dict[type[Fact], list[Effect]] = {
    ReviewsAsked: [tell_of_exchange],
    ReviewsReminded: [tell_of_exchange],
    ReviewPublished: [tell_of_review],
    ReviewAnswered: [tell_of_answer],
    ReviewHidden: [tell_of_hiding],
    ReviewHeld: [tell_operators_of_held_review],
    ReviewReported: [tell_operators_of_reported],
    LevelReached: [tell_of_level],
    LevelShakes: [tell_of_level],
    LevelLost: [tell_of_level],
}

"""Work that has ended, and what its sides said of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.catalog.models import Offer
from dhara.kit.actor import GUEST, SYSTEM, Actor, person
from dhara.people.models import Member
from dhara.trust.models import Exchange, Review
from dhara.trust.reviews import actions
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import gigs


def seller(unit: Unit) -> Actor:
    return person(Member.objects.filter(studio=unit.worker_id).order_by("id").values_list("account", flat=True)[0])


def accepted(at: datetime, of: Offer | None = None, **buyer: Any) -> Unit:
    """The work of a gig that was delivered and accepted."""
    unit = gigs.ordered(at, of, **buyer)
    work.act(unit.pk, "start", by=SYSTEM, at=at)
    work.act(unit.pk, "deliver", text="Here it is.", by=seller(unit), at=at)
    work.act(unit.pk, "accept", by=buyer.get("by", GUEST), at=at)
    return Unit.objects.select_related("engagement__buyer", "worker").get(pk=unit.pk)


def asked(at: datetime, of: Offer | None = None, **buyer: Any) -> Exchange:
    made = actions.ask(accepted(at, of, **buyer).engagement_id, by=SYSTEM, at=at)
    assert made is not None
    return made


def write(of: Exchange, by: Actor, at: datetime, *, stars: int = 5, text: str = "", **marks: int) -> Review:
    return actions.write(
        of.engagement_id, stars=stars, marks=marks, text=text or "Fast and friendly.", language="en", by=by, at=at
    )


def published(at: datetime, of: Offer | None = None, *, stars: int = 5, text: str = "", **buyer: Any) -> Review:
    """What a buyer (a guest unless named) said of the work; the studio has said something, too."""
    exchange = asked(at, of, **buyer)
    made = write(exchange, buyer.get("by", GUEST), at, stars=stars, text=text)
    unit = Unit.objects.get(engagement=exchange.engagement_id)
    write(exchange, seller(unit), at)
    made.refresh_from_db()
    return made

"""Work that two sides disagree about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile

from dhara.checkout.models import Cart
from dhara.kit import clock
from dhara.kit.actor import GUEST, Actor, person
from dhara.people.models import Account, Member
from dhara.trust.disputes import actions, queries
from dhara.trust.models import Case, StatementFile
from dhara.work.engagements import actions as work
from dhara.work.engagements.queries import order_of
from dhara.work.models import Unit
from tests.make import gigs
from tests.make.catalog import Shop

FETCH: Final = "cases/fetch/<str:token>/"


def delivered(at: datetime, of: Any = None, *, by: Actor = GUEST, **buyer: Any) -> Unit:
    """A gig at ৳450, of which ৳420.75 is the studio's; the buyer looks at it."""
    given = {"by": by, **buyer} if by is not GUEST else buyer
    unit = gigs.ordered(at, of, **given)
    work.act(unit.pk, "require", by=by, at=at, content={"name": "Dokan", "style": "Plain"})
    work.act(unit.pk, "deliver", by=maker(unit), at=at, text="Here it is.")
    return Unit.objects.select_related("engagement").get(pk=unit.pk)


def maker(unit: Unit) -> Actor:
    """The owner of the studio that does the work."""
    return person(Member.objects.get(studio=unit.worker, role="owner").account_id)


def opened(unit: Unit, at: datetime, *, by: Actor = GUEST, **more: Any) -> Case:
    case = actions.open_case(unit.pk, **{"text": "It is blue.", **more}, by=by, at=at)
    return Case.objects.select_related("unit__engagement").get(pk=case.pk)


def shown(case: Case, at: datetime, by: Actor) -> StatementFile:
    files = actions.take(case.unit, [SimpleUploadedFile("chat.txt", b"He said green.")], by=by, at=at)
    made = actions.say(case.pk, text="Look here.", files=files, by=by, at=at)
    return made.files.get()


def behind_doors(
    of: Shop, buyer: Account, routes: Iterable[str], at: datetime
) -> tuple[dict[str, Any], dict[str, str]]:
    """For the permission matrix: a case of a buyer and one of a guest, in both of which the studio proposed."""
    carts = list(Cart.objects.values_list("pk", flat=True))
    sold = gigs.offer(at, of, title="A sign")
    mine, guests = (
        delivered(at, sold, by=person(buyer.pk), email=buyer.email),
        delivered(at, sold, email="guest@example.com"),
    )
    blanks: dict[str, Any] = {"noun": "evidence", "unit_id": delivered(at, sold, by=person(buyer.pk)).pk}
    blanks["guest_unit_id"] = guests.pk
    for before, unit, by in (("", mine, person(buyer.pk)), ("guest_", guests, GUEST)):
        case = opened(unit, at, by=by)
        blanks[f"{before}case_id"] = case.pk
        blanks[f"{before}shown_id"] = shown(case, at, by).pk
        blanks[f"{before}settlement_id"] = actions.propose(case.pk, to_worker=1, by=of.by, at=at).pk
    Cart.objects.exclude(pk__in=carts).delete()  # what was ordered is done with
    order = order_of(guests.engagement)
    assert order is not None
    blanks |= {"case": blanks["case_id"], "settlement": blanks["settlement_id"], "shown": blanks["shown_id"]}
    exhibit = queries.shown(blanks["shown_id"])
    assert exhibit is not None
    secrets = {route: order.token for route in routes if route.startswith("cases/guest/")}
    return blanks, secrets | {FETCH: queries.link_for(exhibit, person(buyer.pk), clock.now())}

"""What all endpoints of cases share: the case and the side from which somebody looks, a deed that is done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from django.http import HttpRequest
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import Caller, caller
from dhara.api.v1.endpoints import work as rooms
from dhara.api.v1.endpoints.orders import body_of
from dhara.api.v1.schemas import cases as shapes
from dhara.api.v1.schemas.base import BIGGEST, In
from dhara.api.v1.schemas.work import Eye
from dhara.api.v1.schemas.working import Side
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.people.studios.rules import OPEN, allow, role_may
from dhara.trust.disputes import queries
from dhara.trust.models import Case, Proposal, Statement, StatementFile
from dhara.work.engagements.models import Engagement, Unit
from dhara.work.engagements.rules import SHARE

CaseId = Annotated[int, Field(ge=1, le=BIGGEST)]
ONE: Final = "/cases/{case}"
W = TypeVar("W", bound=In)


def once(
    request: HttpRequest,
    case_id: int,
    what: str,
    wanted: W,
    key: str,
    verb: Callable[[Case, W, Caller, datetime], Model],
) -> shapes.CaseOut:
    """Do it once for each key, and tell how the case stands. Raises NotFoundHere, NotAllowed, what the verb raises."""
    me, at = caller(request), clock.now()
    found = one(case_id, me)
    require_hands(found.unit.engagement, me)
    deed = key_of(me, f"{what}:{case_id}", key)
    make_once(lambda: verb(found, wanted, me, at).pk, key=deed, body=body_of(wanted), at=at)
    return shown_to(case_id, me)


def visible(me: Caller) -> QuerySet[Case]:
    found = queries.visible_to(me.viewer).filter(unit__worker__isnull=False)
    if me.key is None or me.key.studio_id is None:
        return found
    return found.filter(unit__engagement__in=rooms.visible(me))


def one(case_id: int, me: Caller) -> Case:
    """Raises NotFoundHere, also to those who are on neither side."""
    statements = Statement.objects.prefetch_related(
        Prefetch("files", StatementFile.objects.select_related("file").order_by("id"))
    )
    found = visible(me).prefetch_related(
        Prefetch("statements", statements.order_by("id")), Prefetch("proposals", Proposal.objects.order_by("id"))
    )
    case = found.filter(pk=case_id).first()
    if case is None:
        raise NotFoundHere()
    return case


def require_hands(work: Engagement, me: Caller) -> None:
    """Raises NotAllowed to members who only look. A closed studio still speaks for itself, as on the pages."""
    if work.buyer_id != me.person.pk and work.worker is not None:
        allow(me.viewer.role_in(work.worker), "do_work", OPEN)


def part_of(own: int | None, unit: Unit, amount: int, me: Caller) -> int | None:
    """The worker's part by what this side wants for itself. Raises Invalid on `amount`."""
    if own is None:
        return None
    work = unit.engagement
    side, studio = side_of(work, me), work.worker
    counts = side == "worker" and studio is not None and me.viewer.may(studio, "see_money")
    price = queries.price_of(unit) if work.till == SHARE else amount
    return queries.part_asked(own, amount, price, side, counts_share=counts)


def side_of(work: Engagement, me: Caller) -> Side:
    return "buyer" if work.buyer_id == me.person.pk else "worker"


def shown_to(case_id: int, me: Caller) -> shapes.CaseOut:
    case = one(case_id, me)
    return shapes.case_out(shapes.Seen(case, eye_of(case, rooms.viewer_of(me)), queries.price_of(case.unit, case)))


def eye_of(case: Case, viewer: Viewer) -> Eye:
    work = case.unit.engagement
    if work.buyer_id == viewer.account_id or work.worker is None:
        return Eye("buyer")
    money, buyers = (viewer.may(work.worker, verb) for verb in ("see_money", "see_buyers"))
    return Eye("worker", money, buyers, role_may(viewer.role_in(work.worker), "do_work"))


def key_of(me: Caller, what: str, key: str) -> str:
    return f"case:{what}:{me.person.pk}:{key}"

"""Cases about paid work, for both sides: open one, answer it, show what one has, settle it, appeal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router, Status

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import WORK, WORKING, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints import work as rooms
from dhara.api.v1.endpoints.case_sides import (
    ONE,
    CaseId,
    eye_of,
    key_of,
    once,
    one,
    part_of,
    require_hands,
    shown_to,
    visible,
)
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.schemas import cases as shapes
from dhara.api.v1.schemas.base import absolute
from dhara.api.v1.schemas.work import FileLinkOut
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.trust.disputes import actions, queries, rules
from dhara.trust.models import Case, StatementFile
from dhara.work.engagements.queries import left

router = Router(tags=["Cases"])


@router.get("/cases", response=shapes.CasePage, operation_id="list_cases", summary="Cases")
@needs(WORK)
def list_cases(request: HttpRequest, asked: Query[shapes.CasesAsked]) -> Any:
    """Those about what you ordered, and about what your studios work on, the latest first."""
    me = caller(request)
    cursors = Cursors("cases", caller=me.name, **asked.model_dump(exclude={"cursor", "limit"}))
    shown, following = cursors.page(_asked(visible(me), asked, me).order_by("-pk"), asked)
    viewer = rooms.viewer_of(me)
    prices = queries.prices_of(shown)
    items = [shapes.row_out(shapes.Seen(each, eye_of(each, viewer), prices[each.pk])) for each in shown]
    return shapes.CasePage(items=items, next=following)


@router.get(ONE, response=shapes.CaseOut, operation_id="get_case", summary="One case")
@needs(WORK)
def get_case(request: HttpRequest, case: Path[CaseId]) -> Any:
    """All that was said, shown and proposed, and what you may do next."""
    return shown_to(case, caller(request))


@router.get(f"{ONE}/files/{{shown}}", response=FileLinkOut, operation_id="get_case_file", summary="A file of the case")
@needs(WORK)
def get_case_file(request: HttpRequest, case: Path[CaseId], shown: Path[CaseId]) -> Any:
    """An address from which its bytes come for an hour, whole or in ranges; whether you may is asked each time."""
    me, at = caller(request), clock.now()
    one(case, me)
    found = StatementFile.objects.select_related("file").filter(pk=shown, statement__case=case).first()
    if found is None:
        raise NotFoundHere()
    return FileLinkOut(
        url=absolute(reverse("disputes:fetch", args=[queries.link_for(found, me.by, at)])),
        name=found.name,
        size=found.file.size,
        type=found.file.mime,
        expires_at=at + timedelta(seconds=queries.LINK_SECONDS),
    )


@router.post(
    "/work/{work}/units/{unit}/cases",
    response={201: shapes.CaseOut},
    operation_id="open_case",
    summary="Open a case",
)
@needs(WORKING)
def open_case(
    request: HttpRequest,
    work: Path[CaseId],
    unit: Path[CaseId],
    wanted: shapes.CaseIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """The other side is asked to answer; the money stays set aside until it is settled or ruled. It costs nothing.

    Send the same `Idempotency-Key` again when no answer came: you get the case that was opened.
    """
    me, at = caller(request), clock.now()
    found = rooms.unit_of(work, unit, me)
    require_hands(found.engagement, me)

    def begin() -> int:
        part = part_of(wanted.amount, found, left(found) or found.amount, me)
        files = actions.take(found, wanted.uploads, by=me.by, at=at)
        text = rules.check_text(wanted.text)
        return actions.open_case(found.pk, text=text, to_worker=part, files=files, by=me.by, at=at).pk

    made, _new = make_once(begin, key=key_of(me, f"case:{unit}", idempotency_key), body=body_of(wanted), at=at)
    return Status(201, shown_to(made, me))


@router.post(f"{ONE}/answer", response=shapes.CaseOut, operation_id="answer_case", summary="Answer a case")
@needs(WORKING)
def answer_case(
    request: HttpRequest, case: Path[CaseId], wanted: shapes.CaseIn, idempotency_key: IdempotencyKey
) -> Any:
    """The other side says what it thinks right. Without an answer in time the operator rules with what there is.

    Send the same `Idempotency-Key` again when no answer came: it is answered once.
    """
    return once(request, case, "answer", wanted, idempotency_key, _answer)


@router.post(
    f"{ONE}/statements", response={201: shapes.CaseOut}, operation_id="say_in_case", summary="Say or show something"
)
@needs(WORKING)
def say_in_case(request: HttpRequest, case: Path[CaseId], wanted: shapes.SayIn, idempotency_key: IdempotencyKey) -> Any:
    """Both sides and the operator read it; it can not be changed afterwards.

    Send the same `Idempotency-Key` again when no answer came: it is said once.
    """
    return Status(201, once(request, case, "say", wanted, idempotency_key, partial(_said, actions.say)))


@router.post(f"{ONE}/state", response=shapes.CaseOut, operation_id="move_case", summary="Hand over, withdraw or accept")
@needs(WORKING)
def move_case(
    request: HttpRequest, case: Path[CaseId], wanted: shapes.CaseStateIn, idempotency_key: IdempotencyKey
) -> Any:
    """The operator rules now; the work goes on as if there had been no case; the ruling is carried out.

    Send the same `Idempotency-Key` again when no answer came: it is done once.
    """
    return once(request, case, "state", wanted, idempotency_key, _moved)


@router.post(f"{ONE}/appeal", response=shapes.CaseOut, operation_id="appeal_case", summary="Appeal against a ruling")
@needs(WORKING)
def appeal_case(request: HttpRequest, case: Path[CaseId], wanted: shapes.SayIn, idempotency_key: IdempotencyKey) -> Any:
    """Once, for who got less than they asked for; what is ruled then is final.

    Send the same `Idempotency-Key` again when no answer came: it is done once.
    """
    return once(request, case, "appeal", wanted, idempotency_key, partial(_said, actions.appeal))


def _answer(found: Case, wanted: shapes.CaseIn, me: Caller, at: datetime) -> Case:
    part = part_of(wanted.amount, found.unit, found.amount, me)
    files = actions.take(found.unit, wanted.uploads, by=me.by, at=at)
    return actions.answer(found.pk, text=wanted.text, to_worker=part, files=files, by=me.by, at=at)


def _said(verb: Callable[..., Model], found: Case, wanted: shapes.SayIn, me: Caller, at: datetime) -> Model:
    files = actions.take(found.unit, wanted.uploads, by=me.by, at=at)
    return verb(found.pk, text=wanted.text, files=files, by=me.by, at=at)


def _moved(found: Case, wanted: shapes.CaseStateIn, me: Caller, at: datetime) -> Case:
    verb = {"hand_over": actions.hand_over, "withdraw": actions.withdraw, "accept": actions.accept}[wanted.to]
    return verb(found.pk, by=me.by, at=at)


def _asked(found: QuerySet[Case], asked: shapes.CasesAsked, me: Caller) -> QuerySet[Case]:
    if asked.side:
        mine = {"unit__engagement__buyer": me.account}
        found = found.filter(**mine) if asked.side == "buyer" else found.exclude(**mine)
    if asked.work:
        found = found.filter(unit__engagement=asked.work)
    if asked.state == "open":
        return found.filter(status__in=rules.LIVE)
    return found.filter(status=asked.state) if asked.state else found

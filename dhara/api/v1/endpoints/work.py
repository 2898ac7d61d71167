"""Paid work, for both sides: what there is, what was said and done, the next step, changes by agreement."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import WORK, WORKING, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.schemas import work as shapes
from dhara.api.v1.schemas import working as sent
from dhara.api.v1.schemas.base import BIGGEST
from dhara.delivery.gigs import actions as gigs
from dhara.delivery.gigs.rules import GIG
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.access.queries import Viewer
from dhara.people.models import Member, Studio
from dhara.work.changes import actions as changes
from dhara.work.changes.models import Change
from dhara.work.changes.rules import TERMS
from dhara.work.engagements import actions, queries
from dhara.work.engagements.models import Decision, Engagement, Submission, SubmittedFile, Unit
from dhara.work.handins import actions as handins

router = Router(tags=["Work"])
WorkId = Annotated[int, Field(ge=1, le=BIGGEST)]
MOST_UNITS: Final = 100


@router.get("/work", response=shapes.WorkPage, operation_id="list_work", summary="Paid work")
@needs(WORK)
def list_work(request: HttpRequest, asked: Query[sent.WorkAsked]) -> Any:
    """What you ordered, and what your studios work on, the latest first."""
    me = caller(request)
    cursors = Cursors("work", caller=me.name, side=asked.side, state=asked.state, mode=asked.mode)
    found = _asked(visible(me), asked, me).order_by("-pk").select_related("worker", "buyer")
    shown, following = cursors.page(found, asked)
    states = _states(shown)
    viewer = viewer_of(me)
    items = [shapes.row_out(each, eye_of(each, viewer), states.get(each.pk, [])) for each in shown]
    return shapes.WorkPage(items=items, next=following)


@router.get("/work/{work}", response=shapes.WorkOut, operation_id="get_work", summary="One engagement")
@needs(WORK)
def get_work(request: HttpRequest, work: Path[WorkId]) -> Any:
    """Its units with all that was handed in and decided, and what you may do next."""
    me = caller(request)
    found = _one(work, me)
    return _shown(found, me, clock.now())


@router.post(
    "/work/{work}/units/{unit}/steps", response=shapes.UnitOut, operation_id="take_step", summary="Take a step"
)
@needs(WORKING)
def take_step(
    request: HttpRequest,
    work: Path[WorkId],
    unit: Path[WorkId],
    wanted: sent.VerbIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """One verb of `next`: deliver, accept, ask for a revision, and so on. The money moves along with it.

    Send the same `Idempotency-Key` again when no answer came: it is done once, and you see how it stands.
    """
    me, at = caller(request), clock.now()
    found = unit_to_act_on(work, unit, me)

    def step() -> int:
        files = handins.take(found, wanted.uploads, by=me.by, at=at, at_once=wanted.at_once) if wanted.uploads else []
        if found.mode == GIG and wanted.verb == "require":
            return _required(found, wanted, me, at, files)
        said = wanted.model_dump(include={"text", "reason", "seen", "content"})
        return actions.act(found.pk, wanted.verb, by=me.by, at=at, files=files, **said).pk

    make_once(step, key=key_of(me, f"step:{unit}", idempotency_key), body=body_of(wanted), at=at)
    return _unit_out(found, me, at)


@router.post(
    "/work/{work}/units/{unit}/changes",
    response={201: shapes.ChangeOut},
    operation_id="propose_change",
    summary="Propose a change",
)
@needs(WORKING)
def propose_change(
    request: HttpRequest,
    work: Path[WorkId],
    unit: Path[WorkId],
    wanted: sent.ChangeIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """To end the work, to have more days, or other terms. The other side agrees or declines.

    Silence ends it, and changes nothing else. Other terms are for what is not paid yet of the whole project, whichever
    of its units is named: milestones that are to be otherwise, further ones, those to be taken out; by the hour another
    rate and weekly limit from the next week that is not paid.

    Send the same `Idempotency-Key` again when no answer came: you get the change that was proposed.
    """
    me, at = caller(request), clock.now()
    found = unit_to_act_on(work, unit, me)

    def propose() -> int:
        if wanted.sort == TERMS:
            return changes.propose_terms(work, wanted.wanted(), text=wanted.text, by=me.by, at=at).pk
        return changes.propose(found.pk, wanted.sort, text=wanted.text, days=wanted.days, by=me.by, at=at).pk

    made, _new = make_once(propose, key=key_of(me, f"change:{unit}", idempotency_key), body=body_of(wanted), at=at)
    return Status(201, shapes.change_out(Change.objects.get(pk=made)))


@router.post(
    "/work/{work}/changes/{change}/answer",
    response=shapes.ChangeOut,
    operation_id="answer_change",
    summary="Answer a change",
)
@needs(WORKING)
def answer_change(
    request: HttpRequest,
    work: Path[WorkId],
    change: Path[WorkId],
    wanted: sent.ChangeAnswerIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """The other side agrees, and it happens at once, or declines and says why; who asked may take it back."""
    me, at = caller(request), clock.now()
    found = Change.objects.filter(pk=change, unit__in=_units(_one(work, me), me)).first()
    if found is None:
        raise NotFoundHere()

    def answer() -> int:
        if wanted.to == "withdraw":
            return changes.withdraw(change, by=me.by, at=at).pk
        if wanted.to == "agree":
            return changes.agree(change, answer=wanted.text, fell=wanted.fell, by=me.by, at=at).pk
        return changes.decline(change, answer=wanted.text, by=me.by, at=at).pk

    make_once(answer, key=key_of(me, f"answer:{change}", idempotency_key), body=body_of(wanted), at=at)
    return shapes.change_out(Change.objects.get(pk=change))


def visible(me: Caller) -> QuerySet[Engagement]:
    """A key of a studio sees what that studio does; what the account ordered itself is none of its business."""
    mine = queries.visible_to(me.viewer)
    if me.key is None or me.key.studio_id is None:
        return mine
    own = Unit.objects.filter(worker=me.key.studio_id).values("engagement")
    return mine.filter(Q(worker=me.key.studio_id) | Q(pk__in=own)).exclude(buyer=me.account)


def _asked(found: QuerySet[Engagement], asked: sent.WorkAsked, me: Caller) -> QuerySet[Engagement]:
    if asked.side:
        found = found.filter(buyer=me.account) if asked.side == "buyer" else found.exclude(buyer=me.account)
    if asked.mode:
        found = found.filter(mode=asked.mode)
    if asked.state in ("open", "ended"):
        return found.filter(ended_at__isnull=asked.state == "open")
    if asked.state:
        found = found.filter(Exists(Unit.objects.filter(engagement=OuterRef("pk"), status=asked.state)))
    return found


def _states(shown: list[Engagement]) -> dict[int, list[dict[str, Any]]]:
    """How the units of each stand, in one query."""
    units = Unit.objects.filter(engagement__in=[each.pk for each in shown]).order_by()
    found: dict[int, list[dict[str, Any]]] = {}
    for row in units.values("engagement", "status").annotate(
        many=Count("pk"), amount=Sum("amount"), due=Min("due_at", filter=Q(engagement__ended_at=None))
    ):
        found.setdefault(row["engagement"], []).append(dict(row))
    return found


def _one(work_id: int, me: Caller) -> Engagement:
    """Raises NotFoundHere, also to those who are on neither side."""
    found = visible(me).filter(pk=work_id).select_related("worker", "buyer").first()
    if found is None:
        raise NotFoundHere()
    return found


def _units(work: Engagement, me: Caller) -> QuerySet[Unit]:
    """Those that the caller may see: all to the buyer, their own to those who work."""
    units = Unit.objects.filter(engagement=work).select_related("engagement")
    if work.buyer_id == me.person.pk:
        return units
    members = Member.objects.filter(account=me.person)
    studios = [each.studio_id for each in members if queries.may_look(each.role)]
    return units.filter(worker_id__in=studios)


def unit_of(work_id: int, unit_id: int, me: Caller) -> Unit:
    """Raises NotFoundHere."""
    found = _units(_one(work_id, me), me).filter(pk=unit_id).first()
    if found is None:
        raise NotFoundHere()
    return found


def unit_to_act_on(work_id: int, unit_id: int, me: Caller) -> Unit:
    """The same for who may act. Raises NotAllowed to members who only look."""
    found = unit_of(work_id, unit_id, me)
    if found.engagement.buyer_id != me.person.pk and found.worker is not None:
        me.viewer.require(found.worker, "do_work")
    return found


def _required(unit: Unit, wanted: sent.VerbIn, me: Caller, at: datetime, files: list[SubmittedFile]) -> int:
    """Answers to a gig's questions."""
    if any(isinstance(each, int) for each in wanted.content.values()):
        raise Invalid("answer_unknown", _("Answers are texts, or lists of them."), "content")
    return gigs.require(unit.pk, answers=wanted.content, files=files, text=wanted.text, by=me.by, at=at).pk


def _loaded(units: QuerySet[Unit]) -> QuerySet[Unit]:
    files = Prefetch("files", SubmittedFile.objects.order_by("id"))
    return units.select_related("engagement__worker", "worker").prefetch_related(
        Prefetch("submissions", Submission.objects.prefetch_related(files).order_by("number")),
        Prefetch("decisions", Decision.objects.select_related("submission").order_by("id")),
        Prefetch("changes", Change.objects.order_by("id")),
    )


def _shown(work: Engagement, me: Caller, at: datetime) -> shapes.WorkOut:
    units = _loaded(_units(work, me)).order_by("-position", "-pk")[:MOST_UNITS]
    return shapes.work_out(work, reversed(units), eye_of(work, viewer_of(me)), at)


def _unit_out(unit: Unit, me: Caller, at: datetime) -> shapes.UnitOut:
    found = _loaded(Unit.objects.filter(pk=unit.pk)).get()
    return shapes.unit_out(found, eye_of(found.engagement, viewer_of(me), found.worker), at)


def viewer_of(me: Caller) -> Viewer:
    """Who calls, with the roles in all their studios."""
    viewer = me.viewer
    for each in Member.objects.filter(account=me.person).select_related("studio"):
        viewer.knows(each.studio, each.role)
    return viewer


def eye_of(work: Engagement, viewer: Viewer, studio: Studio | None = None) -> shapes.Eye:
    if work.buyer_id == viewer.account_id:
        return shapes.Eye("buyer")
    worker = studio or work.worker
    may = (worker is not None and viewer.may(worker, verb) for verb in ("see_money", "see_buyers", "do_work"))
    return shapes.Eye("worker", *may)


def key_of(me: Caller, what: str, key: str) -> str:
    return f"{what}:{me.person.pk}:{key}"

"""Small tasks, for a studio that does them: find, take, hand in, put right, appeal."""

from __future__ import annotations

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import DOING_TASKS, TASKS, Caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import tasks as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio
from dhara.work.campaigns import actions
from dhara.work.campaigns.models import Campaign, Item
from dhara.work.campaigns.queries import tally
from dhara.work.campaigns.queries.desk import open_tasks
from dhara.work.campaigns.rules import draft
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import SubmittedFile, Unit
from dhara.work.engagements.modes import micro
from dhara.work.handins import actions as handins

router = Router(tags=["Tasks"])
TaskId = Annotated[int, Field(ge=1, le=BIGGEST)]
_OWN = "/studios/{handle}/own-tasks"
_ONE = f"{_OWN}/{{task}}"


@router.get(
    "/studios/{handle}/tasks", response=shapes.OpenTaskPage, operation_id="list_open_tasks", summary="Tasks to take"
)
@needs(TASKS)
def list_open_tasks(request: HttpRequest, handle: Path[Handle], asked: Query[Paged]) -> Any:
    """Campaigns of which the studio may do a task, the best paid first for the time that it takes."""
    studio, _me = desk_of(request, handle, "do_work")
    cursors = Cursors("open-tasks", studio=studio.pk)
    pay, last = cursors.read(asked.cursor) or (None, 0)
    rows = open_tasks(studio, tally(studio), after=None if pay is None else (pay, last), limit=asked.limit + 1)
    shown, following = rows[: asked.limit], None
    if len(rows) > len(shown):
        following = cursors.write([shown[-1].campaign.hourly_pay, shown[-1].campaign.pk])
    return shapes.OpenTaskPage(items=[shapes.open_out(each) for each in shown], next=following)


@router.get(_OWN, response=shapes.TaskPage, operation_id="list_own_tasks", summary="A studio's own tasks")
@needs(TASKS)
def list_own_tasks(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.TasksAsked]) -> Any:
    """What it has taken, the latest first."""
    studio, _me = desk_of(request, handle, "do_work")
    cursors = Cursors("own-tasks", studio=studio.pk, state=asked.state)
    found = _own(studio).order_by("-pk")
    found = found.filter(status=asked.state) if asked.state else found
    shown, following = cursors.page(found, asked)
    return shapes.TaskPage(items=[shapes.row_out(each) for each in shown], next=following)


@router.post(_OWN, response={201: shapes.TaskOut}, operation_id="claim_task", summary="Take a task")
@needs(DOING_TASKS)
def claim_task(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.ClaimIn, idempotency_key: IdempotencyKey
) -> Any:
    """It is yours until `due_at`; then it is free for others again. Nobody pays to work.

    Send the same `Idempotency-Key` again when no answer came: you get the task that was taken.
    """
    studio, me = desk_of(request, handle, "do_work")
    at, campaign = clock.now(), Campaign.objects.filter(pk=wanted.campaign).first()
    if campaign is None:
        raise NotFoundHere()

    def claim() -> int:
        return actions.claim(campaign, studio, by=me.by, at=at).pk

    made, _new = make_once(claim, key=_key(me, studio, "claim", idempotency_key), body=body_of(wanted), at=at)
    return Status(201, _shown(studio, made))


@router.get(_ONE, response=shapes.TaskOut, operation_id="get_task", summary="One task")
@needs(TASKS)
def get_task(request: HttpRequest, handle: Path[Handle], task: Path[TaskId]) -> Any:
    """What is to be done and handed in, and what became of it."""
    studio, _me = desk_of(request, handle, "do_work")
    return _shown(studio, task)


@router.post(f"{_ONE}/proof", response=shapes.TaskOut, operation_id="submit_task", summary="Hand in a proof")
@needs(DOING_TASKS)
def submit_task(
    request: HttpRequest,
    handle: Path[Handle],
    task: Path[TaskId],
    wanted: shapes.AnswersIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """Answers by key; files by the ids of uploads. A missing answer is named by its key.

    Send the same `Idempotency-Key` again when no answer came: it is handed in once.
    """
    studio, me = desk_of(request, handle, "do_work")
    unit, at = _one(studio, task), clock.now()

    def submit() -> int:
        files: list[SubmittedFile] = []
        for question, uploads in wanted.uploads.items():
            files += handins.take(unit, uploads, question=question, by=me.by, at=at)
        return actions.submit(task, wanted.answers, files, by=me.by, at=at).pk

    make_once(submit, key=_key(me, studio, f"proof:{task}", idempotency_key), body=body_of(wanted), at=at)
    return _shown(studio, task)


@router.post(
    f"{_ONE}/state", response=shapes.TaskOut, operation_id="move_task", summary="Give back, put right or appeal"
)
@needs(DOING_TASKS)
def move_task(
    request: HttpRequest,
    handle: Path[Handle],
    task: Path[TaskId],
    wanted: shapes.TaskStateIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """One of `next`. An appeal that nobody answers is ruled for you."""
    studio, me = desk_of(request, handle, "do_work")
    _one(studio, task)
    at = clock.now()

    def move() -> int:
        return work.act(task, wanted.to, by=me.by, at=at, text=wanted.text).pk

    make_once(move, key=_key(me, studio, f"task:{task}", idempotency_key), body=body_of(wanted), at=at)
    return _shown(studio, task)


def _own(studio: Studio) -> QuerySet[Unit]:
    return Unit.objects.filter(worker=studio, mode=micro.MICRO.code).select_related("engagement__campaign")


def _one(studio: Studio, task_id: int) -> Unit:
    found = _own(studio).filter(pk=task_id).first()
    if found is None:
        raise NotFoundHere()
    return found


def _shown(studio: Studio, task_id: int) -> shapes.TaskOut:
    unit = _one(studio, task_id)
    given = unit.submissions.order_by("-number").first()
    item = Item.objects.filter(pk=unit.terms.get("item") or 0).values_list("data", flat=True).first()
    said = unit.decisions.filter(verb="reject").order_by("-pk").first()
    return shapes.task_out(unit, given, item, draft.told(said.text) if said and unit.status in _TOLD else "")


_TOLD = (micro.REJECTED, micro.APPEALED, micro.REFUSED, micro.RESERVED)


def _key(me: Caller, studio: Studio, what: str, key: str) -> str:
    return f"{what}:{studio.pk}:{me.person.pk}:{key}"

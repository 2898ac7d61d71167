"""Jobs: what all see of them, and what their owners do: write, change, post, close, open again, invite."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import JOB_BOARD, OWN_JOBS, POSTING, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.schemas import jobs as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.proposals import ProposalOut
from dhara.api.v1.schemas.proposals import proposal_out as invited_out
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Studio
from dhara.work.jobs import actions, queries
from dhara.work.jobs.models import Job
from dhara.work.proposals import actions as proposals
from dhara.work.proposals.models import Proposal

router = Router(tags=["Jobs"])
JobId = Annotated[int, Field(ge=1, le=BIGGEST)]
JobSlug = Annotated[
    str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x20/?#%\x7f]+$", examples=["a-logo-1f0a9e42"])
]
VERBS = {"post": actions.post, "close": actions.close, "reopen": actions.reopen}


@router.get("/skills", response=shapes.SkillList, operation_id="list_skills", summary="Skills")
@needs(JOB_BOARD)
def list_skills(request: HttpRequest) -> Any:
    """What jobs can ask for, all of it."""
    return shapes.SkillList(items=[shapes.skill_out(each) for each in queries.skills()])


@router.get("/jobs", response=shapes.JobPage, operation_id="search_jobs", summary="Open jobs")
@needs(JOB_BOARD)
def search_jobs(request: HttpRequest, asked: Query[shapes.JobsAsked]) -> Any:
    """Jobs for everybody to apply for, free of charge, the newest first."""
    cursors = Cursors("jobs", **asked.model_dump(exclude={"cursor", "limit"}))
    found = queries.search(shapes.asked_of(asked), after=cursors.read(asked.cursor) or "", size=asked.limit)
    items = [shapes.card_out(each) for each in found.jobs]
    return shapes.JobPage(items=items, next=cursors.write(found.next) if found.next else None)


@router.get("/jobs/{job_slug}", response=shapes.JobOut, operation_id="get_job", summary="One job")
@needs(JOB_BOARD)
def get_job(request: HttpRequest, job_slug: Path[JobSlug]) -> Any:
    """What is or was open, and your own whatever its state."""
    return shapes.job_out(by_slug(job_slug, caller(request)))


@router.get("/me/jobs", response=shapes.MyJobPage, operation_id="list_my_jobs", summary="My jobs")
@needs(OWN_JOBS)
def list_my_jobs(request: HttpRequest, asked: Query[Paged]) -> Any:
    """The jobs that you wrote, drafts too, the latest first."""
    me = caller(request).person
    cursors = Cursors("my-jobs", account=me.pk)
    found = queries.of_account(me.pk).defer("search").prefetch_related("skills")
    shown, following = cursors.page(found, asked)
    return shapes.MyJobPage(items=[shapes.my_job_out(each) for each in shown], next=following)


@router.post("/me/jobs", response={201: shapes.MyJobOut}, operation_id="write_job", summary="Write a job")
@needs(POSTING)
def write_job(request: HttpRequest, wanted: shapes.JobIn, idempotency_key: IdempotencyKey) -> Any:
    """A draft, which nobody sees until it is posted.

    Send the same `Idempotency-Key` again when no answer came: you get the job that was written.
    """
    me, at = caller(request), clock.now()
    key = f"job:{me.person.pk}:{idempotency_key}"

    def write() -> int:
        return actions.write(shapes.wanted_of(wanted), by=me.by, at=at).pk

    made, _new = make_once(write, key=key, body=body_of(wanted), at=at)
    return Status(201, shapes.my_job_out(_mine(made, me)))


@router.get("/me/jobs/{job}", response=shapes.MyJobOut, operation_id="get_my_job", summary="One of my jobs")
@needs(OWN_JOBS)
def get_my_job(request: HttpRequest, job: Path[JobId]) -> Any:
    """As you wrote it, with what an operator looks at."""
    return shapes.my_job_out(_mine(job, caller(request)))


@router.post("/me/jobs/{job}", response=shapes.MyJobOut, operation_id="change_job", summary="Change a job")
@needs(POSTING)
def change_job(request: HttpRequest, job: Path[JobId], wanted: shapes.JobIn) -> Any:
    """All of it anew. An open job whose text now asks workers for money goes out of sight until it was looked at."""
    me = caller(request)
    actions.change(job, shapes.wanted_of(wanted), by=me.by, at=clock.now())
    return shapes.my_job_out(_mine(job, me))


@router.post(
    "/me/jobs/{job}/state", response=shapes.MyJobOut, operation_id="move_job", summary="Post, close or reopen a job"
)
@needs(POSTING)
def move_job(request: HttpRequest, job: Path[JobId], wanted: shapes.JobStateIn) -> Any:
    """Posted, all see it, or it is `held` while an operator looks at its text. Posting or closing twice is once."""
    me = caller(request)
    VERBS[wanted.to](job, by=me.by, at=clock.now())
    return shapes.my_job_out(_mine(job, me))


@router.post(
    "/me/jobs/{job}/invitations", response={201: ProposalOut}, operation_id="invite_studio", summary="Invite a studio"
)
@needs(POSTING)
def invite_studio(request: HttpRequest, job: Path[JobId], wanted: shapes.InviteIn) -> Any:
    """Ask it to apply. Again is the same invitation; where it has applied already, you get its proposal."""
    me = caller(request)
    studio = Studio.objects.filter(handle__iexact=wanted.studio).first()
    if studio is None:
        raise NotFoundHere()
    made = proposals.invite(job, studio, by=me.by, at=clock.now())
    found = Proposal.objects.select_related("job", "studio", "buyer").prefetch_related("versions").get(pk=made.pk)
    return Status(201, invited_out(found, "buyer"))


def by_slug(slug: str, me: Caller) -> Job:
    """Raises NotFoundHere, also for a draft of somebody else."""
    found = queries.visible_to(me.viewer).filter(slug=slug).defer("search").prefetch_related("skills").first()
    if found is None:
        raise NotFoundHere()
    return found


def _mine(job_id: int, me: Caller) -> Job:
    mine = queries.of_account(me.person.pk).defer("search").prefetch_related("skills")
    found = mine.filter(pk=job_id).first()
    if found is None:
        raise NotFoundHere()
    return found

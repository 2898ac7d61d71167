"""A studio's forms: build one, open and close it, put it elsewhere, who filled it in."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import AUDIENCE, WRITING_AUDIENCE, Caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import forms as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.audience.forms import actions, queries
from dhara.audience.forms.rules import Draft
from dhara.audience.models import Form, Submission, Tag
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Forms"])
FormId = Annotated[int, Field(ge=1, le=BIGGEST)]
VERBS = {"publish": actions.publish, "close": actions.close}
_ALL = "/studios/{handle}/forms"
ONE = f"{_ALL}/{{form}}"
WHO = f"{ONE}/submissions"


@router.get(_ALL, response=shapes.FormPage, operation_id="list_forms", summary="A studio's forms")
@needs(AUDIENCE)
def list_forms(request: HttpRequest, handle: Path[Handle], asked: Query[Paged]) -> Any:
    """The latest first, each with what it brought."""
    studio, me = desk_of(request, handle, "see_audience")
    shown, more = Cursors("forms", studio=studio.pk).page(queries.visible_to(me.viewer, studio), asked)
    return shapes.FormPage(items=_told(studio, shown), next=more)


@router.post(_ALL, response={201: shapes.FormOut}, operation_id="make_form", summary="Make a form")
@needs(WRITING_AUDIENCE)
def make_form(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.FormIn, idempotency_key: IdempotencyKey
) -> Any:
    """A draft, which only the studio sees.

    Send the same `Idempotency-Key` again when no answer came: you get the form that was made.
    """
    studio, me = desk_of(request, handle, "edit_letters")
    at = clock.now()

    def make() -> int:
        return actions.make(studio, _draft(studio, wanted), by=me.by, at=at).pk

    made, _new = make_once(make, key=f"form:{studio.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, _out(studio, me, made))


@router.get(ONE, response=shapes.FormOut, operation_id="get_form", summary="One form")
@needs(AUDIENCE)
def get_form(request: HttpRequest, handle: Path[Handle], form: Path[FormId]) -> Any:
    """What it asks and says, and what it brought."""
    studio, me = desk_of(request, handle, "see_audience")
    return _out(studio, me, form)


@router.post(ONE, response=shapes.FormOut, operation_id="change_form", summary="Change a form")
@needs(WRITING_AUDIENCE)
def change_form(request: HttpRequest, handle: Path[Handle], form: Path[FormId], wanted: shapes.FormIn) -> Any:
    """The whole form as it shall be. What was filled in before stays as it was."""
    studio, me = desk_of(request, handle, "edit_letters")
    actions.edit(one(studio, me, form), _draft(studio, wanted), by=me.by, at=clock.now())
    return _out(studio, me, form)


@router.post(f"{ONE}/state", response=shapes.FormOut, operation_id="move_form", summary="Open or close a form")
@needs(WRITING_AUDIENCE)
def move_form(request: HttpRequest, handle: Path[Handle], form: Path[FormId], wanted: shapes.FormMoveIn) -> Any:
    """`publish` opens it to everybody, again too. After `close`, letters that are under way can still be confirmed."""
    studio, me = desk_of(request, handle, "edit_letters")
    VERBS[wanted.to](one(studio, me, form), by=me.by, at=clock.now())
    return _out(studio, me, form)


@router.post(f"{ONE}/copies", response={201: shapes.FormOut}, operation_id="copy_form", summary="Copy a form")
@needs(WRITING_AUDIENCE)
def copy_form(request: HttpRequest, handle: Path[Handle], form: Path[FormId], idempotency_key: IdempotencyKey) -> Any:
    """A draft that says and asks the same."""
    studio, me = desk_of(request, handle, "edit_letters")
    found, at = one(studio, me, form), clock.now()

    def make() -> int:
        return actions.copy(found, by=me.by, at=at).pk

    made, _new = make_once(make, key=f"form-copy:{studio.pk}:{idempotency_key}", body=str(found.pk), at=at)
    return Status(201, _out(studio, me, made))


@router.get(
    f"{ONE}/embed-code", response=shapes.EmbedOut, operation_id="get_form_embed_code", summary="Put a form elsewhere"
)
@needs(AUDIENCE)
def get_form_embed_code(request: HttpRequest, handle: Path[Handle], form: Path[FormId]) -> Any:
    """Its address, and HTML for other sites. While it is a draft, there is nothing at them."""
    studio, me = desk_of(request, handle, "see_audience")
    return shapes.embed_out(queries.shared(one(studio, me, form)))


@router.get(WHO, response=shapes.SubmissionPage, operation_id="list_form_submissions", summary="Who filled in a form")
@needs(AUDIENCE)
def list_form_submissions(
    request: HttpRequest, handle: Path[Handle], form: Path[FormId], asked: Query[shapes.SubmissionsAsked]
) -> Any:
    """The latest first."""
    studio, me = desk_of(request, handle, "see_audience")
    chosen = one(studio, me, form)
    cursors = Cursors("submissions", form=chosen.pk, state=asked.state)
    shown, more = cursors.page(queries.submissions(chosen, state=asked.state), asked)
    return shapes.SubmissionPage(items=[shapes.submission_out(each) for each in shown], next=more)


@router.post(
    WHO,
    response={201: shapes.SubmissionOut},
    operation_id="submit_form",
    summary="Pass on what your own form was told",
)
@needs(WRITING_AUDIENCE)
def submit_form(
    request: HttpRequest,
    handle: Path[Handle],
    form: Path[FormId],
    wanted: shapes.SubmissionIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """As if they had filled in the form itself: they get its letter, and its gift once they have confirmed.

    Show its consent beside your button. The state is not told to visitors: it says who is known.
    """
    studio, me = desk_of(request, handle, "edit_contacts")
    chosen, given, at = one(studio, me, form), shapes.given_of(wanted), clock.now()

    def make() -> int:
        return actions.submit(chosen, given, by=me.by, at=at).pk

    made, _new = make_once(make, key=f"submission:{chosen.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, shapes.submission_out(_filled(chosen, made)))


@router.post(
    f"{WHO}/{{submission}}/refusal",
    response=shapes.SubmissionOut,
    operation_id="refuse_form_submission",
    summary="Set a submission aside as spam",
)
@needs(WRITING_AUDIENCE)
def refuse_form_submission(
    request: HttpRequest, handle: Path[Handle], form: Path[FormId], submission: Path[FormId]
) -> Any:
    """While it waits to be confirmed. Its link confirms nothing any more."""
    studio, me = desk_of(request, handle, "edit_contacts")
    found = _filled(one(studio, me, form), submission)
    return shapes.submission_out(actions.set_aside(found, by=me.by, at=clock.now()))


def one(studio: Studio, me: Caller, form_id: int) -> Form:
    """A form of the studio with its counts. Raises NotFoundHere."""
    found = queries.visible_to(me.viewer, studio).filter(pk=form_id).first()
    if found is None:
        raise NotFoundHere()
    found.studio = studio
    return found


def _filled(form: Form, submission_id: int) -> Submission:
    found = queries.submissions(form).select_related("studio", "contact").filter(pk=submission_id).first()
    if found is None:
        raise NotFoundHere()
    return found


def _out(studio: Studio, me: Caller, form_id: int) -> shapes.FormOut:
    return _told(studio, [one(studio, me, form_id)])[0]


def _told(studio: Studio, forms: list[Form]) -> list[shapes.FormOut]:
    tags, lost = queries.tag_names(studio.pk, forms), queries.broken(forms)
    return [shapes.form_out(each, tags, lost) for each in forms]


def _draft(studio: Studio, wanted: shapes.FormIn) -> Draft:
    """Tags by their names, as contacts have them. Raises Invalid for one that the studio has not."""
    asked = {name.strip().lower() for name in wanted.tags}
    known = {tag.name.lower(): tag.pk for tag in Tag.objects.filter(studio=studio)} if asked else {}
    if not asked <= known.keys():
        raise Invalid("tag_unknown", _("Please choose tags of this studio, ten at most."), "tags")
    return shapes.draft_of(wanted, [known[name] for name in asked])

"""A studio's rules: when somebody does this, that is done."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import AUDIENCE, WRITING_AUDIENCE, Caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import rules as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.segments import RemovedOut
from dhara.audience.automations import actions, queries
from dhara.audience.models import AutomationRule
from dhara.kit import clock
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Studio

router = Router(tags=["Rules"])
RuleId = Annotated[int, Field(ge=1, le=BIGGEST)]
_ALL = "/studios/{handle}/rules"
_ONE = f"{_ALL}/{{rule}}"


@router.get(_ALL, response=shapes.RulePage, operation_id="list_rules", summary="A studio's rules")
@needs(AUDIENCE)
def list_rules(request: HttpRequest, handle: Path[Handle], asked: Query[Paged]) -> Any:
    """The latest first, each with the sentence that it is."""
    studio, me = desk_of(request, handle, "see_audience")
    shown, more = Cursors("rules", studio=studio.pk).page(queries.visible_to(me.viewer, studio), asked)
    names = queries.names_for(studio.pk, shown)
    return shapes.RulePage(items=[shapes.rule_out(each, names) for each in shown], next=more)


@router.post(_ALL, response={201: shapes.RuleOut}, operation_id="make_rule", summary="Make a rule")
@needs(WRITING_AUDIENCE)
def make_rule(
    request: HttpRequest, handle: Path[Handle], wanted: shapes.RuleIn, idempotency_key: IdempotencyKey
) -> Any:
    """It is on, and counts for what happens from now on.

    Send the same `Idempotency-Key` again when no answer came: you get the rule that was made.
    """
    studio, me = desk_of(request, handle, "edit_letters")
    at = clock.now()

    def make() -> int:
        return actions.make(studio, **_given(wanted), by=me.by, at=at).pk

    made, _new = make_once(make, key=f"rule:{studio.pk}:{idempotency_key}", body=body_of(wanted), at=at)
    return Status(201, _out(studio, me, made))


@router.get(_ONE, response=shapes.RuleOut, operation_id="get_rule", summary="One rule")
@needs(AUDIENCE)
def get_rule(request: HttpRequest, handle: Path[Handle], rule: Path[RuleId]) -> Any:
    """When it is carried out, and what it does."""
    studio, me = desk_of(request, handle, "see_audience")
    return _out(studio, me, rule)


@router.post(_ONE, response=shapes.RuleOut, operation_id="change_rule", summary="Change a rule")
@needs(WRITING_AUDIENCE)
def change_rule(request: HttpRequest, handle: Path[Handle], rule: Path[RuleId], wanted: shapes.RuleIn) -> Any:
    """The whole rule as it shall be. What it has done stays."""
    studio, me = desk_of(request, handle, "edit_letters")
    actions.change(_one(studio, me, rule), **_given(wanted), by=me.by, at=clock.now())
    return _out(studio, me, rule)


@router.post(
    f"{_ONE}/switching", response=shapes.RuleOut, operation_id="switch_rule", summary="Switch a rule on or off"
)
@needs(WRITING_AUDIENCE)
def switch_rule(request: HttpRequest, handle: Path[Handle], rule: Path[RuleId], wanted: shapes.RuleSwitchIn) -> Any:
    """One that names what is gone can not be switched on."""
    studio, me = desk_of(request, handle, "edit_letters")
    actions.switch(_one(studio, me, rule), wanted.on, by=me.by, at=clock.now())
    return _out(studio, me, rule)


@router.post(f"{_ONE}/removal", response=RemovedOut, operation_id="remove_rule", summary="Delete a rule")
@needs(WRITING_AUDIENCE)
def remove_rule(request: HttpRequest, handle: Path[Handle], rule: Path[RuleId]) -> Any:
    """For good. What it has done stays."""
    studio, me = desk_of(request, handle, "edit_letters")
    actions.remove(_one(studio, me, rule), by=me.by)
    return RemovedOut(removed=True)


def _given(wanted: shapes.RuleIn) -> dict[str, Any]:
    """Raises Invalid for what is about nothing."""
    ref = shapes.ref_of(wanted)
    if ref.startswith("unknown:"):
        raise Invalid("unknown_thing", field="about")
    return {"kind": wanted.kind, "ref": ref, "effects": shapes.effects_of(wanted)}


def _one(studio: Studio, me: Caller, rule_id: int) -> AutomationRule:
    found = queries.visible_to(me.viewer, studio).filter(pk=rule_id).select_related("studio").first()
    if found is None:
        raise NotFoundHere()
    return found


def _out(studio: Studio, me: Caller, rule_id: int) -> shapes.RuleOut:
    found = _one(studio, me, rule_id)
    return shapes.rule_out(found, queries.names_for(studio.pk, [found]))

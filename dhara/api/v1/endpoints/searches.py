"""Searches for jobs that an account keeps."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import Field

from dhara.api.v1.access import OWN_JOBS, POSTING, Caller, caller, needs
from dhara.api.v1.schemas import jobs as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.work.jobs import actions, queries
from dhara.work.jobs.models import SavedSearch

router = Router(tags=["Jobs"])
SearchId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get("/me/searches", response=shapes.SearchList, operation_id="list_searches", summary="Saved searches")
@needs(OWN_JOBS)
def list_searches(request: HttpRequest) -> Any:
    """What you look for, by name: twenty at most."""
    found = queries.searches_of(caller(request).person.pk)
    return shapes.SearchList(items=[shapes.search_out(each) for each in found])


@router.post("/me/searches", response={201: shapes.SearchOut}, operation_id="save_search", summary="Save a search")
@needs(POSTING)
def save_search(request: HttpRequest, wanted: shapes.SearchIn) -> Any:
    """You are written when something new fits. The same name again is the same search, asking for something else."""
    me = caller(request)
    made = actions.save_search(wanted.name, shapes.kept_of(wanted), by=me.by, at=clock.now())
    return Status(201, shapes.search_out(_one(made.pk, me)))


@router.post(
    "/me/searches/{search}/alerts",
    response=shapes.SearchOut,
    operation_id="switch_alerts",
    summary="Switch the letters",
)
@needs(POSTING)
def switch_alerts(request: HttpRequest, search: Path[SearchId], wanted: shapes.AlertsIn) -> Any:
    """Of one search, on or off."""
    me = caller(request)
    actions.switch_alerts(search, on=wanted.on, by=me.by)
    return shapes.search_out(_one(search, me))


@router.post(
    "/me/searches/{search}/removal",
    response=shapes.SearchList,
    operation_id="forget_search",
    summary="Drop a saved search",
)
@needs(POSTING)
def forget_search(request: HttpRequest, search: Path[SearchId]) -> Any:
    """You get those that are left."""
    me = caller(request)
    _one(search, me)
    actions.forget_search(search, by=me.by)
    return shapes.SearchList(items=[shapes.search_out(each) for each in queries.searches_of(me.person.pk)])


def _one(search_id: int, me: Caller) -> SavedSearch:
    found = queries.searches_of(me.person.pk).filter(pk=search_id).first()
    if found is None:
        raise NotFoundHere()
    return found

"""The JSON API, version 1: its endpoints, and how it answers what goes wrong."""

from __future__ import annotations

from typing import Any, Final

from django.db.utils import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from dhara.api.v1 import problems
from dhara.api.v1.door import door
from dhara.api.v1.endpoints import (
    broadcasts,
    campaigns,
    cases,
    contacts,
    conversations,
    coupons,
    form_results,
    forms,
    fundings,
    hours,
    jobs,
    licences,
    market,
    me,
    offers,
    orders,
    own_files,
    own_offers,
    own_pictures,
    own_webhooks,
    papers,
    payouts,
    proposals,
    refunds,
    reviews,
    rules,
    sales,
    searches,
    segments,
    sequence_intakes,
    sequence_people,
    sequence_versions,
    sequences,
    settlements,
    suppressions,
    tag_changes,
    taggings,
    tasks,
    tax_ids,
    uploads,
    webhooks,
    wishes,
    work,
    work_files,
)
from dhara.kit.refusal import Refused

api = NinjaAPI(title="Dhara", version="1.0.0", docs_url=None, openapi_url=None, urls_namespace="api-1")
RESOURCES: Final = (
    market,
    orders,
    me,
    wishes,
    sales,
    offers,
    own_offers,
    own_pictures,
    own_files,
    payouts,
    licences,
    coupons,
    refunds,
    tax_ids,
    papers,
    contacts,
    taggings,
    tag_changes,
    segments,
    suppressions,
    forms,
    form_results,
    rules,
    sequences,
    sequence_versions,
    sequence_people,
    sequence_intakes,
    webhooks,
    own_webhooks,
    broadcasts,
    work,
    hours,
    uploads,
    jobs,
    searches,
    proposals,
    fundings,
    campaigns,
    tasks,
    work_files,
    cases,
    settlements,
    reviews,
    conversations,
)
for resource in RESOURCES:
    api.add_router("", resource.router)
ANSWERS: Final[dict[type[Exception], Any]] = {
    Refused: problems.refused,
    ValidationError: problems.invalid,
    Http404: problems.not_found,
    HttpError: problems.http_error,
    OperationalError: problems.busy,
    Exception: problems.broken,
}
for kind, answer in ANSWERS.items():
    api.add_exception_handler(kind, answer)


def urlpatterns() -> list[URLPattern]:
    """An address for each endpoint, behind the door."""
    found = []
    for bound in api._get_bound_routers():
        for place, view in bound.path_operations.items():
            route = place.replace("{", "<").replace("}", ">").lstrip("/")
            name = f"api-{view.operations[0].operation_id}"
            found.append(path(route, door(view, view.get_view()), name=name))
    return found


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - the address gives it
    """Any other address below the API's."""
    return problems.not_found(request, Http404())

"""What a form brought: its numbers, and its submissions as a table."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Path, Query, Router

from dhara.api.v1.access import AUDIENCE, needs
from dhara.api.v1.endpoints.forms import ONE, WHO, FormId, one
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import desk_of
from dhara.api.v1.schemas import form_results as shapes
from dhara.audience.forms import queries
from dhara.audience.forms.export import export_csv
from dhara.kit import clock

router = Router(tags=["Forms"])
_CSV: Final = {"text/csv": {"schema": {"type": "string"}}}


@router.get(
    f"{ONE}/numbers", response=shapes.FormNumbersOut, operation_id="get_form_numbers", summary="How a form does"
)
@needs(AUDIENCE)
def get_form_numbers(
    request: HttpRequest, handle: Path[Handle], form: Path[FormId], asked: Query[shapes.FormNumbersAsked]
) -> Any:
    """By day, and where who saw it came from. What was set aside as spam is not counted."""
    studio, me = desk_of(request, handle, "see_audience")
    found, at = one(studio, me, form), clock.now()
    return shapes.form_numbers_out(
        queries.by_day(found, at, asked.days),
        sources=queries.by_source(found, at, asked.days),
        pages=queries.by_page(found, at, asked.days),
    )


@router.get(
    f"{WHO}.csv",
    operation_id="export_form_submissions",
    summary="Who filled in a form, as CSV",
    openapi_extra={"responses": {200: {"description": "The table, the latest first.", "content": _CSV}}},
)
@needs(AUDIENCE)
def export_form_submissions(
    request: HttpRequest, handle: Path[Handle], form: Path[FormId], asked: Query[shapes.ExportAsked]
) -> Any:
    """All of them, in UTF-8, streamed. For those who may take addresses out.

    A quote stands before what a spreadsheet would run as a formula.
    """
    studio, me = desk_of(request, handle, "export_audience")
    rows = export_csv(one(studio, me, form), state=asked.state)
    return StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")

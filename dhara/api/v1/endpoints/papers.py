"""A studio's invoices and credit notes, and what stands on them."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from dhara.api.v1.access import SALES, WRITING_PAPERS, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.market import Handle
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import papers as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.checkout.papers import actions, queries
from dhara.checkout.papers.pdf import pdf
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere

router = Router(tags=["Papers"])
PaperId = Annotated[int, Field(ge=1, le=BIGGEST)]
_PDF: Final = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/studios/{handle}/papers", response=shapes.PaperPage, operation_id="list_papers", summary="Invoices and notes"
)
@needs(SALES)
def list_papers(request: HttpRequest, handle: Path[Handle], asked: Query[shapes.PapersAsked]) -> Any:
    """What the studio has given, the latest first. Only for members who may see money."""
    me = caller(request)
    studio, viewer = studio_of(handle, me), me.viewer
    viewer.require(studio, "see_money")
    cursors = Cursors("papers", studio=studio.pk, year=asked.year)
    shown, more = cursors.page(queries.of_studio(studio, year=asked.year), asked)
    seen = viewer.may(studio, "see_buyers")
    items = [shapes.paper_out(each, studio.handle, with_buyers=seen) for each in shown]
    return shapes.PaperPage(items=items, next=more)


@router.get(
    "/studios/{handle}/papers/{paper}/pdf",
    operation_id="get_paper_pdf",
    summary="A paper as PDF",
    openapi_extra={"responses": {200: {"description": "The paper.", "content": _PDF}}},
)
@needs(SALES)
def get_paper_pdf(
    request: HttpRequest, handle: Path[Handle], paper: Path[PaperId], asked: Query[shapes.PdfAsked]
) -> Any:
    """For those who may have buyers' names and addresses in their hands."""
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "export_orders")
    found = queries.one_of_studio(studio, paper)
    if found is None:
        raise NotFoundHere()
    return HttpResponse(pdf(found, asked.language), content_type="application/pdf")


@router.get(
    "/studios/{handle}/paper-profile",
    response=shapes.PaperProfileOut,
    operation_id="get_paper_profile",
    summary="What stands on the studio's invoices",
)
@needs(SALES)
def get_paper_profile(request: HttpRequest, handle: Path[Handle]) -> Any:
    """Not found where the studio gives no invoices."""
    me = caller(request)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "see_money")
    profile = queries.profile_of(studio.pk)
    if profile is None:
        raise NotFoundHere()
    return shapes.profile_out(profile)


@router.post(
    "/studios/{handle}/paper-profile",
    response=shapes.PaperProfileOut,
    operation_id="set_paper_profile",
    summary="Say what stands on the studio's invoices",
)
@needs(WRITING_PAPERS)
def set_paper_profile(request: HttpRequest, handle: Path[Handle], wanted: shapes.PaperProfileIn) -> Any:
    """It counts for the papers that are given from now on. What is left out is empty."""
    me = caller(request)
    studio = studio_of(handle, me)
    profile = actions.set_profile(studio.pk, **wanted.model_dump(), by=me.by, at=clock.now())
    return shapes.profile_out(profile)

"""One file of an offer, by its name: the ending says what it is."""

from __future__ import annotations

from dhara.cli.demo.art import drawing
from dhara.cli.demo.goods import archives, pages, tables
from dhara.cli.demo.plans import OfferPlan


def make(plan: OfferPlan, name: str) -> bytes:
    """The bytes of `name`, one of the plan's files; the same each time but for a PDF's inner date.

    Raises KeyError for an ending that nothing here makes.
    """
    ending = name.rpartition(".")[2]
    makers = {"pdf": pages.document, "csv": tables.table, "png": _picture, "zip": archives.archive}
    return makers[ending](plan, name)


def _picture(plan: OfferPlan, _name: str) -> bytes:
    picture = drawing.contents(plan) if plan.art["scene"] not in ("tile", "letter") else drawing.cover(plan)
    return drawing.draw([picture])[0]

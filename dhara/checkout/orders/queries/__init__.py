"""Reads of orders."""

from dhara.checkout.orders.queries.dealt import have_dealt
from dhara.checkout.orders.queries.export import export_csv
from dhara.checkout.orders.queries.orders import (
    Filters,
    Page,
    Sold,
    Sums,
    bought,
    by_payment,
    by_token,
    collectors,
    given_back,
    given_by,
    is_settled,
    of_studio,
    one_of_studio,
    part_titles,
    sums,
    visible_to,
    with_lines,
)
from dhara.checkout.orders.queries.story import Event, letters_of, story

__all__ = [
    "Event",
    "Filters",
    "Page",
    "Sold",
    "Sums",
    "bought",
    "by_payment",
    "by_token",
    "collectors",
    "export_csv",
    "given_back",
    "given_by",
    "have_dealt",
    "is_settled",
    "letters_of",
    "of_studio",
    "one_of_studio",
    "part_titles",
    "story",
    "sums",
    "visible_to",
    "with_lines",
]

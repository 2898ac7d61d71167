"""Write the words under which something is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dhara.catalog.search.rules import vector
from dhara.kit import html

if TYPE_CHECKING:
    from dhara.catalog.offers.models import Offer

_DESCRIBED = 20_000  # signs of a description that are read


def words_of(offer: Offer) -> str:
    """The `tsvector` literal of an offer whose studio and category (with its parent) are loaded."""
    shelf, names = offer.category, ""
    while shelf is not None:
        names, shelf = f"{names} {shelf.name_bn} {shelf.name_en}", shelf.parent
    tags = " ".join(offer.tags)
    studio = f"{offer.studio.name} {offer.studio.handle}"
    description = html.plain(offer.description)[:_DESCRIBED]
    return vector([offer.title, f"{tags} {studio} {names}", offer.summary, description], named=f"{offer.title} {tags}")


def reindex(offer: Offer) -> None:
    """Bring the search column up to date: one statement (and what is not loaded of studio and category)."""
    type(offer)._base_manager.filter(pk=offer.pk).update(search=words_of(offer))

"""An offer beside another one."""

from __future__ import annotations

from pydantic import Field

from dhara.api.v1.schemas.base import HOME, MoneyOut, Out, StudioRef, money_of, offer_url, studio_ref
from dhara.catalog.offers.shown import CardRow


class BesideOut(Out):
    id: int
    title: str
    url: str
    studio: StudioRef
    price: MoneyOut | None = Field(description="The lowest price; null while it has none.")


def beside_out(row: CardRow) -> BesideOut:
    price = row.price_from(next(iter(row.from_prices), HOME))
    return BesideOut(
        id=row.id,
        title=row.title,
        url=offer_url(row.handle, row.slug),
        studio=studio_ref(row.handle, row.studio),
        price=money_of(price) if price else None,
    )

"""Orders: what is ordered, what became of it, what a seller sees of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast

from django.urls import reverse
from pydantic import Field

from dhara.api.v1.schemas.base import (
    LINE,
    MoneyOut,
    Out,
    StudioRef,
    absolute,
    money,
    money_of,
    offer_url,
    studio_ref,
)
from dhara.api.v1.schemas.gifts import GiftOut, gift_out
from dhara.api.v1.schemas.market import Paged
from dhara.checkout.models import Order, OrderLine
from dhara.checkout.orders.queries import Sold, sums
from dhara.checkout.orders.rules import LIFECYCLE
from dhara.money.payments.rules import OPEN

Status = Literal[
    "draft", "pending", "paid", "expired", "failed", "cancelled", "partially_refunded", "refunded", "disputed"
]
# Of a line that was ordered before its release, as `OrderLine.preorder` keeps them.
Preorder = Literal["", "waits", "out", "off"]


class DiscountOut(Out):
    kind: str = Field(description="Such as coupon, launch (a launch price), bump, upsell.")
    words: str = Field(description="Why, such as the code of the coupon.")
    amount: MoneyOut


class TaxOut(Out):
    name: str
    rate_bp: int = Field(description="Hundredths of a percent.")
    inclusive: bool = Field(description="Whether the prices contained it.")
    amount: MoneyOut


class AddedOut(Out):
    title: str
    amount: MoneyOut = Field(description="Part of the line's price.")


class LineOut(Out):
    offer: int
    tier: int
    title: str
    tier_name: str
    url: str
    studio: StudioRef
    quantity: int
    unit_price: MoneyOut
    list_price: MoneyOut = Field(description="What one costs without any discount.")
    discounts: list[DiscountOut]
    added: list[AddedOut] = Field(description="What the buyer chose besides, such as a gig's extras.")
    total: MoneyOut = Field(description="What is paid for the line: discounts taken off, tax on top added.")
    refunded: MoneyOut
    preorder: Preorder = Field(
        description="Bought before it came out: it `waits`, came `out`, or its money went back (`off`)."
    )


class PaymentOut(Out):
    gateway: str
    status: str
    url: str | None = Field(description="Where to send the payer now; null when there is nothing to pay there.")


class OrderOut(Out):
    number: str
    status: Status
    status_text: str = Field(description="For people, in the language of the answer.")
    token: str = Field(description="Opens the order without signing in: keep it secret.")
    url: str = Field(description="The order's page for the buyer.")
    receipt_url: str | None = Field(description="The receipt as PDF, once it is paid.")
    email: str
    name: str
    language: str
    total: MoneyOut
    discount: MoneyOut
    tax: MoneyOut
    taxes: list[TaxOut]
    country: str = Field(description="The buyer's, where tax depends on it; else empty.")
    region: str = Field(description="The buyer's state or province (ISO 3166-2), where tax depends on it; else empty.")
    refunded: MoneyOut
    created_at: datetime
    paid_at: datetime | None
    lines: list[LineOut]
    payment: PaymentOut | None
    gift: GiftOut | None = Field(description="Who gets it, where the order is a gift.")


class OrderPage(Out):
    items: list[OrderOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


class SalesAsked(Paged):
    q: str = Field(
        "", max_length=120, pattern=LINE, description="A number, a title, or (where you may see it) a buyer."
    )
    status: Literal[
        "", "pending", "paid", "expired", "failed", "cancelled", "partially_refunded", "refunded", "disputed"
    ] = ""


class BuyerOut(Out):
    email: str
    name: str
    phone: str


class SaleLine(Out):
    offer: int
    tier: int
    title: str
    tier_name: str
    quantity: int
    added: list[AddedOut] = Field(description="What the buyer chose besides, such as a gig's extras.")
    total: MoneyOut


class SaleOut(Out):
    """An order as one of its sellers sees it: only the seller's own lines and their money."""

    number: str
    status: Status
    created_at: datetime
    paid_at: datetime | None
    buyer: BuyerOut | None = Field(description="null where your role may not see buyers.")
    lines: list[SaleLine]
    gross: MoneyOut
    fees: MoneyOut | None = Field(description="Tax and fees; null where your role may not see money.")
    net: MoneyOut | None = Field(description="The studio's share; null where your role may not see money.")
    gift: bool = Field(description="Whether the buyer gave it to somebody else.")


class SalePage(Out):
    items: list[SaleOut]
    next: str | None = Field(description="The cursor of the next page; null on the last one.")


def order_out(order: Order, *, pay_at: str | None = None) -> OrderOut:
    """`order` as `queries.with_lines` loads it. `pay_at`: where the payer goes now."""
    lines = list(order.lines.all())
    return OrderOut(
        number=order.number,
        status=cast(Status, order.status),
        status_text=str(LIFECYCLE.states[order.status]),
        token=order.token,
        url=absolute(reverse("order", args=[order.token])),
        receipt_url=absolute(reverse("order-receipt", args=[order.token])) if order.paid_at else None,
        email=order.email,
        name=order.name,
        language=order.language,
        total=money(order.total, order.currency),
        discount=money(order.discount, order.currency),
        tax=money(order.tax, order.currency),
        taxes=[
            TaxOut(name=tax.name, rate_bp=tax.bp, inclusive=tax.inclusive, amount=money_of(amount))
            for tax, amount in sums(order, lines).taxes
        ],
        country=order.country,
        region=order.region,
        refunded=money(sum(line.refunded for line in lines), order.currency),
        created_at=order.created_at,
        paid_at=order.paid_at,
        lines=[_line(line, order.currency) for line in lines],
        payment=_payment(order, pay_at),
        gift=gift_out(order),
    )


def _line(line: OrderLine, currency: str) -> LineOut:
    return LineOut(
        offer=line.offer_id,
        tier=line.tier_id,
        title=line.title,
        tier_name=line.tier_name,
        url=offer_url(line.studio.handle, line.offer.slug),
        studio=studio_ref(line.studio.handle, line.studio.name),
        quantity=line.quantity,
        unit_price=money(line.unit_price, currency),
        list_price=money(max(line.list_price, line.unit_price), currency),
        discounts=[
            DiscountOut(kind=each["kind"], words=each["words"], amount=money(each["amount"], currency))
            for each in line.discounts
        ],
        added=_added(line, currency),
        total=money(line.gross, currency),
        refunded=money(line.refunded, currency),
        preorder=cast(Preorder, line.preorder),
    )


def _added(line: OrderLine, currency: str) -> list[AddedOut]:
    return [AddedOut(title=title, amount=money(minor, currency)) for title, minor in line.besides]


def _payment(order: Order, pay_at: str | None) -> PaymentOut | None:
    payment = order.payment
    if payment is None:
        return None
    known = payment.redirect_url if payment.status in OPEN and order.status == "pending" else ""
    address = pay_at or known
    return PaymentOut(gateway=payment.gateway, status=payment.status, url=_whole(address) if address else None)


def _whole(address: str) -> str:
    """The sandbox's page is one of ours, and named by its path."""
    return absolute(address) if address.startswith("/") else address


def sale_out(sold: Sold, *, with_buyers: bool, with_money: bool) -> SaleOut:
    order = sold.order
    return SaleOut(
        number=order.number,
        status=cast(Status, order.status),
        created_at=order.created_at,
        paid_at=order.paid_at,
        buyer=BuyerOut(email=order.email, name=order.name, phone=order.phone) if with_buyers else None,
        lines=[
            SaleLine(
                offer=line.offer_id,
                tier=line.tier_id,
                title=line.title,
                tier_name=line.tier_name,
                quantity=line.quantity,
                added=_added(line, order.currency),
                total=money(line.gross, order.currency),
            )
            for line in sold.lines
        ],
        gross=money_of(sold.gross),
        fees=money_of(sold.fees) if with_money else None,
        net=money_of(sold.net) if with_money else None,
        gift=order.gifted,
    )

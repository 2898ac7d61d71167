"""What belongs to the account behind a key or a session."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from dhara.api.v1.access import PURCHASES, SELF, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.schemas import me as shapes
from dhara.api.v1.schemas.market import Paged
from dhara.api.v1.schemas.orders import OrderPage, order_out
from dhara.checkout.orders import queries as orders
from dhara.checkout.orders.rules import DRAFT
from dhara.delivery.downloads.queries import files_for_all
from dhara.delivery.grants import queries as grants
from dhara.kit import clock
from dhara.people.models import Member

router = Router(tags=["Me"])


@router.get("/me", response=shapes.MeOut, operation_id="get_me", summary="Who am I")
@needs(SELF)
def get_me(request: HttpRequest) -> Any:
    """The account that the key or the session stands for, and its studios."""
    account = caller(request).person
    members = Member.objects.filter(account=account).select_related("studio").order_by("studio__name", "id")
    return shapes.me_out(account, members)


@router.get("/me/orders", response=OrderPage, operation_id="list_my_orders", summary="What I ordered")
@needs(PURCHASES)
def list_my_orders(request: HttpRequest, asked: Query[Paged]) -> Any:
    """My orders, the latest first."""
    account = caller(request).person
    mine = orders.visible_to(account).exclude(status=DRAFT)
    shown, following = Cursors("my-orders", account=account.pk).page(mine, asked)
    return OrderPage(items=[order_out(order) for order in shown], next=following)


@router.get("/me/library", response=shapes.LibraryPage, operation_id="list_my_library", summary="What I own")
@needs(SELF)
def list_my_library(request: HttpRequest, asked: Query[Paged]) -> Any:
    """What I bought and may use now, the latest first, with links to fetch the files."""
    at, account = clock.now(), caller(request).person
    shown, following = Cursors("my-library", account=account.pk).page(grants.library(account), asked)
    files = files_for_all(shown)
    return shapes.LibraryPage(items=[shapes.item_out(each, files[each.pk], at) for each in shown], next=following)

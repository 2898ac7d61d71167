"""Who may do what: every address of the workplace, every role; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.urls import URLPattern

from dhara.web.studio import urls
from tests.make import catalog, checkout, payouts
from tests.web.doors import DOORS
from tests.web.studio.place import Workplace

READS = {
    "dashboard": ("", "see_studio"),
    "offers": ("offers/", "see_offers"),
    "new": ("offers/new/", "edit_offers"),
    "offer": ("offers/{offer}/", "see_offers"),
    "content": ("offers/{offer}/versions/{version}/", "edit_offers"),
    "orders": ("orders/", "see_orders"),
    "export": ("orders/export.csv", "export_orders"),
    "order": ("orders/{number}/", "see_orders"),
    "money": ("money/", "see_money"),
    "movements": ("money/movements.csv", "see_money"),
    "payouts": ("money/payouts/", "see_money"),
    "payout": ("money/payouts/{payout}/", "see_money"),
    "methods": ("money/methods/", "see_money"),
    "method": ("money/methods/{method}/", "see_money"),
    "new method": ("money/methods/new/bank/", "edit_payouts"),
    "settings": ("settings/", "see_studio"),
}
WRITES = {
    "offers/new/": "edit_offers",
    **{
        f"offers/{{offer}}/{verb}/": "edit_offers"
        for verb in ("about", "schedule", "seo", "pictures", "pictures/arrangement", "prices", "files", "files/order")
    },
    **{f"offers/{{offer}}/files/{{file}}/{verb}/": "edit_offers" for verb in ("title", "versions", "retirement")},
    **{f"offers/{{offer}}/{verb}/": "edit_offers" for verb in ("copy", "archiving", "restoration")},
    "offers/{offer}/publication/": "publish_offers",
    "offers/{offer}/withdrawal/": "publish_offers",
    "orders/{number}/letter/": "see_buyers",
    "money/payouts/": "ask_payouts",
    "money/payouts/{payout}/cancellation/": "ask_payouts",
    "money/rhythm/": "edit_payouts",
    "money/methods/new/bank/": "edit_payouts",
    **{f"money/methods/{{method}}/{verb}/": "edit_payouts" for verb in ("code", "letter", "amount", "removal")},
    "settings/profile/": "edit_studio",
    "settings/address/": "edit_studio",
    "settings/closure/": "close_studio",
    "invitations/": "edit_members",
    "invitations/1/withdrawal/": "edit_members",
    "members/{account}/role/": "edit_members",
    "members/{account}/departure/": "edit_members",
}


@pytest.fixture
def places(work: Workplace, now: datetime) -> dict[str, object]:
    offer = catalog.offer(now, work.shop)
    order = checkout.paid_order(offer.tiers.get(), at=now)
    file = offer.files.get()
    method, payout = payouts.begun(work.shop.studio, now)
    return {
        "method": method.pk,
        "payout": payout.number,
        "offer": offer.pk,
        "file": file.pk,
        "version": file.versions.get().pk,
        "number": order.number,
        "account": work.shop.owner.pk,
    }


def _names() -> Iterator[str]:
    for pattern in urls.urlpatterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.pattern)
        else:
            yield from (f"{pattern.pattern}{each.pattern}" for each in pattern.url_patterns)


def test_every_address_is_in_the_matrix() -> None:
    """Those that came later are asked by role in tests/web/test_permissions.py."""
    own = {
        "",
        "<str:handle>/uploads/files/",
        "<str:handle>/uploads/pictures/",
        "<str:handle>/uploads/<uuid:upload_id>/",
    }
    asked_here = {path for path, _verb in READS.values()} | {*WRITES}
    assert len(asked_here) >= 46
    assert {f"studio/{name}" for name in set(_names()) - own} <= DOORS.keys()

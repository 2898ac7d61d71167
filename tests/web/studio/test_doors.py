"""Who may do what: every address of the workplace, every role; a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.urls import URLPattern

from dhara.catalog.models import Offer
from dhara.people.models import Studio
from dhara.people.studios.rules import PERMISSIONS
from dhara.web.studio import urls
from tests.make import catalog, checkout, payouts
from tests.web.doors import DOORS
from tests.web.studio.place import HTMX, Workplace

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
    assert len({path for path, _verb in READS.values()} | {*WRITES}) >= 46
    assert {f"studio/{name}" for name in set(_names()) - own} <= DOORS.keys()


@pytest.mark.parametrize("name", READS)
def test_pages_open_for_the_roles_that_may_see_them(work: Workplace, places: dict[str, object], name: str) -> None:
    path, verb = READS[name]
    url = work.base + path.format(**places)
    for role, client in work.clients.items():
        response = client.get(url)
        expected = {"outsider": 404, "anonymous": 302}.get(role, 200 if role in PERMISSIONS[verb] else 403)
        assert response.status_code == expected, role
        if response.streaming:
            assert b"".join(response)  # type: ignore[arg-type]
        assert "no-store" in response.headers.get("Cache-Control", "no-store")


@pytest.mark.parametrize("path", WRITES)
def test_verbs_are_refused_to_everybody_else(work: Workplace, places: dict[str, object], path: str) -> None:
    url, verb = work.base + path.format(**places), WRITES[path]
    before = _everything()
    for role, client in work.clients.items():
        if role in PERMISSIONS[verb]:
            continue
        expected = {"outsider": 404, "anonymous": 302}.get(role, 403)
        assert client.post(url, {"title": "Hijacked", "handle": "nadia", "role": "owner"}).status_code == expected, role
        if path not in (path for path, _verb in READS.values()):
            assert work.nadia.get(url).status_code == 405
    assert _everything() == before


def _everything() -> list[object]:
    offers = Offer.objects.order_by("pk").values_list("title", "status", "changed_at")
    return [*offers, *Studio.objects.values_list("status", "handle", "name", "members__role")]


def test_a_part_of_a_page_says_why_and_loses_nothing(work: Workplace, places: dict[str, object]) -> None:
    url = f"{work.base}offers/{places['offer']}/about/"
    for role, status, words in (("anonymous", 401, "signed out"), ("viewer", 403, "Viewer"), ("outsider", 404, "find")):
        response = work.clients[role].post(url, {"title": "x"}, headers=HTMX)
        assert response.status_code == status
        assert response.headers["HX-Retarget"] == "#trouble"
        assert words in response.content.decode()
        assert "<html" not in response.content.decode()


def test_who_may_only_look_gets_no_buttons(work: Workplace, places: dict[str, object]) -> None:
    page = work.clients["viewer"].get(f"{work.base}offers/{places['offer']}/").content.decode()
    assert "publication/" not in page
    assert "withdrawal/" not in page
    assert 'type="file"' not in page
    assert '<fieldset class="contents" disabled>' in page


def test_a_closed_studio_is_read_only(work: Workplace, places: dict[str, object]) -> None:
    Studio.objects.update(status="closed")
    assert work.nadia.get(f"{work.base}offers/{places['offer']}/").status_code == 200
    response = work.nadia.post(f"{work.base}offers/{places['offer']}/about/", {"title": "x"})
    assert response.status_code == 409
    assert "closed" in response.content.decode()


def test_forms_need_their_token(work: Workplace, places: dict[str, object]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(work.shop.owner)
    assert client.post(f"{work.base}offers/{places['offer']}/withdrawal/").status_code == 403
    assert client.post(f"{work.base}uploads/files/", headers={"Tus-Resumable": "1.0.0"}).status_code == 403


def test_an_old_address_leads_to_the_new_one(work: Workplace) -> None:
    work.nadia.post(f"{work.base}settings/address/", {"handle": "nadia_design"})
    response = work.nadia.get(f"{work.base}offers/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/studio/nadia_design/offers/"
    assert work.clients["outsider"].get("/studio/nobody/").status_code == 404

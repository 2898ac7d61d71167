"""Addresses put together by hand lead where the url table says."""

from __future__ import annotations

from typing import Any

from django.urls import resolve

from dhara.web.storefront import addresses


def test_they_lead_to_their_pages(settings: Any) -> None:
    assert resolve(addresses.studio("nadia")).url_name == "studio-page"
    found = resolve(addresses.offer("nadia", "বিয়ের-কার্ড"))
    assert (found.url_name, found.kwargs) == ("offer-page", {"handle": "nadia", "slug": "বিয়ের-কার্ড"})
    assert resolve(addresses.shelf("design")).kwargs == {"slug": "design"}
    assert addresses.absolute("/@nadia/ক?lang=bn") == f"{settings.PUBLIC_URL}/@nadia/%E0%A6%95?lang=bn"

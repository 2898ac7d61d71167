"""Addresses of forms, confirmations, preferences and the links of letters."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dhara.web.subscriber.letters_urls")),
    path("", include("dhara.web.subscriber.touches_urls")),
    path("", include("dhara.web.subscriber.forms_urls")),
]

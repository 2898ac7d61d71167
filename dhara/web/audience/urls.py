"""Addresses of the audience: each resource has its own file of addresses."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("dhara.web.audience.contacts_urls")),
    path("", include("dhara.web.audience.sending_urls")),
    path("", include("dhara.web.audience.sequences_urls")),
    path("", include("dhara.web.audience.letters_urls")),
    path("", include("dhara.web.audience.segments_urls")),
    path("", include("dhara.web.audience.forms_urls")),
    path("", include("dhara.web.audience.broadcasts_urls")),
]

"""The root of all addresses: each door hangs its own urls here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from dhara.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("ui/", include("dhara.web.ui.urls")),
]

handler400 = "dhara.web.ui.errors.bad_request"
handler403 = "dhara.web.ui.errors.forbidden"
handler404 = "dhara.web.ui.errors.not_found"
handler500 = "dhara.web.ui.errors.server_error"

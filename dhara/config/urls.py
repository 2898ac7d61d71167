"""The root of all addresses: each door hangs its own urls here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dhara.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
]

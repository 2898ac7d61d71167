"""Addresses of the console, and of the outbox of a sandbox."""

from __future__ import annotations

from django.urls import include, path

from dhara.web.operator import desks as desks  # sets them up
from dhara.web.operator import outbox
from dhara.web.operator.console import console

urlpatterns = [
    path("operator/", console.urls),
    path("outbox/", include(outbox)),
]

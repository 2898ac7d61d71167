"""Addresses under /studio/ that belong to somebody who has no studio yet. They come before the studio's own."""

from __future__ import annotations

from django.urls import path

from dhara.web.account.views import studios

urlpatterns = [
    path("new/", studios.new, name="new-studio"),
    path("new/address/", studios.handle, name="new-studio-handle"),
]

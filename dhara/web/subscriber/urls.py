"""Addresses of forms, confirmations, preferences and the links of letters."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

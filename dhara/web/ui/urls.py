"""Addresses under /ui/: the living page and the two switches in every header."""

from __future__ import annotations

from django.urls import path

from dhara.web.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("currency/", views.currency, name="currency"),
]

"""Addresses of forms and of the button behind their letters."""

from __future__ import annotations

from django.urls import URLPattern, path

from dhara.web.subscriber.views import asking, confirming, previewing

urlpatterns: list[URLPattern] = [
    path("f/confirm/<str:token>/", confirming.confirmation, name="form-confirmation"),
    path("f/preview/<str:token>/", previewing.preview, name="form-preview"),
    path("f/<str:token>/", asking.page, name="form"),
    path("f/<str:token>/thanks/", asking.said, name="form-said"),
    path("f/<str:token>/frame/", asking.framed, name="form-frame"),
    path("f/<str:token>/frame/thanks/", asking.framed_said, name="form-frame-said"),
    path("f/<str:token>/embed.js", asking.script, name="form-script"),
]

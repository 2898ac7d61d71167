"""Tracked addresses in letters."""

from __future__ import annotations

from django.urls import path

from dhara.web.subscriber.views import touches

urlpatterns = [
    path("l/<str:token>/", touches.follow, name="letter-link"),
    path("o/<str:token>.gif", touches.opened, name="letter-open"),
]

"""Addresses of reviews. `/studio/<handle>/reviews/` stands before the workplace's own."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from dhara.web.reviews.doors import DOORS
from dhara.web.reviews.views import desk, public, write

app_name = "reviews"
BOTH, POST = ["GET", "HEAD", "POST"], ["POST"]

urlpatterns: list[URLPattern] = [
    path("studio/<str:handle>/reviews/", desk.desk, name="desk"),
    path("reviews/of/<str:handle>/", public.of_studio, name="studio"),
    path("reviews/<int:review_id>/report/", public.report, name="report"),
    *(
        path(f"{base}{tail}", require_http_methods(methods)(door(view)), name=f"{before}{name}")
        for before, base, door in DOORS
        for tail, name, view, methods in (
            ("", "write", write.write, BOTH),
            ("answer/", "answer", write.answer, POST),
        )
    ),
]

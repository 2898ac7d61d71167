"""Addresses below /api/: the page that explains it, the schema, version 1."""

from __future__ import annotations

from django.urls import path

from dhara.api.pages.views.docs import chapter, docs, openapi
from dhara.api.v1.api import nothing_here
from dhara.api.v1.api import urlpatterns as version_1
from dhara.api.v1.receiving import receive

urlpatterns = [
    path("", docs, name="api"),
    path("v1/openapi.json", openapi, name="api-schema"),
    *[path(f"v1/{each.pattern}", each.callback, name=each.name) for each in version_1()],
    path("v1/uploads/<uuid:upload_id>/bytes", receive, name="api-upload-bytes"),
    path("v1/", nothing_here),
    path("<slug:chapter_slug>/", chapter, name="api-chapter"),
    path("<path:rest>", nothing_here),
]

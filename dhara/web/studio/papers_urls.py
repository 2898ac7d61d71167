"""Addresses of invoices and credit notes, below /studio/<handle>/papers/."""

from __future__ import annotations

from django.urls import path

from dhara.web.studio.views import paper_profile, papers

urlpatterns = [
    path("", papers.index, name="studio-papers"),
    path("<int:year>.csv", papers.export, name="studio-papers-export"),
    path("<int:paper_id>.pdf", papers.paper, name="studio-paper"),
    path("profile/", paper_profile.profile, name="studio-paper-profile"),
    path("profile/preview/", paper_profile.preview, name="studio-paper-preview"),
]

"""Addresses of the sections of a gig, below an offer's."""

from __future__ import annotations

from django.urls import path

from dhara.web.studio.views import offer_gig

urlpatterns = [
    path("packages/", offer_gig.packages, name="studio-gig-packages"),
    path("extras/", offer_gig.extras, name="studio-gig-extras"),
    path("questions/", offer_gig.questions, name="studio-gig-questions"),
    path("faq/", offer_gig.faq, name="studio-gig-faq"),
    path("queue/", offer_gig.queue, name="studio-gig-queue"),
    path("start/", offer_gig.start, name="studio-gig-start"),
]

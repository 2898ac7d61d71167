"""Addresses of letters: the composer, its preview, the letterhead."""

from __future__ import annotations

from django.urls import path

from dhara.web.audience.views import letter_preview, letters

urlpatterns = [
    path("<str:handle>/audience/letterhead/", letter_preview.letterhead, name="audience-letterhead"),
    path("<str:handle>/audience/letters/<int:message_pk>/", letters.letter, name="audience-letter"),
    path(
        "<str:handle>/audience/letters/<int:message_pk>/preview/",
        letter_preview.preview,
        name="audience-letter-preview",
    ),
]

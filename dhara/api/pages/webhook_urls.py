"""Addresses of a studio's webhooks. They lie in the workplace, whose door and frame the composition root hands in."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from dhara.api.pages.views import webhooks
from dhara.api.pages.views.webhooks import Door, Frame

_ONE = "<str:handle>/webhooks/<int:endpoint_id>/"


def patterns(door: Door, frame: Frame) -> list[URLPattern]:
    """`door` lets members in whose role includes a verb; `frame` gives the context of a workplace page."""
    pages, guarded = webhooks.Pages(frame), door("edit_webhooks")
    return [
        path("<str:handle>/webhooks/", guarded(pages.index), name="studio-webhooks"),
        path(_ONE, guarded(pages.one), name="studio-webhook"),
        path(f"{_ONE}secret/", require_POST(guarded(pages.secret)), name="studio-webhook-secret"),
        path(f"{_ONE}switching/", require_POST(guarded(pages.switching)), name="studio-webhook-switching"),
        path(f"{_ONE}tests/", require_POST(guarded(pages.tests)), name="studio-webhook-tests"),
        path(f"{_ONE}removal/", require_POST(guarded(pages.removal)), name="studio-webhook-removal"),
        path(
            f"{_ONE}messages/<int:message_id>/replay/",
            require_POST(guarded(pages.replay)),
            name="studio-webhook-replay",
        ),
    ]

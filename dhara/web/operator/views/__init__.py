"""Pages of the console that are no desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import URLPattern, path

from dhara.web.operator.views import doctor, letters

if TYPE_CHECKING:
    from dhara.web.operator.console import Console


def addresses(console: Console) -> list[URLPattern]:
    return [
        path("doctor/", console.admin_view(partial(doctor.doctor, frame=console.each_context)), name="doctor"),
        path("letters/<int:letter_id>/html/", console.admin_view(letters.html), name="letter-html"),
    ]

"""Addresses of paid work. `/studio/<handle>/work/` stands before the workplace's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from dhara.web.work.seats import patterns
from dhara.web.work.views import changes, files, hours, lists, room, steps

app_name = "work"
SAFE, BOTH = ["GET", "HEAD"], ["GET", "HEAD", "POST"]

urlpatterns: list[URLPattern] = [
    path("work/", lists.mine, name="mine"),
    path("studio/<str:handle>/work/", lists.desk, name="desk"),
    path("work/files/<int:handin_id>/", files.own, name="own-file"),
    path("work/files/<int:handin_id>/preview/", files.own_preview, name="own-preview"),
    path("work/fetch/<str:ticket>/", files.fetch, name="fetch"),
    path("work/<int:project_id>/weeks/<int:week>/time/", hours.add, name="time"),
    path("work/<int:project_id>/weeks/<int:week>/time/<int:entry_id>/", hours.entry, name="time-entry"),
    *patterns(
        {
            "": ("room", room.room, SAFE),
            "changes/<str:sort>/": ("changes", changes.propose, BOTH),
            "changes/<int:change_id>/<str:way>/": ("answer", changes.answer, ["POST"]),
            "files/<int:handin_id>/": ("file", files.file, SAFE),
            "files/<int:handin_id>/preview/": ("preview", files.preview, SAFE),
            "<str:verb>/": ("step", steps.step, BOTH),
        }
    ),
]

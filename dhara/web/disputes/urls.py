"""Addresses of cases."""

from __future__ import annotations

from django.urls import URLPattern, path

from dhara.web.disputes.seats import patterns
from dhara.web.disputes.views import cases, files, lists

app_name = "disputes"
SAFE, BOTH = ["GET", "HEAD"], ["GET", "HEAD", "POST"]

urlpatterns: list[URLPattern] = [
    path("cases/", lists.mine, name="mine"),
    path("studio/<str:handle>/cases/", lists.desk, name="desk"),
    path("cases/files/<int:shown_id>/", files.own, name="own-file"),
    path("cases/fetch/<str:token>/", files.fetch, name="fetch"),
    *patterns(
        {
            "work/<int:unit_id>/": ("open", cases.opening, BOTH),
            "<int:case_id>/": ("case", cases.case, SAFE),
            "<int:case_id>/files/<int:shown_id>/": ("file", files.of_case, SAFE),
            "<int:case_id>/proposals/<int:settlement_id>/<str:way>/": ("proposal", cases.answer_proposal, ["POST"]),
            "<int:case_id>/<str:noun>/": ("deed", cases.deed, ["POST"]),
        }
    ),
]

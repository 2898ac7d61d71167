"""Addresses of jobs: the board and a job for everybody, a buyer's own jobs, what somebody keeps looking for."""

from __future__ import annotations

from django.urls import URLPattern, path

from dhara.web.jobs.views import board, mine, searches, states, writing

app_name = "jobs"

urlpatterns: list[URLPattern] = [
    path("jobs/", board.board, name="board"),
    path("jobs/<str:slug>/", board.job, name="job"),
    path("jobs/<str:slug>/files/<int:attachment_id>/", board.file, name="file"),
    path("jobs/letters/<secret:token>/", searches.stop, name="letters-stop"),
    path("account/jobs/searches/", searches.searches, name="searches"),
    path("account/jobs/searches/<int:search_id>/alerts/", searches.alerts, name="alerts"),
    path("account/jobs/searches/<int:search_id>/removal/", searches.forgetting, name="forgetting"),
    path("account/jobs/", mine.mine, name="mine"),
    path("account/jobs/new/", writing.new, name="new"),
    path("account/jobs/<int:job_id>/", writing.edit, name="edit"),
    *(path(f"account/jobs/<int:job_id>/{way}/", states.state, {"way": way}, name=way) for way in states.WAYS),
]

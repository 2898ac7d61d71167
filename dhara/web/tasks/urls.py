"""Addresses of this area. They stand before the workplace's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from dhara.web.tasks.views import campaign, desk, task, wallet

app_name = "tasks"

_DESK = "studio/<str:handle>/tasks/"
_TASK = f"{_DESK}<int:unit_id>/"

urlpatterns: list[URLPattern] = [
    path("studio/<str:handle>/wallet/", wallet.wallet, name="wallet"),
    path(_DESK, desk.desk, name="desk"),
    path(f"{_DESK}campaigns/<int:campaign_id>/", campaign.campaign, name="campaign"),
    path(f"{_DESK}campaigns/<int:campaign_id>/reservation/", campaign.reserve, name="reserve"),
    path(_TASK, task.task, name="task"),
    path(f"{_TASK}proof/", task.proof, name="proof"),
    path(f"{_TASK}<str:verb>/", task.step, name="step"),
]

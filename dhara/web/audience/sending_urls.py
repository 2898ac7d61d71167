"""Addresses of how letters leave."""

from __future__ import annotations

from django.urls import path

from dhara.web.audience.views import kept_out, sending

_at = "<str:handle>/audience/sending/"
urlpatterns = [
    path(_at, sending.index, name="audience-sending"),
    path(f"{_at}way/", sending.way, name="audience-way"),
    path(f"{_at}way/removal/", sending.removal, name="audience-way-removal"),
    path(f"{_at}way/pause/", sending.pausing, name="audience-way-pause"),
    path(f"{_at}checks/", sending.checks, name="audience-way-checks"),
    path(f"{_at}trial/", sending.trial, name="audience-way-trial"),
    path(f"{_at}lanes/<int:lane_id>/resumption/", sending.resumption, name="audience-lane-resumption"),
    path(f"{_at}addresses/", kept_out.index, name="audience-kept-out"),
    path(f"{_at}addresses/adding/", kept_out.adding, name="audience-kept-out-adding"),
    path(f"{_at}addresses/lifting/", kept_out.lifting, name="audience-kept-out-lifting"),
]

"""Addresses of broadcasts."""

from __future__ import annotations

from django.urls import path

from dhara.web.audience.views import broadcasts, dispatch

_ALL = "<str:handle>/audience/broadcasts/"
_ONE = f"{_ALL}<int:broadcast_id>/"

urlpatterns = [
    path(_ALL, broadcasts.index, name="audience-broadcasts"),
    path(f"{_ALL}new/", broadcasts.new, name="audience-broadcast-new"),
    path(_ONE, broadcasts.broadcast, name="audience-broadcast"),
    path(f"{_ONE}plan/", broadcasts.plan, name="audience-broadcast-plan"),
    path(f"{_ONE}progress/", broadcasts.progress, name="audience-broadcast-progress"),
    path(f"{_ONE}copy/", broadcasts.copy, name="audience-broadcast-copy"),
    path(f"{_ONE}removal/", broadcasts.removal, name="audience-broadcast-removal"),
    path(f"{_ONE}schedule/", dispatch.schedule, name="audience-broadcast-schedule"),
    path(f"{_ONE}withdrawal/", dispatch.withdrawal, name="audience-broadcast-withdrawal"),
    path(f"{_ONE}dispatch/", dispatch.dispatch, name="audience-broadcast-dispatch"),
    path(f"{_ONE}pause/", dispatch.pause, name="audience-broadcast-pause"),
    path(f"{_ONE}resumption/", dispatch.resumption, name="audience-broadcast-resumption"),
    path(f"{_ONE}cancellation/", dispatch.cancellation, name="audience-broadcast-cancellation"),
    path(f"{_ONE}decision/", dispatch.decision, name="audience-broadcast-decision"),
    path(f"{_ONE}repetition/", dispatch.repetition, name="audience-broadcast-repetition"),
]

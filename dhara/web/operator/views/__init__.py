"""Pages of the console that are no desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.urls import URLPattern, path

from dhara.web.operator.views import doctor, gateways, letters, sending

if TYPE_CHECKING:
    from dhara.web.operator.console import Console


def addresses(console: Console) -> list[URLPattern]:
    frame = console.each_context
    return [
        path("gateways/", console.admin_view(partial(gateways.gateways, frame=frame)), name="gateways"),
        path("gateways/<slug:code>/", console.admin_view(partial(gateways.keys, frame=frame)), name="gateway-keys"),
        path("gateways/<slug:code>/examination/", console.admin_view(gateways.examination), name="gateway-examination"),
        path("gateways/<slug:code>/offering/", console.admin_view(gateways.offering), name="gateway-offering"),
        path("gateways/<slug:code>/retirement/", console.admin_view(gateways.retirement), name="gateway-retirement"),
        path("sending/", console.admin_view(partial(sending.sending, frame=frame)), name="sending"),
        path("sending/way/", console.admin_view(partial(sending.way, frame=frame)), name="sending-way"),
        path("sending/way/removal/", console.admin_view(sending.removal), name="sending-removal"),
        path("sending/pause/", console.admin_view(sending.pausing), name="sending-pause"),
        path("sending/checks/", console.admin_view(sending.checks), name="sending-checks"),
        path("sending/trial/", console.admin_view(sending.trial), name="sending-trial"),
        path("sending/lanes/<int:lane_id>/resumption/", console.admin_view(sending.lane), name="sending-lane"),
        path("doctor/", console.admin_view(partial(doctor.doctor, frame=console.each_context)), name="doctor"),
        path("letters/<int:letter_id>/html/", console.admin_view(letters.html), name="letter-html"),
    ]

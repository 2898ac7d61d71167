"""Addresses of conversations. `/studio/<handle>/messages/` stands before the workplace's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from dhara.web.messages.seats import patterns
from dhara.web.messages.views import asking, lists, thread

SAFE = ["GET", "HEAD"]

urlpatterns: list[URLPattern] = [
    path("studio/<str:handle>/messages/", lists.inbox, name="messages-inbox"),
    path("studio/<str:handle>/orders/<str:number>/message/", asking.buyer, name="messages-buyer"),
    path("messages/", lists.mine, name="messages"),
    path("messages/about/offer/<int:offer_id>/", asking.offer, name="messages-about-offer"),
    path("messages/about/studio/<str:handle>/", asking.studio, name="messages-about-studio"),
    path("messages/about/order/<secret:token>/<str:handle>/", asking.order, name="messages-about-order"),
    *patterns(
        {
            "": (thread.thread, ["GET", "HEAD", "POST"]),
            "news/": (thread.news, ["GET"]),
            "reports/": (thread.report, ["POST"]),
            "muting/": (thread.muting, ["POST"]),
            "blocking/": (thread.blocking, ["POST"]),
            "archiving/": (thread.archiving, ["POST"]),
            "files/<str:link>/": (thread.file, SAFE),
            "files/<str:link>/small/": (thread.small, SAFE),
        }
    ),
]

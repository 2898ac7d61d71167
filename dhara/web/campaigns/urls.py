"""Addresses of this area."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from dhara.web.campaigns.doors import View, of_buyer
from dhara.web.campaigns.views import acts, campaign, mine, results, review, writing

app_name = "campaigns"
SAFE: Final = ["GET", "HEAD"]
BOTH: Final = [*SAFE, "POST"]
POST: Final = ["POST"]

# What is behind `campaigns/<campaign_id>/`: (rest of the address, view, methods, name).
_OWN: Final[tuple[tuple[str, View, list[str], str], ...]] = (
    ("", campaign.campaign, SAFE, "campaign"),
    ("edit/<str:part>/", writing.part, BOTH, "part"),
    ("estimate/", writing.estimate, SAFE, "estimate"),
    ("payment/", acts.pay, POST, "pay"),
    ("begin/", acts.begin, POST, "begin"),
    ("pause/", acts.pause, POST, "pause"),
    ("resumption/", acts.resumption, POST, "resumption"),
    ("stop/", acts.stop, BOTH, "stop"),
    ("results/", results.results, SAFE, "results"),
    ("results/<str:shape>/", results.download, SAFE, "download"),
    ("review/", review.review, SAFE, "review"),
    ("review/acceptances/", review.acceptances, POST, "accept"),
    ("review/pictures/<int:picture_of>/", review.picture, SAFE, "picture"),
    ("review/<int:proof_id>/", review.one, SAFE, "proof"),
    ("review/<int:proof_id>/<str:deed>/", review.decide, POST, "decide"),
)

urlpatterns: list[URLPattern] = [
    path("campaigns/", mine.mine, name="mine"),
    path("campaigns/new/", mine.new, name="new"),
    *(
        path(f"campaigns/<int:campaign_id>/{rest}", require_http_methods(methods)(of_buyer(view)), name=name)
        for rest, view, methods, name in _OWN
    ),
]

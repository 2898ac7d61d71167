"""Addresses of proposals. `/studio/<handle>/proposals/` stands before the workplace's own."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from dhara.web.messages.seats import of_studio
from dhara.web.proposals.seats import View, seated
from dhara.web.proposals.views import desk, inviting, job, offering, proposal, propose, steps, writing

app_name = "proposals"
SAFE, BOTH, POST = ["GET", "HEAD"], ["GET", "HEAD", "POST"], ["POST"]
SIDES = ("buyer", "worker")


def _of_one(tail: str, name: str, view: View, methods: list[str], *sides: str) -> URLPattern:
    """A method that is not served is refused before anybody is asked who they are."""
    door = require_http_methods(methods)(seated(*sides)(view))
    return path(f"proposals/<int:proposal_id>/{tail}", door, name=name)


urlpatterns: list[URLPattern] = [
    path("jobs/<str:slug>/proposal/", propose.propose, name="propose"),
    path("studio/<str:handle>/proposals/", desk.desk, name="desk"),
    path("proposals/", desk.mine, name="mine"),
    path("account/jobs/<int:job_id>/proposals/", job.of_job, name="of-job"),
    path("account/jobs/<int:job_id>/proposals/invitations/", inviting.invitations, name="invitations"),
    path("proposals/invitation/<str:handle>/", inviting.invite, name="invite"),
    path(
        "studio/<str:handle>/messages/<int:conversation_id>/offer/",
        require_http_methods(BOTH)(of_studio(offering.offering)),
        name="offering",
    ),
    _of_one("", "proposal", proposal.proposal, SAFE, *SIDES),
    _of_one("shortlisting/", "shortlisting", steps.shortlisting, POST, "buyer"),
    _of_one("conversation/", "conversation", steps.conversation, POST, *SIDES),
    _of_one("refusal/", "refusal", steps.refusal, BOTH, *SIDES),
    _of_one("withdrawal/", "withdrawal", steps.withdrawal, BOTH, "worker"),
    _of_one("revision/", "revision", writing.revision, BOTH, "worker"),
    _of_one("offer/", "offer", writing.offer, BOTH, *SIDES),
    _of_one("acceptance/", "acceptance", steps.acceptance, BOTH, *SIDES),
]

"""What a buyer does with a job: post it, close it, open it again, keep it open, throw a draft away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.web.ui.secrecy import private
from dhara.work.jobs import actions, rules
from dhara.work.models import Job


def _drop(job_id: int, *, by: Actor, **_at: datetime) -> Job:
    return actions.drop(job_id, by=by)


WAYS: Final[dict[str, Callable[..., Any]]] = {
    "posting": actions.post,
    "closing": actions.close,
    "reopening": actions.reopen,
    "renewal": actions.keep_open,
    "removal": _drop,
}


@require_POST
@private
@login_required
def state(request: HttpRequest, job_id: int, way: str) -> HttpResponse:
    """`way` comes with the address."""
    if job_id >= 2**63:
        raise Http404
    try:
        job = WAYS[way](job_id, by=Viewer(request.user).actor, at=clock.now())
    except NotFoundHere as nothing:
        raise Http404 from nothing
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("jobs:edit", job_id=job_id)
    if way == "removal":
        messages.success(request, _("The draft is thrown away."))
        return redirect("jobs:mine")
    if way == "renewal":
        messages.success(request, _("It stays open. The days are counted anew."))
        return redirect("jobs:edit", job_id=job_id)
    return said(request, job)


def said(request: HttpRequest, job: Job) -> HttpResponse:
    """On to where the job stands now, with what that means."""
    if job.status == rules.OPEN:
        messages.success(request, _("The job is open. Everybody who looks for work can find it now."))
        return redirect("jobs:job", slug=job.slug)
    if job.status == rules.HELD:
        messages.warning(request, _("We look at the text first: it may ask workers for money, or to go elsewhere."))
    else:
        messages.success(request, _("The job is closed. Nobody can apply any more."))
    return redirect("jobs:edit", job_id=job.pk)

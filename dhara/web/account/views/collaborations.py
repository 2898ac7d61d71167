"""An invitation to share an offer's income: look at it, agree for one of one's studios, or decline."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dhara.catalog.collaborators import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer, studios_of
from dhara.people.accounts.queries import proven_emails
from dhara.web.account.views.settings import account_of


@require_GET
@never_cache
@login_required
def collaboration(request: HttpRequest, token: str) -> HttpResponse:
    """Who offers which part of what. Only whoever has the letter knows the token."""
    found, account = queries.invitation(token, clock.now()), account_of(request)
    if found is None:
        return render(request, "account/invitation_gone.html", status=404)
    viewer = Viewer(account)
    mine = [studio for studio in studios_of(account) if viewer.may(studio, "edit_collaborators")]
    context = {
        "found": found,
        "offer": found.offer,
        "percent": f"{found.bp / 100:g}",
        "before": f"{found.replaces.bp / 100:g}" if found.replaces else "",
        "fits": found.email in proven_emails(account.pk),
        "mine": [studio for studio in mine if studio.pk != found.offer.studio_id],
        "chosen": found.replaces.studio_id if found.replaces else None,
    }
    return render(request, "account/collaboration.html", context)


@require_POST
@login_required
def acceptance(request: HttpRequest, token: str) -> HttpResponse:
    account, typed = account_of(request), request.POST.get("studio", "")
    studio_id = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else 0
    if not studios_of(account).filter(pk=studio_id).exists():
        messages.error(request, _("Please choose the studio that receives your part."))
        return redirect("collaboration", token)
    try:
        found = actions.accept(token, studio_id=studio_id, by=Viewer(account).actor, at=clock.now())
    except NotFoundHere:
        return render(request, "account/invitation_gone.html", status=404)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("collaboration", token)
    messages.success(request, _("Agreed. Your part of every sale from now on appears here."))
    assert found.studio is not None
    return redirect("studio-collaborations", found.studio.handle)


@require_POST
@login_required
def refusal(request: HttpRequest, token: str) -> HttpResponse:
    try:
        actions.decline(token, by=Viewer(account_of(request)).actor, at=clock.now())
    except NotFoundHere:
        return render(request, "account/invitation_gone.html", status=404)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("collaboration", token)
    messages.success(request, _("You declined. Nothing changed for anybody."))
    return redirect("account-home")

"""Make a studio; join one."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.kit import clock
from dhara.kit.files.actions import discard, store_picture
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.people.accounts.queries import proven_emails
from dhara.people.models import Studio
from dhara.people.studios import actions, queries, rules
from dhara.web.account.forms import refusals
from dhara.web.account.forms.studios import NewStudio
from dhara.web.account.views.settings import account_of
from dhara.web.ui.origin import is_ours


@require_http_methods(["GET", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """`next` is where somebody came from who needs a studio to go on."""
    given = request.POST.get("next") or request.GET.get("next", "")
    following = given if is_ours(request, given) else ""
    form = NewStudio(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            studio = _open(request, form)
        except Refused as refusal:
            refusals.show(form, refusal)
        else:
            if following:
                messages.success(request, _("Your studio is open. You can go on here."))
            else:
                messages.success(request, _("Your studio is open. Add your first offer whenever you are ready."))
            return redirect(following or f"/studio/{studio.handle}/")
    host = settings.PUBLIC_URL.partition("://")[2]
    status = 422 if form.errors else 200
    return render(
        request, "account/new_studio.html", {"form": form, "before": f"{host}/@", "following": following}, status=status
    )


def _open(request: HttpRequest, form: NewStudio) -> Studio:
    account, at, details = account_of(request), clock.now(), dict(form.cleaned_data)
    upload, picture = details.pop("picture"), None
    if upload:
        try:
            picture = store_picture(upload, name=upload.name, at=at, owner_ref=account.pk)
        except Refused as refusal:
            refusal.field = "picture"
            raise
    try:
        return actions.open_studio(
            account_id=account.pk,
            **details,
            picture_id=picture.pk if picture else None,
            time_zone=account.time_zone,
            by=Viewer(account).actor,
            at=at,
        )
    except Refused:
        if picture:
            discard(picture.file_id)
        raise


@require_GET
@never_cache
@login_required
def handle(request: HttpRequest) -> JsonResponse:
    """Whether an address is free: {"free": bool, "message": str}."""
    try:
        wanted = rules.clean_handle(request.GET.get("handle", "")[:60])
    except Refused as refusal:
        return JsonResponse({"free": False, "message": str(refusal.message)})
    free = queries.is_free(wanted)
    message = _("@%(handle)s is free.") if free else _("@%(handle)s is taken.")
    return JsonResponse({"free": free, "message": message % {"handle": wanted}})


@require_GET
@never_cache
@login_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites into which studio, as what. Only whoever has the letter knows the token."""
    found = queries.invitation(token, clock.now())
    if found is None:
        return render(request, "account/invitation_gone.html", status=404)
    fits = found.email.lower() in proven_emails(account_of(request).pk)
    return render(request, "account/invitation.html", {"invitation": found, "fits": fits})


@require_POST
@login_required
def acceptance(request: HttpRequest, token: str) -> HttpResponse:
    account = account_of(request)
    try:
        member = actions.accept_invitation(token, account_id=account.pk, by=Viewer(account).actor, at=clock.now())
    except NotFoundHere:
        return render(request, "account/invitation_gone.html", status=404)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("studio-invitation", token)
    messages.success(request, _("Welcome to %(studio)s.") % {"studio": member.studio.name})
    return redirect(f"/studio/{member.studio.handle}/")

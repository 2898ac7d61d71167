"""Make and revoke keys."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dhara.api.keys import actions, queries
from dhara.api.keys.models import ApiKey
from dhara.api.pages.forms import NewKey
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer, studios_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the account; a new one is shown in the answer to the form that made it, and never again."""
    form = NewKey(request.POST or None, studios=list(studios_of(request.user)), initial={"scopes": ["offers:read"]})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        by = Viewer(request.user).actor
        try:
            key, text = actions.make(
                name=told["name"], scopes=told["scopes"], studio_id=told.get("studio"), by=by, at=clock.now()
            )
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        else:
            return render(request, "api/key.html", {"key": key, "text": text}, status=201)
    status = 422 if form.errors else 200
    return render(request, "api/keys.html", {"form": form, "keys": _listed(request)}, status=status)


def _listed(request: HttpRequest) -> list[ApiKey]:
    """Those in force; revoked ones are of no use to anybody."""
    return list(queries.in_force(request.user))


@require_POST
@login_required
def revocation(request: HttpRequest, key_id: int) -> HttpResponse:
    try:
        key = actions.revoke(key_id, by=Viewer(request.user).actor, at=clock.now())
    except NotFoundHere as unknown:
        raise Http404 from unknown
    messages.success(request, _("The key “%(name)s” is revoked.") % {"name": key.name})
    return redirect("account-keys")

"""Who may enter the console: an operator whose second factor was used in this very session."""

from __future__ import annotations

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render, resolve_url

from dhara.people.access.queries import has_second_factor

# Recovery codes bring somebody back into their account, where they set up a new app or passkey; not into the console.
STRONG = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})


def proved(request: HttpRequest) -> bool:
    """Whether an app's code or a passkey, which the account still has, was used in this session."""
    records = get_authentication_records(request, request.user)
    used = {record.get("id") for record in records if record.get("method") == "mfa" and record.get("type") in STRONG}
    return bool(used) and Authenticator.objects.filter(user_id=request.user.pk, pk__in=used, type__in=STRONG).exists()


def admitted(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and user.is_active and user.is_staff and proved(request)


def refusal(request: HttpRequest) -> HttpResponseBase | None:
    """What somebody gets who may not enter; None for who may. For others than operators there is nothing here (404)."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
    if not request.user.is_staff:
        raise Http404
    if admitted(request):
        return None
    there = request.get_full_path() if request.method == "GET" else "/operator/"
    context = {"protected": has_second_factor(request.user), "there": there}
    return render(request, "operator/entrance.html", context, status=403)

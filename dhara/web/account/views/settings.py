"""The settings: an overview, the profile, and the page that offers protection."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer, studios_of
from dhara.people.accounts import actions
from dhara.people.models import Account
from dhara.people.notices.queries import unread_count
from dhara.web.account.forms import refusals
from dhara.web.account.forms.profile import Profile
from dhara.web.ui.preferences import LANGUAGE_COOKIE, remember


def account_of(request: HttpRequest) -> Account:
    """The account behind `@login_required`."""
    assert isinstance(request.user, Account)
    return request.user


def _factors(account: Account) -> dict[str, int]:
    """How many apps, passkeys and sheets of recovery codes protect the account."""
    kinds = list(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    return {kind: kinds.count(kind) for kind in Authenticator.Type.values}


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    context = {
        "addresses": EmailAddress.objects.filter(user=account).order_by("-primary", "email"),
        "factors": _factors(account),
        "my_studios": studios_of(account),
        "unread": unread_count(account.pk),
    }
    return render(request, "account/home.html", context)


@require_GET
@login_required
def protection(request: HttpRequest) -> HttpResponse:
    """Shown after sign-up, and from the settings: what would happen if somebody guessed the password."""
    factors = _factors(account_of(request))
    return render(
        request, "account/protection.html", {"factors": factors, "is_safe": factors["totp"] or factors["webauthn"]}
    )


@require_http_methods(["GET", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    before = {"name": account.name, "language": account.language, "time_zone": account.time_zone}
    form = Profile(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        at, by, given = clock.now(), Viewer(account).actor, form.cleaned_data
        try:
            with transaction.atomic():
                actions.rename(account.pk, name=given["name"], by=by, at=at)
                actions.set_language(account.pk, language=given["language"], by=by, at=at)
                actions.set_time_zone(account.pk, time_zone=given["time_zone"], by=by, at=at)
        except Refused as refusal:
            refusals.show(form, refusal)
        else:
            return _saved(request, given["language"])
    return render(request, "account/profile.html", {"form": form})


def _saved(request: HttpRequest, language: str) -> HttpResponse:
    with translation.override(language):
        messages.success(request, _("Your profile is saved."))
    response = redirect("account-home")
    remember(response, LANGUAGE_COOKIE, language)
    return response

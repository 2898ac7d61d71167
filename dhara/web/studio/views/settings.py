"""Settings of the studio: what it says about itself, its address, its end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dhara.kit import clock
from dhara.kit.files.actions import discard, store_picture
from dhara.kit.refusal import Refused
from dhara.people.access.queries import Viewer
from dhara.people.studios import actions, queries, rules
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.studio.forms.settings import Address, Invite, Profile, links_text


def _forms(desk: Desk) -> dict[str, Any]:
    studio = desk.studio
    details = ("name", "tagline", "bio", "currency", "language", "time_zone")
    initial = {field: getattr(studio, field) for field in details} | {"links": links_text(studio.links)}
    return {
        "profile": Profile(initial=initial),
        "address": Address(initial={"handle": studio.handle}),
        "invite": Invite(),
    }


def _page(request: HttpRequest, desk: Desk, status: int = 200, **changed: Any) -> HttpResponse:
    context = {
        **_forms(desk),
        "members": queries.members_of(desk.studio.pk),
        "invitations": queries.open_invitations(desk.studio.pk, clock.now()),
        "roles": rules.ROLES,
        "may_edit": desk.may("edit_studio"),
        "may_invite": desk.may("edit_members"),
        "may_close": desk.may("close_studio"),
        **changed,
    }
    return render(request, "studio/settings.html", frame(desk, "settings", **context), status=status)


@require_GET
@member("see_studio")
def settings(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _page(request, desk)


@require_POST
@member("edit_studio")
def profile(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Profile(request.POST, request.FILES)
    if form.is_valid():
        try:
            _save(desk, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("studio-settings", desk.studio.handle)
    return _page(request, desk, 422, profile=form)


def _save(desk: Desk, form: Profile) -> None:
    """The new picture is thrown away again where the rest is refused."""
    at, details, stored = clock.now(), dict(form.cleaned_data), []
    uploads = {"picture_id": details.pop("picture"), "cover_id": details.pop("cover")}
    try:
        for field, upload in uploads.items():
            if upload:
                picture = store_picture(
                    upload, name=upload.name, at=at, owner_ref=desk.viewer.account_id, studio_ref=desk.studio.pk
                )
                stored.append(picture.file_id)
                details[field] = picture.pk
        actions.edit_studio(desk.studio.pk, **details, by=desk.by, at=at)
    except Refused:
        for file_id in stored:
            discard(file_id)
        raise


@require_POST
@member("edit_studio")
def address(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Address(request.POST)
    if form.is_valid():
        try:
            studio = actions.change_handle(
                desk.studio.pk, handle=form.cleaned_data["handle"], by=desk.by, at=clock.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The studio has a new address; the old one leads to it."))
            return redirect("studio-settings", studio.handle)
    return _page(request, desk, 422, address=form)


@require_POST
@member("close_studio")
def closure(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.POST.get("handle", "").strip().lower() != desk.studio.handle:
        problem = _("To close the studio, type its address exactly.")
        return _page(request, desk, 422, closing_problem=problem)
    actions.close(desk.studio.pk, by=desk.by, at=clock.now())
    messages.success(request, _("The studio is closed. Buyers keep what they bought."))
    return redirect("studio-dashboard", desk.studio.handle)


@require_POST
@member("edit_members")
def invitations(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Invite(request.POST)
    if form.is_valid():
        try:
            actions.invite(desk.studio.pk, **form.cleaned_data, by=desk.by, at=clock.now())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("studio-settings", desk.studio.handle)
    return _page(request, desk, 422, invite=form)


@require_POST
@member("edit_members")
def withdrawal(request: HttpRequest, desk: Desk, invitation_id: int) -> HttpResponse:
    actions.withdraw_invitation(desk.studio.pk, invitation_id=invitation_id, by=desk.by, at=clock.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("studio-settings", desk.studio.handle)


@require_POST
@member("edit_members")
def role(request: HttpRequest, desk: Desk, account_id: int) -> HttpResponse:
    wanted = request.POST.get("role", "")
    actions.change_role(desk.studio.pk, account_id=account_id, role=wanted, by=desk.by, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("studio-settings", desk.studio.handle)


@require_POST
@member("see_studio")
def departure(request: HttpRequest, desk: Desk, account_id: int) -> HttpResponse:
    """An owner takes a membership away, or a member goes."""
    if account_id == desk.viewer.account_id:
        actions.leave(desk.studio.pk, account_id=account_id, by=desk.by, at=clock.now())
        messages.success(request, _("You have left %(studio)s.") % {"studio": desk.studio.name})
        return redirect("account-home")
    Viewer(desk.viewer.account).require(desk.studio, "edit_members")
    actions.remove_member(desk.studio.pk, account_id=account_id, by=desk.by, at=clock.now())
    messages.success(request, _("Removed."))
    return redirect("studio-settings", desk.studio.handle)

"""Behind the links of a letter: no more of them, more again, and how."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from dhara.audience.links import rules as links
from dhara.audience.preferences import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere, Refused, TooMany
from dhara.web.subscriber.forms.preferences import PreferencesForm
from dhara.web.subscriber.spoken import speak
from dhara.web.ui import errors
from dhara.web.ui.limits import address_of, count, limited
from dhara.web.ui.secrecy import private

ONE_CLICK: Final = ("List-Unsubscribe", "One-Click")
# Mail programs press the button from a few addresses for all their readers: only wrong links are counted.
WRONG, WINDOW = 60, 600


@csrf_exempt  # RFC 8058: the mail program posts on its own, without cookies; the secret in the address is the right
@require_http_methods(["GET", "HEAD", "POST"])
@private
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: scanners follow links. The answer is the same whether the link is one of ours or not."""
    ours = links.read_letter_token(token) is not None
    if not ours:
        try:
            count("letters-wrong", address_of(request), WRONG, WINDOW)
        except TooMany as refusal:
            return errors.too_many(request, retry_after=refusal.retry_after)
    if request.method == "POST":
        one_click = request.POST.get(ONE_CLICK[0]) == ONE_CLICK[1]
        actions.leave(token, source="one_click" if one_click else "link", at=clock.now())
    elif found := queries.behind(token):
        speak(request, found[0].language)
    return render(request, "subscriber/unsubscribe.html", {"token": token, "done": request.method == "POST"})


@require_http_methods(["GET", "HEAD", "POST"])
@private
@limited("letters", 60, 600)
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Name, language, what may be seen; leave or come back; one's own data."""
    found = queries.behind(token)
    if found is None:
        return _cut_off(request)
    contact = found[0]
    speak(request, contact.language)
    now: dict[str, Any] = {
        "name": contact.name,
        "language": contact.language,
        "unwatched": not queries.is_watched(contact),
    }
    form = PreferencesForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.say(token, name=said["name"], language=said["language"], watched=not said["unwatched"], at=clock.now())
        messages.success(request, _("Kept. Letters come to you like this from now on."))
        return redirect("letters", token)
    context = {"contact": contact, "form": form, "token": token, "can_return": contact.status in actions.CAN_RETURN}
    return render(request, "subscriber/preferences.html", context, status=422 if form.errors else 200)


@require_POST
@private
@limited("letters", 60, 600)
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Letters again."""
    try:
        page = request.build_absolute_uri(f"/letters/{token[:8]}…/")
        actions.come_back(token, page=page, ip=address_of(request) or None, at=clock.now())
    except NotFoundHere as gone:
        raise Http404 from gone
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Welcome back! Letters come to you again."))
    return redirect("letters", token)


@require_POST
@private
@limited("letters-data", 5, 3600)
def ask_for_data(request: HttpRequest, token: str) -> HttpResponse:
    """The link to one's data goes to the address itself."""
    try:
        actions.ask_for_data(token, at=clock.now())
    except NotFoundHere as gone:
        raise Http404 from gone
    messages.success(request, _("Look into your mailbox: we have sent the link there."))
    return redirect("letters", token)


def _cut_off(request: HttpRequest) -> HttpResponse:
    return render(request, "subscriber/cut_off.html", status=404)

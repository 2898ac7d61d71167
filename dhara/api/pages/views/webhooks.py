"""A studio's webhooks: add, change, switch, try; the log of what was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dhara.api.pages.forms import EndpointForm
from dhara.api.pages.words import NOT_DELIVERED, WENT_WRONG
from dhara.api.webhooks import actions, queries, rules
from dhara.api.webhooks.models import Endpoint, Message
from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.models import Studio

Door = Callable[[str], Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]]
Frame = Callable[..., dict[str, Any]]
TONES = {rules.DELIVERED: "success", rules.FAILED: "error", rules.WAITING: "marigold"}


class Desk(Protocol):
    """Who looks at which studio, as the workplace's door says."""

    @property
    def studio(self) -> Studio: ...

    @property
    def by(self) -> Actor: ...


class Pages:
    """The views, with the frame of the workplace around them."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def index(self, request: HttpRequest, desk: Desk) -> HttpResponse:
        """All of them; POST adds one, and its secret is in the answer."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        form = EndpointForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                made, secret = actions.add(desk.studio, **form.cleaned_data, by=desk.by, at=clock.now())
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return self._secret(request, desk, made, secret, status=201)
        context = {"endpoints": list(queries.of_studio(desk.studio)), "form": form}
        return self._page(request, desk, "api/webhooks.html", context, status=422 if form.errors else 200)

    def one(self, request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponse:
        """One with its log; POST changes it."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        found = _one(desk, endpoint_id)
        told = {"url": found.url, "name": found.name, "events": found.events}
        form = EndpointForm(request.POST if request.method == "POST" else None, initial=told)
        if form.is_bound and form.is_valid():
            try:
                actions.change(found.pk, **form.cleaned_data, by=desk.by, at=clock.now())
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect("studio-webhook", desk.studio.handle, found.pk)
        page = Paginator(queries.log_of(found), queries.PAGE).get_page(request.GET.get("page"))
        context = {
            "endpoint": found,
            "form": form,
            "page": page,
            "log": [(each, *_state(each), _tries(each)) for each in page],
            "rotating": found.older_until if found.older_until and clock.now() < found.older_until else None,
        }
        return self._page(request, desk, "api/webhook.html", context, status=422 if form.errors else 200)

    def secret(self, request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponse:
        """A new secret, shown once."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        made, secret = actions.rotate(_one(desk, endpoint_id).pk, by=desk.by, at=clock.now())
        return self._secret(request, desk, made, secret, rotated=True)

    def switching(self, request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponse:
        """`on` 1 or 0."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        on = request.POST.get("on") == "1"
        actions.switch(_one(desk, endpoint_id).pk, on=on, by=desk.by, at=clock.now())
        messages.success(request, _("It is on: what waits is sent now.") if on else _("It is off."))
        return redirect("studio-webhook", desk.studio.handle, endpoint_id)

    def tests(self, request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._try(request, desk, endpoint_id, lambda: actions.send_test(endpoint_id, by=desk.by, at=clock.now()))

    def replay(self, request: HttpRequest, desk: Desk, endpoint_id: int, message_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = Message.objects.filter(pk=message_id, endpoint=_one(desk, endpoint_id)).first()
        if found is None:
            raise NotFoundHere()
        return self._try(request, desk, endpoint_id, lambda: actions.replay(message_id, by=desk.by, at=clock.now()))

    def removal(self, request: HttpRequest, desk: Desk, endpoint_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.remove(_one(desk, endpoint_id).pk, by=desk.by, at=clock.now())
        messages.success(request, _("The webhook was removed."))
        return redirect("studio-webhooks", desk.studio.handle)

    def _try(self, request: HttpRequest, desk: Desk, endpoint_id: int, act: Callable[[], Any]) -> HttpResponse:
        _one(desk, endpoint_id)
        try:
            act()
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is on its way. Reload this page in a moment to see what came of it."))
        return redirect("studio-webhook", desk.studio.handle, endpoint_id)

    def _secret(
        self, request: HttpRequest, desk: Desk, made: Endpoint, secret: str, *, rotated: bool = False, status: int = 200
    ) -> HttpResponse:
        context = {"endpoint": made, "secret": secret, "rotated": rotated}
        return self._page(request, desk, "api/webhook_secret.html", context, status=status)

    def _page(
        self, request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, status: int
    ) -> HttpResponse:
        shown = {"catalogue": list(rules.CATALOGUE.items()), **context}
        return render(request, template, self.frame(desk, "settings", **shown), status=status)


def _one(desk: Desk, endpoint_id: int) -> Endpoint:
    found = queries.one_of_studio(desk.studio, endpoint_id) if endpoint_id < 2**63 else None
    if found is None:
        raise NotFoundHere()
    return found


def _state(message: Message) -> tuple[str, Any]:
    """Tone and words."""
    if message.event == rules.TEST and not message.attempts.all():
        return TONES[rules.WAITING], _("under way")
    words = NOT_DELIVERED if message.state == rules.FAILED else rules.STATES[message.state]
    return TONES[message.state], words


def _tries(message: Message) -> list[dict[str, Any]]:
    return [
        {
            "at": each.at,
            "status": each.status,
            "words": WENT_WRONG.get(each.error, ""),
            "body": each.body,
            "millis": each.millis,
            "ok": rules.succeeded(each.status),
        }
        for each in message.attempts.all()
    ]

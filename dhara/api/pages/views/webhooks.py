"""Webhooks of a studio, or a person's own: add, change, switch, try; the log of what was sent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dhara.api.pages.forms import EndpointForm
from dhara.api.pages.words import NOT_DELIVERED, WENT_WRONG
from dhara.api.webhooks import actions, queries, rules
from dhara.api.webhooks.models import Endpoint, Message, Owner
from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.access.queries import Viewer
from dhara.people.models import Account, Studio

Door = Callable[[str], Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]]
Frame = Callable[..., dict[str, Any]]
TONES = {rules.DELIVERED: "success", rules.FAILED: "error", rules.WAITING: "marigold"}


class Seat(Protocol):
    """Who looks; at whose webhooks, the pages know."""

    @property
    def by(self) -> Actor: ...


class Desk(Seat, Protocol):
    """Who looks at which studio, as the workplace's door says."""

    @property
    def studio(self) -> Studio: ...


@dataclass(frozen=True)
class Own:
    """A person at their own."""

    account: Account

    @property
    def by(self) -> Actor:
        return Viewer(self.account).actor


S = TypeVar("S", bound=Seat)


class Pages(ABC, Generic[S]):
    """The views; those that come after say whose they are, and what stands around them."""

    catalogue: ClassVar[Mapping[str, rules.Public]]
    templates: ClassVar[str]

    @abstractmethod
    def owner(self, desk: S) -> Owner: ...

    @abstractmethod
    def home(self, desk: S) -> str:
        """The address of the list; each stands below it."""

    @abstractmethod
    def around(self, desk: S, **shown: Any) -> dict[str, Any]:
        """The page's context, in which `base` is what the address of the list begins with."""

    def index(self, request: HttpRequest, desk: S) -> HttpResponse:
        """All of them; POST adds one, and its secret is in the answer."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        form = EndpointForm(request.POST if request.method == "POST" else None, known=self.catalogue)
        if form.is_bound and form.is_valid():
            try:
                made, secret = actions.add(self.owner(desk), **form.cleaned_data, by=desk.by, at=clock.now())
            except Refused as refusal:
                form.refuse(refusal)
            else:
                return self._secret(request, desk, made, secret, status=201)
        context = {"endpoints": list(queries.of_owner(self.owner(desk))), "form": form}
        return self._page(request, desk, "webhooks", context, status=422 if form.errors else 200)

    def one(self, request: HttpRequest, desk: S, endpoint_id: int) -> HttpResponse:
        """One with its log; POST changes it."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        found = self._one(desk, endpoint_id)
        told = {"url": found.url, "name": found.name, "events": found.events}
        form = EndpointForm(request.POST if request.method == "POST" else None, initial=told, known=self.catalogue)
        if form.is_bound and form.is_valid():
            try:
                actions.change(found.pk, **form.cleaned_data, by=desk.by, at=clock.now())
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Saved."))
                return redirect(f"{self.home(desk)}{found.pk}/")
        page = Paginator(queries.log_of(found), queries.PAGE).get_page(request.GET.get("page"))
        context = {
            "endpoint": found,
            "form": form,
            "page": page,
            "log": [(each, *_state(each), _tries(each)) for each in page],
            "rotating": found.older_until if found.older_until and clock.now() < found.older_until else None,
        }
        return self._page(request, desk, "webhook", context, status=422 if form.errors else 200)

    def secret(self, request: HttpRequest, desk: S, endpoint_id: int) -> HttpResponse:
        """A new secret, shown once."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        made, secret = actions.rotate(self._one(desk, endpoint_id).pk, by=desk.by, at=clock.now())
        return self._secret(request, desk, made, secret, rotated=True)

    def switching(self, request: HttpRequest, desk: S, endpoint_id: int) -> HttpResponse:
        """`on` 1 or 0."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        on = request.POST.get("on") == "1"
        actions.switch(self._one(desk, endpoint_id).pk, on=on, by=desk.by, at=clock.now())
        messages.success(request, _("It is on: what waits is sent now.") if on else _("It is off."))
        return redirect(f"{self.home(desk)}{endpoint_id}/")

    def tests(self, request: HttpRequest, desk: S, endpoint_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._try(request, desk, endpoint_id, lambda: actions.send_test(endpoint_id, by=desk.by, at=clock.now()))

    def replay(self, request: HttpRequest, desk: S, endpoint_id: int, message_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = Message.objects.filter(pk=message_id, endpoint=self._one(desk, endpoint_id)).first()
        if found is None:
            raise NotFoundHere()
        return self._try(request, desk, endpoint_id, lambda: actions.replay(message_id, by=desk.by, at=clock.now()))

    def removal(self, request: HttpRequest, desk: S, endpoint_id: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.remove(self._one(desk, endpoint_id).pk, by=desk.by, at=clock.now())
        messages.success(request, _("The webhook was removed."))
        return redirect(self.home(desk))

    def _try(self, request: HttpRequest, desk: S, endpoint_id: int, act: Callable[[], Any]) -> HttpResponse:
        self._one(desk, endpoint_id)
        try:
            act()
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is on its way. Reload this page in a moment to see what came of it."))
        return redirect(f"{self.home(desk)}{endpoint_id}/")

    def _secret(
        self, request: HttpRequest, desk: S, made: Endpoint, secret: str, *, rotated: bool = False, status: int = 200
    ) -> HttpResponse:
        context = {"endpoint": made, "secret": secret, "rotated": rotated}
        return self._page(request, desk, "webhook_secret", context, status=status)

    def _page(self, request: HttpRequest, desk: S, page: str, context: dict[str, Any], *, status: int) -> HttpResponse:
        shown = self.around(desk, catalogue=list(self.catalogue.items()), **context)
        return render(request, f"{self.templates}{page}.html", shown, status=status)

    def _one(self, desk: S, endpoint_id: int) -> Endpoint:
        found = queries.one_of_owner(self.owner(desk), endpoint_id) if endpoint_id < 2**63 else None
        if found is None:
            raise NotFoundHere()
        return found


class StudioPages(Pages[Desk]):
    """With the frame of the workplace."""

    catalogue = rules.CATALOGUE
    templates = "api/"

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def owner(self, desk: Desk) -> Owner:
        return desk.studio

    def home(self, desk: Desk) -> str:
        return reverse("studio-webhooks", args=[desk.studio.handle])

    def around(self, desk: Desk, **shown: Any) -> dict[str, Any]:
        return self.frame(desk, "settings", **shown)


class OwnPages(Pages[Own]):
    """In the settings of the account."""

    catalogue = rules.PERSONAL
    templates = "api/own_"

    def owner(self, desk: Own) -> Owner:
        return desk.account

    def home(self, _desk: Own) -> str:
        return reverse("account-webhooks")

    def around(self, desk: Own, **shown: Any) -> dict[str, Any]:
        return {"base": self.home(desk).removesuffix("webhooks/"), **shown}


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

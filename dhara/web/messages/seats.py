"""Three doors to one conversation: a member of the studio, the account that asked, a guest with a secret address.

Each lets in whoever may be there and hands a Seat to the view, so that every view serves all three.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from dhara.kit.actor import GUEST, Actor
from dhara.kit.signed import read
from dhara.people.access.queries import Viewer
from dhara.people.conversations import mail, queries
from dhara.people.models import Party
from dhara.web.studio.doors import Desk, frame, member
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@dataclass(frozen=True)
class Seat:
    """Whose side of the conversation this is. `base` is the page's own address, `back` the list it came from."""

    party: Party
    by: Actor
    base: str
    back: str
    desk: Desk | None = None

    @property
    def name(self) -> str:
        """A word for the kind of seat."""
        return "studio" if self.desk else "account" if self.party.account_id else "guest"

    def context(self, **more: Any) -> dict[str, Any]:
        """What the frame of the page needs."""
        own = {"seat": self, "party": self.party, "talk": self.party.conversation, **more}
        if self.desk is not None:
            return frame(self.desk, "messages", outline="base_studio.html", **own)
        return {"outline": "base.html" if self.party.account_id else "base_focus.html", **own}


View = Callable[..., HttpResponseBase]


def of_studio(view: View) -> View:
    @wraps(view)
    def seated(request: HttpRequest, desk: Desk, conversation_id: int, **rest: Any) -> HttpResponseBase:
        party = queries.of_studio(desk.studio).filter(conversation=conversation_id).first()
        if party is None:
            raise Http404
        base = f"/studio/{desk.studio.handle}/messages/"
        return view(request, Seat(party, desk.by, f"{base}{conversation_id}/", base, desk), **rest)

    return member("answer_messages")(private(seated))


def of_account(view: View) -> View:
    @private
    @login_required
    @wraps(view)
    def seated(request: HttpRequest, conversation_id: int, **rest: Any) -> HttpResponseBase:
        viewer = Viewer(request.user)
        party = queries.of_account(viewer.account_id).filter(conversation=conversation_id).first()
        if party is None:
            raise Http404
        return view(request, Seat(party, viewer.actor, f"/messages/{conversation_id}/", "/messages/"), **rest)

    return seated


def of_guest(view: View) -> View:
    @private
    @limited("guest-messages", 240, 60)
    @wraps(view)
    def seated(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        said = read(mail.GUEST, token) or ""
        party = queries.guest(int(said[:-1])) if said[:-1].isdecimal() else None
        if party is None:
            raise Http404
        return view(request, Seat(party, GUEST, f"/messages/g/{token}/", ""), **rest)

    return seated


# The doors by the addresses behind which a conversation is.
DOORS: Final = (
    ("studio", "studio/<str:handle>/messages/<int:conversation_id>/", of_studio),
    ("account", "messages/<int:conversation_id>/", of_account),
    ("guest", "messages/g/<secret:token>/", of_guest),
)


def patterns(views: dict[str, tuple[View, list[str]]]) -> list[URLPattern]:
    """An address for each view (by its tail, such as `reports/`) behind each door.

    A method that a view does not have is refused before anybody is asked who they are.
    """
    return [
        path(f"{base}{tail}", require_http_methods(methods)(door(view)), name=f"messages-{name}-{view.__name__}")
        for name, base, door in DOORS
        for tail, (view, methods) in views.items()
    ]

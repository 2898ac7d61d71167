"""The outbox: in a sandbox everybody reads every letter, as no mail server carries it away. Elsewhere there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dhara.kit.locale.text import clean_text
from dhara.kit.mail import queries
from dhara.kit.mail.models import Letter
from dhara.web.operator.views.letters import framed

PAGE: Final = 25
MOST: Final = 2000
SHAPES: Final = ("phone", "desktop", "text")
View = Callable[..., HttpResponseBase]


def sandbox_only(view: View) -> View:
    @wraps(view)
    @never_cache
    @require_safe
    def door(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponseBase:
        if not settings.SANDBOX:
            raise Http404
        return view(request, *args, **rest)

    return door


@sandbox_only
def index(request: HttpRequest) -> HttpResponse:
    text = clean_text(request.GET.get("q", ""))[:120]
    letters = queries.outbox(search=text)[:MOST]
    page = Paginator(letters, PAGE).get_page(request.GET.get("page"))
    return render(request, "operator/outbox.html", {"page": page, "q": text})


@sandbox_only
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # which takes only views of one argument
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    found = get_object_or_404(Letter, pk=letter_id)
    asked = request.GET.get("as", "")
    shape = asked if asked in SHAPES else "phone"
    names = {"phone": _("On a phone"), "desktop": _("On a computer"), "text": _("As plain text")}
    here = reverse("outbox-letter", args=[letter_id])
    tabs = [{"label": names[each], "url": f"{here}?as={each}", "current": each == shape} for each in SHAPES]
    return render(request, "operator/outbox_letter.html", {"letter": found, "shape": shape, "tabs": tabs})


@sandbox_only
def html(request: HttpRequest, letter_id: int) -> HttpResponseBase:  # noqa: ARG001 - views are called alike
    return framed(get_object_or_404(Letter, pk=letter_id))


urlpatterns = [
    path("", index, name="outbox"),
    path("<int:letter_id>/", letter, name="outbox-letter"),
    path("<int:letter_id>/html/", html, name="outbox-html"),
]

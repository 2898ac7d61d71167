"""Forms in public: their own page, the frame for other sites, the script that puts it there."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from csp.utils import build_policy
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dhara.audience.forms import actions, queries, rules
from dhara.audience.forms.models import Form
from dhara.kit import clock
from dhara.kit.refusal import Refused, TooMany
from dhara.people.access.queries import Viewer
from dhara.web.subscriber.forms.asking import AskForm
from dhara.web.ui.limits import address_of, limited

_SCRIPT = Path(__file__).parent.parent / "embed.js"


# No cookie of ours comes along from another site, so the token of a cookie can not protect this: a time that only we
# can have signed does, and without it nothing is kept (see the decision 0022).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("form", 60, 600, method="POST")
def page(request: HttpRequest, token: str) -> HttpResponse:
    """The form's own page, for links, posters and whoever has no scripts."""
    return _door(request, _found(token), framed=False)


@csrf_exempt
@xframe_options_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited("form", 60, 600, method="POST")
def framed(request: HttpRequest, token: str) -> HttpResponse:
    """The same for a frame on any site: the one place that others may frame, and nothing there needs a cookie."""
    return _frameable(_door(request, _found(token), framed=True))


@require_safe
def said(request: HttpRequest, token: str) -> HttpResponse:
    """After the press. It says the same whoever pressed, and not to whom was written."""
    return render(request, "subscriber/said.html", look(_found(token), framed=False))


@xframe_options_exempt
@require_safe
def framed_said(request: HttpRequest, token: str) -> HttpResponse:
    return _frameable(render(request, "subscriber/said.html", {**look(_found(token), framed=True), "sent": True}))


@require_safe
def script(_request: HttpRequest, token: str) -> HttpResponse:
    """What a foreign page loads: it puts a frame where it stands, or opens a window over the page."""
    form = _found(token)
    config = {
        "token": form.token,
        "url": f"{settings.PUBLIC_URL}{reverse('form-frame', args=[form.token])}",
        "place": form.look.get("place", rules.INLINE),
        "after": form.look.get("after_seconds", 0),
        "leaving": form.look.get("on_leaving", False),
        "open": queries.takes(form),
        "title": {language: words.get("title", "") for language, words in form.texts.items()},
        "close": {"bn": "বন্ধ করুন", "en": "Close"},
    }
    response = HttpResponse(
        _embed().replace("__CONFIG__", json.dumps(config)), content_type="text/javascript; charset=utf-8"
    )
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "public, max-age=300"
    return response


@cache
def _embed() -> str:
    return _SCRIPT.read_text(encoding="utf-8")


def _found(token: str) -> Form:
    form = queries.public(token)
    if form is None:
        raise Http404
    return form


def _door(request: HttpRequest, form: Form, *, framed: bool) -> HttpResponse:
    at = clock.now()
    ip = address_of(request)
    if not queries.takes(form):
        return render(request, "subscriber/form.html", look(form, framed=framed), status=410)
    if request.method != "POST":
        asking = AskForm(form, at=at, page=request.GET.get("page", "") or request.build_absolute_uri())
        actions.see(form, asking.given(ip or None).origin, at=at)
        return _page(request, form, asking, framed=framed)
    asking = AskForm(form, request.POST, at=at)
    try:
        given = asking.given(ip or None, request.headers.get("Referer", ""))
        actions.submit(form, given, by=Viewer(request.user).actor, at=at)
    except Refused as refusal:
        asking.refuse(refusal)
        return _page(request, form, asking, framed=framed, refusal=refusal)
    return redirect("form-frame-said" if framed else "form-said", token=form.token)


def _page(
    request: HttpRequest, form: Form, asking: AskForm, *, framed: bool, refusal: Refused | None = None
) -> HttpResponse:
    context = {**look(form, framed=framed), "asking": asking, "refusal": refusal, "trap": rules.TRAP}
    response = render(request, "subscriber/form.html", context, status=refusal.status if refusal else 200)
    if isinstance(refusal, TooMany):
        response["Retry-After"] = str(refusal.retry_after)
    response["Cache-Control"] = "private, no-store"
    return response


def look(form: Form, *, framed: bool) -> dict[str, Any]:
    """What every page of a form shows: its words in the reader's language, its tone, what it promises."""
    language = (get_language() or "en")[:2]
    words = form.texts.get(language) or rules.usual_words(language)
    picture = (form.magnet.cover if form.magnet else None) or form.studio.cover or form.studio.picture
    shared = f"{settings.PUBLIC_URL}/media/share/{picture.pk}-{picture.token}.jpg" if picture else ""
    return {
        "form": form,
        "studio": form.studio,
        "words": words,
        "tone": form.look.get("tone", rules.PAPER),
        "framed": framed,
        "frame": "subscriber/bare.html" if framed else "subscriber/whole.html",
        "magnet": form.magnet,
        "url": f"{settings.PUBLIC_URL}/f/{form.token}/",
        "shared": shared or f"{settings.PUBLIC_URL}{static('share.jpg')}",
        "what": _("A free gift from %(name)s") % {"name": form.studio.name} if form.magnet else "",
    }


def _frameable(response: HttpResponse) -> HttpResponse:
    """Any site may show this in a frame; everything else about the policy stays as strict as it is."""
    response["Content-Security-Policy"] = build_policy(replace={"frame-ancestors": ["*"]})
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response

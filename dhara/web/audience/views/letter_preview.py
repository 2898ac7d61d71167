"""A letter as its readers see it, for a frame; and the letterhead of all of them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dhara.audience.messages import actions, queries
from dhara.kit import clock
from dhara.kit.refusal import Refused
from dhara.web.audience import frame
from dhara.web.audience.forms.letters import Letterhead
from dhara.web.audience.views.letters import letter_of, reader_of
from dhara.web.operator.views.letters import in_frame
from dhara.web.studio.doors import Desk, member

_DARK = "@media (prefers-color-scheme: dark)"


@require_safe
@member("see_audience")
def preview(request: HttpRequest, desk: Desk, message_pk: int) -> HttpResponse:
    """`words` (a language), `variant`, `as` a contact, `tone` light or dark whatever the browser's own is."""
    found = letter_of(desk, message_pk)
    variant = request.GET.get("variant", "")
    _subject, _text, html = queries.preview(
        found,
        reader_of(desk, request.GET.get("as", "")),
        request.GET.get("words", ""),
        int(variant) if variant.isdecimal() and len(variant) < 3 else 0,
    )
    when = {"dark": "@media all", "light": "@media not all"}.get(request.GET.get("tone", ""))
    # Pictures from the very host that the page is on, whatever name it was reached by.
    html = html.replace(f'src="{settings.PUBLIC_URL}/', 'src="/')
    return in_frame(html.replace(_DARK, when) if when else html)


@require_http_methods(["GET", "HEAD", "POST"])
@member("edit_sending")
def letterhead(request: HttpRequest, desk: Desk) -> HttpResponse:
    now = queries.letterhead(desk.studio)
    shown = {name: getattr(now, name) for name in ("sender", "colour", "from_name", "reply_to")}
    form = Letterhead(request.POST) if request.method == "POST" else Letterhead(initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_letterhead(desk.studio, by=desk.by, at=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("All letters look like that from now on."))
            return redirect(request.path)
    status = 422 if form.errors else 200
    return render(request, "audience/letterhead.html", frame.page(desk, "letters", form=form), status=status)

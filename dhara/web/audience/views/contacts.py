"""The studio's contacts: find them, tag those that are chosen, add one, take them home as a table."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dhara.audience.contacts import actions, queries, rules
from dhara.kit import clock
from dhara.kit.locale.digits import in_script
from dhara.kit.refusal import Invalid, Refused
from dhara.web.audience.forms.contacts import NewContact, Search
from dhara.web.audience.frame import page
from dhara.web.studio.doors import Desk, member

TONES = {
    rules.SUBSCRIBED: "success",
    rules.PENDING: "marigold",
    rules.BOUNCED: "error",
    rules.COMPLAINED: "error",
    rules.KNOWN: "info",
}


@require_GET
@member("see_audience")
def home(_request: HttpRequest, desk: Desk) -> HttpResponse:
    """Where the navigation leads."""
    return redirect("audience-contacts", desk.studio.handle)


@require_GET
@member("see_audience")
def index(request: HttpRequest, desk: Desk) -> HttpResponse:
    tags = list(queries.tags_of(desk.studio))
    form = Search(request.GET, tags=tags)
    filters = form.filters()
    found = queries.page(desk.studio, filters, request.GET.get("at", ""))
    many, exact = queries.count(desk.studio, filters)
    given = queries.tags_on([each.pk for each in found.contacts])
    context = {
        "form": form,
        "page": found,
        "rows": [(each, TONES.get(each.status, ""), given.get(each.pk, [])) for each in found.contacts],
        "count": many,
        "exact": exact,
        "searched": bool(filters),
        "filtered": bool(filters.status or filters.tag_id),
        "tags": tags,
        **_rights(desk),
    }
    return render(request, "audience/contacts/index.html", page_of(desk, **context))


def page_of(desk: Desk, **context: Any) -> dict[str, Any]:
    return page(desk, "contacts", **context)


def _rights(desk: Desk) -> dict[str, bool]:
    return {
        "may_edit": desk.may("edit_contacts"),
        "may_export": desk.may("export_audience"),
        "may_send": desk.may("send_letters"),
    }


@require_POST
@member("edit_contacts")
def tagging(request: HttpRequest, desk: Desk) -> HttpResponse:
    """`contact`s that are chosen get or lose the `tag`; a `name` makes a new one."""
    ids = [int(each) for each in request.POST.getlist("contact")[: queries.PAGE] if each.isdecimal() and len(each) < 19]
    at, off = clock.now(), request.POST.get("do") == "untag"
    try:
        tag_id = tag_id_of(request, desk)
        act = actions.untag_all if off else actions.tag_all
        many = act(desk.studio.pk, ids, tag_id, by=desk.by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        words = ngettext("%(many)s contact was changed.", "%(many)s contacts were changed.", many)
        messages.success(request, words % {"many": in_script(many, get_language() or "en")})
    back = {name: request.POST.get(f"back_{name}", "") for name in ("q", "state", "tag", "at")}
    query = urlencode({name: value for name, value in back.items() if value})
    answer = redirect("audience-contacts", desk.studio.handle)
    answer["Location"] += f"?{query}" if query else ""
    return answer


def tag_id_of(request: HttpRequest, desk: Desk) -> int:
    """The tag that was chosen or named anew. Raises Invalid."""
    if name := request.POST.get("name", "").strip():
        return actions.tags_named(desk.studio, [name], by=desk.by, at=clock.now())[0].pk
    chosen = request.POST.get("tag", "")
    if not chosen.isdecimal() or len(chosen) > 18:
        raise Invalid("tag_missing", _("Please choose a tag."))
    return int(chosen)


@require_http_methods(["GET", "POST"])
@member("edit_contacts")
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    tags = list(queries.tags_of(desk.studio))
    initial = {"language": desk.studio.language}
    form = NewContact(request.POST if request.method == "POST" else None, tags=tags, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = [int(each) for each in data.pop("tags", [])]
        try:
            made = actions.add(desk.studio, data.pop("email"), tag_ids=chosen, by=desk.by, at=clock.now(), **data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Here they are."))
            return redirect("audience-contact", desk.studio.handle, made.pk)
    status = 422 if form.errors else 200
    return render(request, "audience/contacts/new.html", page_of(desk, form=form), status=status)


@require_GET
@member("export_audience")
def export(request: HttpRequest, desk: Desk) -> StreamingHttpResponse:
    """All, or what the filters of the list leave."""
    filters = Search(request.GET, tags=queries.tags_of(desk.studio)).filters()
    rows = queries.export_csv(desk.studio, filters, lang=get_language() or "en")
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.studio.handle}-contacts.csv"'
    return response

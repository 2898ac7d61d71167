"""The door of every endpoint: method, size, type, who calls, what they may, how often, what they ask."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation, PathView

from dhara.api.v1 import limits, problems
from dhara.api.v1.access import Access, Caller, NotSignedIn, caller_of
from dhara.kit import clock
from dhara.kit.limits import Use
from dhara.kit.refusal import Invalid, Refused

View = Callable[..., HttpResponseBase]
# The largest order is a few kilobytes.
MOST_BYTES: Final = 64 * 1024


def door(path_view: PathView, view: View) -> View:
    """`view` behind the door. The caller is checked here, so ninja's own check of forged requests is not asked."""
    operations = {method: operation for operation in path_view.operations for method in operation.methods}
    allowed = [*operations, *(["HEAD"] if "GET" in operations else [])]

    @csrf_exempt
    @functools.wraps(view)
    def enter(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        at = clock.now()
        head = request.method == "HEAD" and "GET" in operations
        operation = operations.get("GET" if head else request.method or "")
        try:
            response, use = _answer(request, operation, functools.partial(view, request, **parts), at, head=head)
        except Exception as error:
            response, use = problems.broken(request, error), None
        if operation is None:
            response = problems.wrong_method(allowed)
        if use is not None:
            limits.tell(response, use)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["X-Robots-Tag"] = "noindex"
        return _bodiless(response) if head else response

    return enter


def _answer(
    request: HttpRequest, operation: Operation | None, view: Callable[[], HttpResponseBase], at: datetime, *, head: bool
) -> tuple[HttpResponseBase, Use | None]:
    try:
        caller = caller_of(request, at)
    except NotSignedIn as unknown:
        use = limits.guessed(request, at)
        return problems.refused(request, unknown if use.allowed else limits.too_many(use)), use
    except Refused as refusal:
        return problems.refused(request, refusal), None
    use = limits.count(request, caller, at, often=operation is not None and _access(operation).often)
    try:
        limits.refuse_beyond(use)
        if operation is None:
            return HttpResponse(), use
        _check(request, operation, caller)
    except Refused as refusal:
        return problems.refused(request, refusal), use
    request.caller = caller  # type: ignore[attr-defined]  # the door puts it there
    if head:
        request.method = "GET"
    return view(), use


def _check(request: HttpRequest, operation: Operation, caller: Caller) -> None:
    caller.require(_access(operation))
    if request.method in ("POST", "PUT", "PATCH") and _takes_body(operation):
        _check_body(request)
    known = _asked(operation)
    for name, values in request.GET.lists():
        if name not in known:
            raise Invalid("extra_forbidden", _("We do not know this field."), name[:80])
        if len(values) > 1:
            raise Invalid("twice", _("Please send this once."), name)


def _access(operation: Operation) -> Access:
    declared: Access = operation.view_func.access  # type: ignore[attr-defined]  # beside the function
    return declared


def _check_body(request: HttpRequest) -> None:
    if request.content_type != "application/json":
        raise Refused("not_json", _("Please send the body as application/json."), status=415)
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal():
        raise Refused("length_missing", _("Please say how long the body is."), status=411)
    if int(length) > MOST_BYTES:
        raise Refused("too_large", _("This is too large."), status=413)


def _takes_body(operation: Operation) -> bool:
    """What is not asked for is not read: no type is needed, and what a program sends all the same changes nothing."""
    models: list[Any] = operation.models
    return any(model.__ninja_param_source__ == "body" for model in models)


def _asked(operation: Operation) -> set[str]:
    """The names that an endpoint knows in its address."""
    models: list[Any] = operation.models
    return {
        name
        for model in models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", model.model_fields)
    }


def _bodiless(response: HttpResponseBase) -> HttpResponse:
    """To a question for the headers only."""
    size = str(len(getattr(response, "content", b"")))
    bare = HttpResponse(status=response.status_code, headers={**response.headers, "Content-Length": size})
    bare.cookies = response.cookies
    return bare

"""What all desks share: a list that counts nothing, a page that edits nothing, verbs, and panels below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.core.paginator import Page
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.paginator import InfinitePaginator as Unfolds

from dhara.kit import clock
from dhara.kit.actor import Actor
from dhara.kit.refusal import Refused
from dhara.people.access.queries import operator_actor
from dhara.web.operator.labels import LABELS
from dhara.web.operator.verbs import Verb


@dataclass
class Panel:
    """A table below a thing: `rows` of cells (texts, or safe HTML made with format_html)."""

    title: Any
    head: Sequence[Any]
    rows: Iterable[Sequence[Any]] = field(default_factory=list)
    empty: Any = ""


class InfinitePaginator(Unfolds):
    """Pages without a count; it looks one row further to know whether there is a next one.

    Unfold's templates know it by this name.
    """

    def page(self, number: Any) -> Page[Any]:
        number = max(1, int(number))
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        return _Page(rows[: self.per_page], number, self, more=len(rows) > self.per_page)


class _Page(Page):  # type: ignore[type-arg]
    def __init__(self, rows: list[Any], number: int, paginator: Any, *, more: bool) -> None:
        super().__init__(rows, number, paginator)
        self.more = more

    def has_next(self) -> bool:
        return self.more


class Desk(ModelAdmin):
    """Read-only. Subclasses name `list_display`, `fields`, `verbs`, and how to `sought` and `panels`."""

    list_display: Sequence[str] = ()
    fields: Sequence[str] = ()
    verbs: Sequence[Verb] = ()
    addition: Verb | None = None
    called: Any = ""  # what its things are called together, where their table says it for programs only
    ordering: Sequence[str] = ("-id",)
    sortable_by = ()
    show_full_result_count = False
    paginator = InfinitePaginator
    list_per_page = 50
    list_disable_select_all = True
    list_filter_sheet = False
    change_form_outer_before_template = "operator/verbs.html"
    change_form_outer_after_template = "operator/panels.html"

    def __init__(self, model: type[Model], admin_site: Any) -> None:
        super().__init__(model, admin_site)
        self.list_display = tuple(self._named(name) for name in self.list_display)
        self.fields = self.readonly_fields = tuple(self._named(name) for name in self.fields)

    def _named(self, name: str) -> str:
        """The column of that name, or one of our own that calls it as people do."""
        if name not in LABELS or hasattr(type(self), name):
            return name

        def show(thing: Any) -> Any:
            value = getattr(thing, name)
            return "–" if value in (None, "") else value

        show.short_description = LABELS[name]  # type: ignore[attr-defined]
        setattr(self, f"{name}_", show)
        return f"{name}_"

    # --- nothing is edited in place
    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.addition is not None

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    # --- what subclasses say
    def sought(self, text: str) -> Q:
        """What a search means: columns with an index only, or tables that stay small."""
        return Q(pk=int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else Q(pk__in=[])

    def panels(self, thing: Any, request: HttpRequest) -> Iterable[Panel]:
        return ()

    def notes(self, thing: Any, request: HttpRequest) -> Iterable[Panel]:
        """What helps to decide, below the form of a verb."""
        return ()

    # --- lists
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        title = capfirst(str(self.called or self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        text = search_term.strip()[:200].replace("\x00", "")
        return (queryset.filter(self.sought(text)) if text else queryset), False

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {verb.noun: (partial(_do_all, verb), verb.noun, verb.label) for verb in self.verbs if verb.bulk}

    # --- one thing
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        thing = self.get_object(request, object_id)
        more: dict[str, Any] = {}
        if thing is not None:
            more = {
                "verbs": [(verb, self._address(verb, thing)) for verb in self.verbs if verb.possible(thing)],
                "panels": list(self.panels(thing, request)),
                "title": f"{capfirst(str(self.opts.verbose_name))} {thing}",
            }
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"<path:object_id>/{verb.noun}/",
                self.admin_site.admin_view(partial(self.carry_out, verb)),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{verb.noun}",
            )
            for verb in self.verbs
        ]
        return [*own, *super().get_urls()]

    def carry_out(self, verb: Verb, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET asks, POST does. What is refused is said there, with what was typed."""
        thing = self.get_object(request, object_id)
        if thing is None or (not verb.possible(thing) and request.method != "POST"):
            raise Http404
        return self._ask(verb, request, thing)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.addition is None:
            raise Http404
        return self._ask(self.addition, request, None)

    def _ask(self, verb: Verb, request: HttpRequest, thing: Any) -> HttpResponse:
        sent = request.method == "POST"
        form = verb.asked(thing, request.POST if sent else None, request.FILES if sent else None)
        back = page_of(thing) if thing is not None else list_of(self.model)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                try:
                    verb.act(thing, **form.cleaned_data, by=actor_of(request), at=clock.now())
                except Refused as refusal:
                    status = refusal.status
                    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
                else:
                    messages.success(request, str(verb.done))
                    return HttpResponseRedirect(back)
        title = f"{verb.label}: {thing}" if thing is not None else verb.label
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": thing,
            "title": title,
            "verb": verb,
            "form": form,
            "back": back,
            "panels": list(self.notes(thing, request)),
        }
        return render(request, "operator/verb.html", context, status=status)

    def _address(self, verb: Verb, thing: Any) -> str:
        return reverse(f"operator:{self.opts.app_label}_{self.opts.model_name}_{verb.noun}", args=[thing.pk])


def _do_all(verb: Verb, _desk: Desk, request: HttpRequest, things: QuerySet[Any]) -> None:
    """The verb for each thing chosen in the list; those that refuse are named."""
    by, at, done = actor_of(request), clock.now(), 0
    for thing in things[:500]:
        try:
            if not verb.possible(thing):
                continue
            verb.act(thing, by=by, at=at)
            done += 1
        except Refused as refusal:
            messages.warning(request, f"{thing}: {refusal}")
    messages.success(request, f"{verb.done} ({done})" if done else _("There was nothing to do."))


def actor_of(request: HttpRequest) -> Actor:
    return operator_actor(request.user)  # type: ignore[arg-type]  # the door lets accounts in only


def page_of(thing: Any) -> str:
    """The address of a thing's page in the console."""
    return reverse(f"operator:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def list_of(model: type[Model], query: str = "") -> str:
    address = reverse(f"operator:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{query}" if query else address


def choice(
    parameter: str, label: Any, options: Callable[[], Iterable[tuple[str, Any]]], narrow: Callable[[str], Q]
) -> type[SimpleListFilter]:
    """A filter of a list whose options are known without asking the table."""

    class Choice(SimpleListFilter):
        title = label
        parameter_name = parameter

        def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
            return list(options())

        def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
            return queryset.filter(narrow(self.value() or "")) if self.value() else queryset

    return Choice

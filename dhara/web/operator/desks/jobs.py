"""Job posts: those whose text may ask workers for money wait here; and any open one can be taken out of sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.models import Transition
from dhara.kit.locale.languages import current
from dhara.people.conversations.rules import HELD as REASONS
from dhara.people.conversations.rules import MOVES_AWAY, PAY_FIRST, reasons_of
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime
from dhara.work.jobs import actions, queries, rules
from dhara.work.models import Job

MOST = 100


class Suspicion(forms.Form):
    """What is wrong with it: its owner reads the sentence."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[(code, REASONS[code]) for code in (PAY_FIRST, MOVES_AWAY)])


def _is(state: str) -> Any:
    return lambda job: job.status == state


class Jobs(Desk):
    list_display = ("title", "standing", "reasons", "owner", "proposals_", "made", "shown")
    list_filter = (
        choice("state", _("state"), rules.LIFECYCLE.states.items, lambda value: Q(status=value)),
        choice("waits", _("waiting"), lambda: [("held", _("waiting for you"))], lambda _value: Q(status=rules.HELD)),
    )
    fields = ("title", "text", "asks", "standing", "reasons", "owner", "budget", "proposals_", "made", "shown")
    readonly_fields = fields
    proposals_ = columns.plain("proposals", _("proposals"))
    list_select_related = ("account",)
    search_fields = ("slug",)
    search_help_text = _("The job's address, or its owner's complete address")
    made = columns.when("created_at", _("written"))
    shown = columns.when("posted_at", _("posted"))
    owner = columns.link("account", _("owner"))
    verbs = (
        Verb(
            "release",
            _("Let it through"),
            _("Nothing is wrong with it: everybody sees it, and its owner is told."),
            _("The job is open."),
            lambda job, **rest: actions.release(job.pk, **rest),
            possible=_is(rules.HELD),
            icon="check",
        ),
        Verb(
            "refusal",
            _("Refuse"),
            _("It stays out of sight for good. Its owner reads your reason."),
            _("The job was refused."),
            lambda job, **rest: actions.refuse(job.pk, **rest),
            possible=_is(rules.HELD),
            reason=True,
            danger=True,
            icon="block",
        ),
        Verb(
            "hold",
            _("Take it out of sight"),
            _("Nobody sees it until you have let it through or refused it. Its owner is told why."),
            _("The job is held."),
            lambda job, **rest: actions.hold(job.pk, **rest),
            possible=_is(rules.OPEN),
            form=Suspicion,
            danger=True,
            icon="front_hand",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        found: QuerySet[Job] = super().get_queryset(request)
        return found.defer("search")

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(account__email=text.lower())

    @columns.column(_("state"))
    def standing(self, job: Job) -> SafeString:
        return columns.chip(job.state_words, job.status, waits=job.status == rules.HELD)

    @columns.column(_("held for"))
    def reasons(self, job: Job) -> str:
        return " ".join(str(each) for each in reasons_of(job.held_for)) or "–"

    @columns.column(_("text"))
    def text(self, job: Job) -> str:
        return job.description

    @columns.column(_("questions"))
    def asks(self, job: Job) -> str:
        return " · ".join(str(each["words"]) for each in job.questions) or "–"

    @columns.column(_("pays"))
    def budget(self, job: Job) -> str:
        return queries.budget(job, current())

    def panels(self, thing: Job, request: HttpRequest) -> Iterator[Panel]:
        moves = Transition.objects.filter(lifecycle=rules.LIFECYCLE.name, thing_ref=thing.pk).order_by("version")
        states = rules.LIFECYCLE.states
        yield Panel(
            _("The whole story"),
            (_("when"), _("by"), _("from"), _("to"), _("reason")),
            [
                (localdatetime(each.at), each.actor_kind, states[each.source], states[each.target], each.reason or "–")
                for each in moves[:MOST]
            ],
            _("Nothing has happened yet."),
        )
        others = queries.of_account(thing.account_id).exclude(pk=thing.pk)[:MOST]
        yield Panel(
            _("Other jobs of the same owner"),
            (_("title"), _("state"), _("written")),
            [(columns.linked(each), each.state_words, localdatetime(each.created_at)) for each in others],
            _("None."),
        )


console.register(Job, Jobs)

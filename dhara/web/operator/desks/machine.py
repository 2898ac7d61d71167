"""The machine: facts and their reactions, transitions, jobs, letters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from dhara.kit.facts import actions as facts
from dhara.kit.facts.facts import REGISTRY
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.kit.mail import actions as mail
from dhara.kit.mail.models import Letter
from dhara.kit.queue import retry_job
from dhara.reactions.words import WORDS
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import who
from dhara.web.operator.verbs import Verb
from dhara.web.operator.views.letters import is_secret
from dhara.web.ui.templatetags.dhara import localdatetime


def in_words(fact: RecordedFact) -> str:
    """The fact's sentence; of one that an older version of the program wrote, its name."""
    try:
        return str(fact.load().words) % fact.data or fact.name
    except (KeyError, TypeError, ValueError):
        return fact.name


def _facts() -> list[tuple[str, str]]:
    """Those that can be recorded: what has no words is only a base of others."""
    return [(name, name) for name in sorted(REGISTRY) if REGISTRY[name].words]


class Facts(Desk):
    list_display = ("moment", "words", "name", "subject", "actor", "followed")
    list_filter = (
        choice(
            "reactions",
            _("reactions"),
            lambda: [(Reaction.FAILED, _("some failed")), (Reaction.PENDING, _("some to come"))],
            lambda value: Q(Exists(Reaction.objects.filter(fact=OuterRef("pk"), state=value))),
        ),
        choice("name", _("fact"), _facts, lambda value: Q(name=value)),
    )
    fields = ("moment", "words", "name", "subject", "actor", "because", "content")
    readonly_fields = fields
    search_fields = ("subject",)
    search_help_text = _("A subject such as order:12, or a number")
    moment = columns.when("at", _("when"))
    because = columns.link("cause", _("because of"))
    content = columns.data("data", _("content"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("reactions")

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(subject=text)

    @columns.column(_("what happened"))
    def words(self, fact: RecordedFact) -> str:
        return in_words(fact)

    @columns.column(_("by"))
    def actor(self, fact: RecordedFact) -> str:
        return who(fact)

    @columns.column(_("what followed"))
    def followed(self, fact: RecordedFact) -> SafeString | str:
        states = [each.state for each in fact.reactions.all()]
        if not states:
            return "–"
        worst = next((s for s in (Reaction.FAILED, Reaction.PENDING) if s in states), Reaction.DONE)
        return columns.chip(f"{states.count(Reaction.DONE)}/{len(states)}", worst)

    def panels(self, thing: RecordedFact, request: HttpRequest) -> Iterator[Panel]:
        yield Panel(
            _("Reactions"),
            (_("reaction"), _("state"), _("tries"), _("done"), _("trouble")),
            [
                (_linked(r), _state(r), r.attempts, localdatetime(r.done_at), r.last_error)
                for r in thing.reactions.all()
            ],
            _("Nothing follows from this."),
        )
        root = thing.chain or thing.pk
        chain = RecordedFact.objects.filter(Q(pk=root) | Q(chain=root)).order_by("id")[:200]
        yield Panel(
            _("The whole chain"),
            (_("when"), _("what happened"), _("by")),
            [
                (
                    localdatetime(e.at),
                    format_html('<a class="link" href="../../{}/change/">{}</a>', e.pk, in_words(e)),
                    who(e),
                )
                for e in chain
            ],
        )


def _linked(reaction: Reaction) -> SafeString:
    words = WORDS.get(reaction.effect, reaction.effect)
    return format_html('<a class="link" href="{}">{}</a>', columns.page_of(reaction), words)


def _state(reaction: Reaction) -> SafeString:
    words = {Reaction.PENDING: _("to come"), Reaction.DONE: _("done"), Reaction.FAILED: _("failed")}
    return columns.chip(words[reaction.state], reaction.state)


class Reactions(Desk):
    list_display = ("words", "standing", "of", "attempts", "trouble", "finished")
    list_select_related = ("fact",)
    list_filter = (
        choice(
            "state",
            _("state"),
            lambda: [(Reaction.FAILED, _("failed")), (Reaction.PENDING, _("to come"))],
            lambda value: Q(state=value),
        ),
    )
    fields = ("words", "effect", "standing", "of", "attempts", "last_error", "finished")
    readonly_fields = fields
    search_fields = ("fact",)
    search_help_text = _("The number of the reaction or of its fact")
    of = columns.link("fact", _("fact"))
    finished = columns.when("done_at", _("done"))
    verbs = (
        Verb(
            "retry",
            _("Run it again"),
            _("The effect is run once more by the next worker. What succeeded before is not done twice."),
            _("It runs again in a moment."),
            lambda reaction, by, at: facts.retry(reaction.pk),  # noqa: ARG005 - verbs are called alike
            possible=lambda reaction: reaction.state == Reaction.FAILED,
            bulk=True,
            icon="replay",
        ),
    )

    def sought(self, text: str) -> Q:
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
        return Q(pk=number) | Q(fact_id=number)

    @columns.column(_("reaction"))
    def words(self, reaction: Reaction) -> str:
        return str(WORDS.get(reaction.effect, reaction.effect))

    @columns.column(_("state"))
    def standing(self, reaction: Reaction) -> SafeString:
        return _state(reaction)

    @columns.column(_("trouble"))
    def trouble(self, reaction: Reaction) -> str:
        return reaction.last_error[:120]


class Transitions(Desk):
    list_display = ("moment", "lifecycle", "thing_ref", "move", "actor", "reason")
    fields = ("moment", "lifecycle", "thing_ref", "move", "version", "actor", "reason", "fact_ref")
    readonly_fields = fields
    search_fields = ("lifecycle",)
    search_help_text = _("What and which, such as “order 12”")
    moment = columns.when("at", _("when"))

    def sought(self, text: str) -> Q:
        lifecycle, _space, number = text.rpartition(" ")
        if lifecycle and number.isascii() and number.isdigit() and len(number) < 19:
            return Q(lifecycle=lifecycle, thing_ref=int(number))
        return Q(lifecycle=text)

    @columns.column(_("move"))
    def move(self, transition: Transition) -> str:
        return f"{transition.source} → {transition.target}"

    @columns.column(_("by"))
    def actor(self, transition: Transition) -> str:
        return who(transition)


JOB_STATES = {
    "todo": _("waiting"),
    "doing": _("running"),
    "succeeded": _("done"),
    "failed": _("failed"),
    "cancelled": _("cancelled"),
    "aborted": _("broken off"),
}


class Jobs(Desk):
    called = _("jobs")
    list_display = ("id", "task_name", "standing", "queue_name", "attempts", "due", "given")
    list_filter = (choice("status", _("state"), JOB_STATES.items, lambda value: Q(status=value)),)
    fields = ("id", "task_name", "standing", "queue_name", "attempts", "due", "given")
    readonly_fields = fields
    search_fields = ("task_name",)
    search_help_text = _("A job's number, or the complete name of a task")
    due = columns.when("scheduled_at", _("not before"))
    given = columns.data("args", _("given"))
    verbs = (
        Verb(
            "retry",
            _("Run it again"),
            _("The job goes back into the queue, and the next worker takes it."),
            _("It runs again in a moment."),
            lambda job, at, by: retry_job(job.pk, at=at),  # noqa: ARG005 - verbs are called alike
            possible=lambda job: job.status == "failed",
            bulk=True,
            icon="replay",
        ),
    )

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(task_name=text)

    @columns.column(_("state"))
    def standing(self, job: ProcrastinateJob) -> SafeString:
        return columns.chip(JOB_STATES[job.status], job.status)

    def panels(self, thing: ProcrastinateJob, request: HttpRequest) -> Iterator[Panel]:
        events = ProcrastinateEvent.objects.filter(job=thing).order_by("id")[:100]
        yield Panel(_("History"), (_("when"), _("what")), [(localdatetime(each.at), each.type) for each in events])


class Letters(Desk):
    list_display = ("written", "name", "to_email", "subject", "standing", "language", "attempts")
    list_filter = (choice("state", _("state"), lambda: Letter.STATES, lambda value: Q(state=value)),)
    fields = (
        "subject",
        "name",
        "to_email",
        "to_name",
        "language",
        "standing",
        "attempts",
        "last_error",
        "written",
        "went",
        "key",
    )
    readonly_fields = fields
    search_fields = ("to_email",)
    search_help_text = _("The complete address, a letter's key, or a number")
    written = columns.when("created_at", _("written"))
    went = columns.when("sent_at", _("sent"))
    change_form_outer_after_template = "operator/letter.html"
    verbs = (
        Verb(
            "dispatch",
            _("Send it again"),
            _("The letter goes back into the queue, exactly as it was written."),
            _("The letter is on its way again."),
            lambda letter, at, by: mail.send_again(letter.pk, at=at),  # noqa: ARG005 - verbs are called alike
            possible=lambda letter: letter.state == Letter.FAILED,
            bulk=True,
            icon="send",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("html", "text", "headers")

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(to_email=text) | Q(to_email=text.lower()) | Q(key=text)

    @columns.column(_("state"))
    def standing(self, letter: Letter) -> SafeString:
        return columns.chip(letter.get_state_display(), letter.state)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        letter = self.get_object(request, object_id)
        more = {"letter": letter, "secret": letter is not None and is_secret(letter)}
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})


console.register(RecordedFact, Facts)
console.register(Reaction, Reactions)
console.register(Transition, Transitions)
console.register(ProcrastinateJob, Jobs)
console.register(Letter, Letters)

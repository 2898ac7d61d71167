"""Campaigns of small tasks: held and frozen ones with all that workers read of them; appeals that wait for a ruling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.kit import clock
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import shorten
from dhara.people.conversations.rules import reasons_of
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.work import verb_words
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime
from dhara.work.campaigns import actions, queries, rules
from dhara.work.campaigns.rules import proof
from dhara.work.engagements.actions import act
from dhara.work.engagements.modes import micro
from dhara.work.engagements.queries import silent_until
from dhara.work.models import Campaign, Decision, Submission, SubmittedFile, Unit

MOST = 100
_STOPPABLE = (rules.FUNDED, rules.RUNNING, rules.PAUSED, rules.FROZEN)


class Campaigns(Desk):
    list_display = ("id", "title_", "account_", "standing", "reward_", "positions_", "accepted_", "rejected_", "made")
    list_select_related = ("account",)
    list_filter = (
        choice("state", _("state"), lambda: rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),
        choice(
            "waits",
            _("waiting"),
            lambda: [("you", _("waiting for you"))],
            lambda _value: Q(status__in=(rules.HELD, rules.FROZEN)),
        ),
    )
    fields = (
        "title_", "account_", "standing", "why_held", "instructions_", "example_", "questions", "presets", "reward_",
        "positions_", "minutes_", "accepted_", "rejected_", "for_whom", "made", "begun",
    )  # fmt: skip
    readonly_fields = fields
    title_ = columns.plain("title", _("title"))
    positions_ = columns.plain("positions", _("places"))
    accepted_ = columns.plain("accepted", _("accepted"))
    rejected_ = columns.plain("rejected", _("rejected"))
    instructions_ = columns.plain("instructions", _("what to do"))
    example_ = columns.plain("example", _("an example"))
    minutes_ = columns.plain("minutes", _("minutes"))
    account_ = columns.link("account", _("buyer"))
    reward_ = columns.money("reward", _("reward"))
    made = columns.when("created_at", _("drafted"))
    begun = columns.when("begun_at", _("begun"))
    for_whom = columns.data("targeting", _("whom it looks for"))
    verbs = (
        Verb(
            "release",
            _("Let it through"),
            _("Nothing is wrong with its text: the buyer can pay for it now."),
            _("The campaign was let through."),
            lambda campaign, **rest: actions.release(campaign.pk, **rest),
            possible=lambda campaign: campaign.status == rules.HELD,
            icon="check",
        ),
        Verb(
            "refusal",
            _("Refuse"),
            _("It can not run here. The buyer reads your reason; nothing was paid yet."),
            _("The campaign was refused."),
            lambda campaign, **rest: actions.refuse(campaign.pk, **rest),
            possible=lambda campaign: campaign.status == rules.HELD,
            reason=True,
            danger=True,
            icon="block",
        ),
        Verb(
            "thaw",
            _("Let it go on"),
            _("The rejections are all right: workers may take its tasks again, and the buyer may reject."),
            _("The campaign goes on."),
            lambda campaign, **rest: actions.thaw(campaign.pk, **rest),
            possible=lambda campaign: campaign.status == rules.FROZEN,
            icon="play_arrow",
        ),
        Verb(
            "stop",
            _("Stop it"),
            _("Nobody may take its tasks any more. Tasks that are taken stay paid for; what nobody needs goes back."),
            _("The campaign was stopped."),
            lambda campaign, **rest: actions.stop(campaign.pk, **rest),
            possible=lambda campaign: campaign.status in _STOPPABLE,
            reason=True,
            danger=True,
            icon="stop_circle",
        ),
    )

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(account__email=text.lower())

    @columns.column(_("state"))
    def standing(self, campaign: Campaign) -> SafeString:
        waits = campaign.status in (rules.HELD, rules.FROZEN)
        return columns.chip(campaign.state_words, campaign.status, waits=waits)

    @columns.column(_("held for"))
    def why_held(self, campaign: Campaign) -> str:
        return " ".join(str(each) for each in reasons_of(campaign.held_for)) or "–"

    @columns.column(_("what is handed in"))
    def questions(self, campaign: Campaign) -> SafeString:
        asked = proof.read(campaign.proof)
        rows = [(each.words, proof.SORTS[each.sort], ", ".join(each.choices)) for each in asked]
        return format_html_join("", "<p>{} ({}) {}</p>", rows)

    @columns.column(_("reasons for rejecting"))
    def presets(self, campaign: Campaign) -> SafeString:
        return format_html_join("", "<p>{}</p>", [(each,) for each in campaign.reasons_told])

    def panels(self, thing: Campaign, request: HttpRequest) -> Iterator[Panel]:
        rejected, decided = queries.decided_since(thing, clock.now() - timedelta(hours=1))
        yield Panel(
            _("In the last hour"),
            (_("rejected"), _("decided")),
            [(number(rejected, current()), number(decided, current()))],
        )
        asked = proof.read(thing.proof)
        turned_down = Decision.objects.filter(unit__in=queries.units_of(thing), verb="reject")
        yield Panel(
            _("The latest rejections"),
            (_("task"), _("when"), _("reason"), _("proof"), _("state")),
            [
                _rejection(each, asked)
                for each in turned_down.select_related("unit", "submission").order_by("-id")[:MOST]
            ],
            _("Nothing was rejected."),
        )
        listed = thing.items.order_by("position")[:MOST]
        if listed:
            rows = [(each.position, _cells(each.data), _cells(each.expected or {}) or "–") for each in listed]
            yield Panel(_("What is worked on"), (_("row"), _("text"), _("known answer")), rows)

    notes = panels


class Appeals(Desk):
    list_display = ("id", "campaign", "who", "standing", "since", "until")
    fields = ("campaign", "who", "standing", "since", "until", "what_to_do", "example")
    readonly_fields = fields
    called = _("Appeals")
    since = columns.when("status_at", _("since"))
    who = columns.link("worker", _("who does the work"))
    list_filter = (
        choice(
            "state",
            _("state"),
            lambda: [(micro.APPEALED, _("waiting for you"))],
            lambda value: Q(status=value),
        ),
    )
    verbs = (
        Verb(
            "overturning",
            _("Agree with the worker"),
            _("The proof is right: the worker is paid, even where all tasks are taken. It counts against the buyer."),
            _("The worker is paid."),
            lambda unit, **rest: act(unit.pk, "overturn", **rest),
            possible=lambda unit: unit.status == micro.APPEALED,
            icon="check",
        ),
        Verb(
            "upholding",
            _("Agree with the buyer"),
            _("The rejection stands, for good. The worker reads your reason."),
            _("The rejection stands."),
            lambda unit, *, reason, **rest: act(unit.pk, "uphold", text=reason, **rest),
            possible=lambda unit: unit.status == micro.APPEALED,
            reason=True,
            danger=True,
            icon="gavel",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        """Only what somebody appealed about: the others are nobody's business."""
        appealed = Decision.objects.filter(verb="appeal").values("unit")
        found: QuerySet[Unit] = super().get_queryset(request).filter(pk__in=appealed)
        return found.select_related("engagement__campaign", "worker")

    @columns.column(_("campaign"))
    def campaign(self, unit: Unit) -> Any:
        return columns.linked(unit.engagement.campaign)

    @columns.column(_("state"))
    def standing(self, unit: Unit) -> SafeString:
        return columns.chip(unit.state_words, unit.status, waits=unit.status == micro.APPEALED)

    @columns.column(_("ruled for the worker by itself"))
    def until(self, unit: Unit) -> str:
        return localdatetime(silent_until(unit)) if unit.status == micro.APPEALED else "–"

    @columns.column(_("what to do"))
    def what_to_do(self, unit: Unit) -> str:
        return str(unit.engagement.campaign.instructions)

    @columns.column(_("an example"))
    def example(self, unit: Unit) -> str:
        return unit.engagement.campaign.example or "–"

    def panels(self, thing: Unit, request: HttpRequest) -> Iterator[Panel]:
        files = SubmittedFile.objects.filter(submission__unit=thing).order_by("id")
        asked = proof.read(thing.engagement.campaign.proof)
        handed_in = [(each.at, _("proof"), _answers(each, asked)) for each in thing.submissions.order_by("number")]
        decided = [(each.at, verb_words(each), each.text or "–") for each in thing.decisions.order_by("id")]
        rows = [(localdatetime(at), what, text) for at, what, text in sorted([*handed_in, *decided], key=_first)]
        yield Panel(_("The whole story"), (_("when"), _("what happened"), _("text")), rows)
        if files:
            links = [
                (each.question or "–", format_html('<a href="/work/files/{}/">{}</a>', each.pk, each.name))
                for each in files
            ]
            yield Panel(_("Files of the proof"), (_("question"), _("file")), links)

    notes = panels


def _first(row: tuple[Any, ...]) -> Any:
    return row[0]


def _cells(data: dict[str, Any]) -> str:
    return " · ".join(f"{name}: {shorten(str(cell), 200)}" for name, cell in data.items())


def _answers(row: Submission | None, asked: Sequence[proof.Field]) -> SafeString | str:
    """Each question with what was answered, in the order of the form."""
    said = row.content.get("answers", {}) if row else {}
    lines = [(each.words, shorten(str(said[each.key]), 200)) for each in asked if said.get(each.key)]
    return format_html_join("", "<p>{}: {}</p>", lines) or "–"


def _rejection(row: Decision, asked: Sequence[proof.Field]) -> tuple[Any, ...]:
    state = columns.chip(row.unit.state_words, row.unit.status)
    return row.unit_id, localdatetime(row.at), row.text, _answers(row.submission, asked), state


console.register(Campaign, Campaigns)
console.register(Unit, Appeals)

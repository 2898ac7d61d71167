"""Conversations that were reported or hold a message back: no other is shown here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import shorten
from dhara.people.conversations import actions, queries, rules
from dhara.people.models import Conversation, Message, Report
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime
from dhara.work.models import Proposal, ProposalVersion
from dhara.work.proposals.queries import offered_in

MOST = 200


class Outcome(forms.Form):
    """What came of a report: for whoever looks next."""

    outcome = TextField(label=_("What you found and did"), max_length=300, required=False)


class Conversations(Desk):
    list_display = ("title", "studio_", "subject", "opened", "last")
    fields = ("title", "studio_", "subject", "opened", "last", "agreed")
    readonly_fields = fields
    studio_ = columns.plain("studio", _("studio"))
    opened = columns.when("opened_at", _("opened"))
    last = columns.when("last_at", _("last message"))
    agreed = columns.when("agreed_at", _("there is an order"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        return queries.readable_by_operators()

    def panels(self, thing: Conversation, request: HttpRequest) -> Iterator[Panel]:
        reports = thing.reports.select_related("party").order_by("id")
        yield Panel(
            _("Reports"),
            (_("when"), _("by"), _("reason"), _("what happened"), _("outcome")),
            [
                (_when(each), each.party.name, each.get_reason_display(), each.text,
                 each.outcome or "–")
                for each in reports
            ],
            _("Nobody has reported it."),
        )  # fmt: skip
        said = thing.messages.order_by("-id")[:MOST]
        yield Panel(
            _("Messages"),
            (_("when"), _("by"), _("text"), _("state")),
            [(_when(each), each.author_name, each.body, _state(each)) for each in said],
        )
        offers = offered_in(thing.pk)
        if offers:
            heads = (_("when"), _("by"), _("title"), _("text"), _("price"), _("state"))
            yield Panel(_("Offers of work"), heads, [_offer(*each) for each in offers[-MOST:]])


class Messages(Desk):
    list_display = ("written", "by_whom", "beginning", "conversation_", "standing")
    list_filter = (
        choice("state", _("state"), lambda: [("held", _("waiting for you"))], lambda _value: queries.WAITING),
    )
    fields = ("conversation_", "by_whom", "written", "body", "standing", "reasons", "removed_for_")
    readonly_fields = fields
    conversation_ = columns.plain("conversation", _("conversation"))
    removed_for_ = columns.plain("removed_for", _("removed for"))
    list_select_related = ("conversation",)
    called = _("Messages")
    written = columns.when("at", _("written"))
    verbs = (
        Verb(
            "release",
            _("Let it through"),
            _("The other side gets the message now, as if it had just been written."),
            _("The message was let through."),
            lambda message, **rest: actions.release(message.pk, **rest),
            possible=lambda message: message.waits,
            icon="check",
        ),
        Verb(
            "removal",
            _("Remove"),
            _("Nobody but its writer, who reads your reason, and operators can see that it was there."),
            _("The message was removed."),
            lambda message, **rest: actions.remove(message.pk, **rest),
            possible=lambda message: message.removed_at is None,
            reason=True,
            danger=True,
            icon="block",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return Message.objects.filter(conversation__in=queries.readable_by_operators()).select_related("conversation")

    @columns.column(_("by"))
    def by_whom(self, message: Message) -> str:
        return message.author_name

    @columns.column(_("text"))
    def beginning(self, message: Message) -> str:
        return shorten(message.body, 80) or "–"

    @columns.column(_("state"))
    def standing(self, message: Message) -> SafeString:
        return _state(message)

    @columns.column(_("held for"))
    def reasons(self, message: Message) -> str:
        return " ".join(str(each) for each in rules.reasons_of(message.held_for)) or "–"


class Reports(Desk):
    list_display = ("made", "reason_words", "conversation_", "by_whom", "standing")
    list_filter = (
        choice("state", _("state"), lambda: [("open", _("waiting for you"))], lambda _value: Q(handled_at=None)),
    )
    fields = ("linked_conversation", "by_whom", "made", "reason_words", "text", "standing", "outcome")
    readonly_fields = fields
    conversation_ = columns.plain("conversation", _("conversation"))
    list_select_related = ("conversation", "party")
    called = _("Reports")
    made = columns.when("at", _("reported"))
    verbs = (
        Verb(
            "handling",
            _("Done with it"),
            _("The report leaves your list. What you write here is kept for whoever looks next."),
            _("The report is handled."),
            lambda report, **rest: actions.handle(report.pk, **rest),
            possible=lambda report: report.handled_at is None,
            form=Outcome,
            icon="check",
        ),
    )

    @columns.column(_("reason"))
    def reason_words(self, report: Report) -> str:
        return str(report.get_reason_display())

    @columns.column(_("by"))
    def by_whom(self, report: Report) -> str:
        return report.party.name

    @columns.column(_("conversation"))
    def linked_conversation(self, report: Report) -> Any:
        return columns.linked(report.conversation)

    @columns.column(_("state"))
    def standing(self, report: Report) -> SafeString:
        return columns.chip(_("done"), "done") if report.handled_at else columns.chip(_("waiting"), "pending")


def _when(thing: Message | Report) -> SafeString:
    return format_html('<a class="link" href="{}">{}</a>', columns.page_of(thing), localdatetime(thing.at))


def _offer(proposal: Proposal, version: ProposalVersion) -> tuple[Any, ...]:
    """As it stands now: the title, the latest words and price, and whose they are."""
    who = proposal.studio.name if version.role == "worker" else proposal.buyer.get_full_name()
    price = Money(version.amount, version.currency).display(current())
    return (localdatetime(version.at), who, proposal.title, version.text, price, proposal.state_words)


def _state(message: Message) -> SafeString:
    if message.removed_at is not None:
        return columns.chip(_("removed"), "suspended")
    if message.waits:
        return columns.chip(_("waiting"), "pending")
    return columns.chip(_("released"), "released") if message.released_at else format_html("{}", _("shown"))


console.register(Conversation, Conversations)
console.register(Message, Messages)
console.register(Report, Reports)

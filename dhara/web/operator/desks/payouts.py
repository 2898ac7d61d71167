"""Payouts: what waits for a word, what is under way, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.money.models import Payout
from dhara.money.payouts import actions, details, queries, rules
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime


class ArrivalForm(forms.Form):
    ref = TextField(label=_("The bank's reference"), required=False, max_length=120)


def _settle(payout: Payout, *, arrived: bool, reason: str = "", ref: str = "", **rest: Any) -> None:
    actions.settle(payout.pk, arrived=arrived, reason=reason, ref=ref, **rest)


class Payouts(Desk):
    list_display = ("number", "standing", "why_held", "shop", "sum", "goes_to", "made")
    list_select_related = ("studio", "method")
    list_filter = (
        choice("status", _("state"), lambda: rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),
        choice("waits", _("waits for"), lambda: [("us", _("an operator's word"))], lambda _v: Q(pk__in=_asked())),
        choice("kind", _("to"), lambda: _kinds(), lambda value: Q(method__kind=value)),
    )
    fields = (
        "number", "standing", "why_held", "told", "shop", "sum", "charged", "net_sum", "goes_to", "gateway", "ref",
        "tries", "asked", "next_question", "made", "sent_on",
    )  # fmt: skip
    readonly_fields = fields
    search_fields = ("number",)
    search_help_text = _("A payout's number, or the gateway's reference")
    standing = columns.state(_("state"))
    shop = columns.link("studio", _("studio"))
    goes_to = columns.link("method", _("to"))
    sum = columns.money("amount", _("amount"))
    charged = columns.money("fee", _("fee"))
    net_sum = columns.money("net", _("is sent"))
    made = columns.when("created_at", _("made"))
    sent_on = columns.when("sent_at", _("sent"))
    next_question = columns.when("ask_at", _("asked next"))
    verbs = (
        Verb(
            "approval",
            _("Approve"),
            _("Look at the studio, its sales and where the money goes. What else the payout waits for is not ended."),
            _("Approved."),
            lambda payout, **rest: actions.approve(payout.pk, **rest),
            possible=lambda payout: payout.status == rules.HELD and payout.approved_at is None,
            bulk=True,
            icon="task_alt",
        ),
        Verb(
            "hold",
            _("Hold"),
            _("It does not leave until you approve it. The studio is told why."),
            _("It waits."),
            lambda payout, **rest: actions.hold(payout.pk, **rest),
            possible=lambda payout: payout.status == rules.CREATED,
            reason=True,
            icon="pause",
        ),
        Verb(
            "cancellation",
            _("Cancel"),
            _("The whole amount is on the studio's balance again, and the studio is told why."),
            _("Cancelled."),
            lambda payout, **rest: actions.cancel(payout.pk, **rest),
            possible=lambda payout: payout.status in (rules.CREATED, rules.HELD),
            reason=True,
            danger=True,
            icon="undo",
        ),
        Verb(
            "question",
            _("Ask the gateway"),
            _("The gateway is asked what became of it, and what it says is applied."),
            _("The gateway was asked."),
            lambda payout, **rest: actions.drive(payout.pk, again=True, **rest),
            possible=lambda payout: bool(payout.gateway) and payout.status in (rules.PROCESSING, rules.PAID),
            icon="help",
        ),
        Verb(
            "arrival",
            _("It was paid"),
            _("The bank says that it was paid. Do this only with the bank's word before you."),
            _("Marked as paid."),
            partial(_settle, arrived=True),
            possible=lambda payout: payout.status == rules.PROCESSING,
            form=ArrivalForm,
            icon="check",
        ),
        Verb(
            "failure",
            _("It did not arrive"),
            _("The bank refused it or sent it back. The whole amount is on the studio's balance again."),
            _("Marked as failed."),
            partial(_settle, arrived=False),
            possible=lambda payout: payout.status in (rules.PROCESSING, rules.PAID),
            reason=True,
            danger=True,
            icon="close",
        ),
    )

    @columns.column(_("waits for"))
    def why_held(self, payout: Payout) -> Any:
        if payout.status == rules.PROCESSING and payout.why:
            return payout.reason_words
        names = {
            "first": gettext("first payout"),
            "limit": gettext("large amount"),
            "cooling": gettext("changed details"),
        }
        names |= {"suspended": gettext("suspended"), "dispute": gettext("dispute"), "operator": gettext("an operator")}
        return ", ".join(names.get(code, code) for code in payout.held_for) or "–"

    @columns.column(_("reason"))
    def told(self, payout: Payout) -> str:
        return payout.reason_words or "–"

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(number=text.upper()) | Q(ref=text)

    def panels(self, thing: Payout, request: HttpRequest) -> Iterator[Panel]:
        standing = queries.standing(thing.studio_id, thing.currency)
        yield Panel(
            _("The studio's money"),
            (_("pending"), _("available"), _("on its way"), _("paid out so far"), _("owed"), _("kept back")),
            [
                tuple(
                    columns.amount(each)
                    for each in (
                        standing.pending, standing.available, standing.under_way, standing.paid, standing.owed,
                        standing.reserved,
                    )
                )
            ],
        )  # fmt: skip
        yield Panel(
            _("What happened"),
            (_("when"), _("what happened")),
            [(localdatetime(each.at), each.words) for each in queries.story(thing)],
        )
        yield moves(thing)


def _asked() -> Any:
    return queries.to_approve().values("pk")


def _kinds() -> list[tuple[str, Any]]:
    return [(code, kind.label) for code, kind in details.KINDS.items()]


console.register(Payout, Payouts)

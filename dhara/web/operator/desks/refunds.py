"""Money back to buyers, who asks for it, and payers who went to their bank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dhara.checkout.disputes.queries import order_of
from dhara.checkout.models import Refund, RefundLine, RefundRequest
from dhara.checkout.refunds import actions, rules
from dhara.delivery.evidence.queries import gather
from dhara.kit.currency import Money
from dhara.kit.locale.digits import to_latin
from dhara.money.disputes import actions as cases
from dhara.money.disputes import queries
from dhara.money.disputes import rules as dispute_rules
from dhara.money.models import Dispute
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime


class Refunds(Desk):
    list_display = ("number", "standing", "sum", "reason", "made")
    list_select_related = ("order",)
    list_filter = (choice("status", _("state"), lambda: rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),)
    fields = ("standing", "sum", "of", "case", "way", "reason", "made", "key")
    readonly_fields = fields
    search_fields = ("order",)
    search_help_text = _("An order's number, or the refund's own")
    standing = columns.state(_("state"))
    sum = columns.money("amount", _("amount"))
    of = columns.link("order", _("order"))
    case = columns.link("dispute", _("dispute"))
    way = columns.link("payment_refund", _("through the gateway"))
    made = columns.when("created_at", _("made"))

    @columns.column(_("order"))
    def number(self, refund: Refund) -> str:
        return refund.order.number

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(order__number=to_latin(text).upper())

    def panels(self, thing: Refund, request: HttpRequest) -> Iterator[Panel]:
        head = (_("offer"), _("studio"), _("amount"), _("tax"), _("the studio gives"), _("collaborators give"))
        lines = RefundLine.objects.filter(refund=thing).select_related("line__offer", "studio").order_by("id")
        yield Panel(_("What went back"), head, [_line(each, thing.currency) for each in lines])
        yield moves(thing)


def _line(each: RefundLine, code: str) -> tuple[Any, ...]:
    sums = [columns.amount(Money(minor, code)) for minor in (each.amount, each.tax, each.borne, each.shared)]
    return columns.linked(each.line.offer), columns.linked(each.studio), *sums


class Requests(Desk):
    list_display = ("bought", "of", "standing", "promised", "asked", "due")
    list_select_related = ("order", "line", "studio")
    list_filter = (
        choice("status", _("state"), lambda: rules.REQUEST_LIFECYCLE.states.items(), lambda value: Q(status=value)),
    )
    fields = ("bought", "of", "whose", "standing", "promised", "reason", "answer", "given", "asked", "due")
    readonly_fields = fields
    search_fields = ("order",)
    search_help_text = _("An order's number")
    standing = columns.state(_("state"), waits=rules.OPEN)
    of = columns.link("order", _("order"))
    whose = columns.link("studio", _("studio"))
    given = columns.link("refund", _("refund"))
    asked = columns.when("created_at", _("asked"))
    due = columns.when("answer_by", _("answer by"))
    verbs = (
        Verb(
            "acceptance",
            _("Give the money back"),
            _("All that is left of this line goes back to the buyer; the seller bears it as in any refund."),
            _("The money is on its way back."),
            lambda request, **rest: actions.accept(request.pk, **rest),
            possible=lambda request: request.status == rules.OPEN,
            danger=True,
            icon="undo",
        ),
        Verb(
            "refusal",
            _("Decline"),
            _("The buyer reads the reason."),
            _("The request was declined."),
            lambda request, reason, **rest: actions.decline(request.pk, answer=reason, **rest),
            possible=lambda request: request.status == rules.OPEN,
            reason=True,
            icon="block",
        ),
    )

    @columns.column(_("promised"))
    def promised(self, request: RefundRequest) -> Any:
        return _("within what the seller promises") if request.within else _("the seller decides")

    @columns.column(_("offer"))
    def bought(self, request: RefundRequest) -> str:
        return request.line.title

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(order__number=to_latin(text).upper())

    def panels(self, thing: RefundRequest, request: HttpRequest) -> Iterator[Panel]:
        yield moves(thing)


class Cases(Desk):
    list_display = ("case", "gateway", "standing", "sum", "due", "made")
    list_filter = (
        choice("status", _("state"), lambda: dispute_rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),
    )
    fields = (
        "case", "gateway", "standing", "sum", "costs", "held", "words", "paid", "due", "handed", "problem", "made",
        "said",
    )  # fmt: skip
    readonly_fields = fields
    search_fields = ("ref",)
    search_help_text = _("The gateway's name for the case")
    standing = columns.state(_("state"))
    sum = columns.money("amount", _("amount"))
    costs = columns.money("fee", _("fee for the case"))
    held = columns.money("taken", _("taken by the bank"))
    paid = columns.link("payment", _("payment"))
    due = columns.when("answer_by", _("answer by"))
    handed = columns.when("handed_in_at", _("handed in"))
    made = columns.when("created_at", _("made"))
    said = columns.data("evidence", _("what was handed in"))
    verbs = (
        Verb(
            "evidence",
            _("Hand in the evidence"),
            _("What is known and what the sellers have said goes to the bank. It can be handed in once."),
            _("The evidence is on its way to the bank."),
            lambda dispute, by, at: cases.want_handed_in(dispute.pk, at=at),  # noqa: ARG005 - verbs are called alike
            possible=queries.may_be_answered,
            icon="send",
        ),
    )

    @columns.column(_("case"))
    def case(self, dispute: Dispute) -> str:
        return dispute.ref

    @columns.column(_("reason"))
    def words(self, dispute: Dispute) -> str:
        return dispute.why

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(ref=text)

    def panels(self, thing: Dispute, request: HttpRequest) -> Iterator[Panel]:
        order = order_of(thing)
        known = gather(thing) if order is not None else None
        if order is not None and known is not None:
            rows = [(columns.linked(order), order.name, order.email)]
            yield Panel(_("The order"), (_("order"), _("name"), _("to")), rows)
            yield Panel(
                _("What the sellers say"),
                (_("studio"), _("what")),
                [(line.studio.name, known.statements.get(line.studio_id, "–")) for line in known.lines],
            )
            yield Panel(
                _("What the buyer downloaded"),
                (_("when"), _("file"), _("IP address"), _("browser")),
                [(localdatetime(each.at), each.what, each.ip or "–", each.agent) for each in known.downloads],
                _("No download was recorded."),
            )
        yield moves(thing)


console.register(Refund, Refunds)
console.register(RefundRequest, Requests)
console.register(Dispute, Cases)

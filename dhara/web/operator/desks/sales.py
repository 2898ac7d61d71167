"""Sales: orders with their whole story, payments, gateways' notices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from dhara.checkout.models import Order, OrderLine, Refund
from dhara.checkout.orders import rules
from dhara.checkout.orders.queries import Event, letters_of, story
from dhara.checkout.refunds import actions as refunds
from dhara.checkout.refunds.actions import Part
from dhara.delivery.models import Grant
from dhara.kit.currency import Money
from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.languages import current
from dhara.money.models import GatewayEvent, Payment
from dhara.money.payments import actions
from dhara.money.payments import rules as payment_rules
from dhara.reactions.words import WORDS
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import localdatetime

LETTERS = ("receipt", "sale_made", "payment_declined", "money_returned", "refund_made", "refund_failed")


class Orders(Desk):
    list_display = ("number", "standing", "sum", "name", "email", "ordered", "paid")
    list_filter = (choice("status", _("state"), lambda: rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),)
    fields = ("number", "standing", "sum", "name", "email", "phone", "buyer", "language", "ordered", "paid", "terms")
    readonly_fields = fields
    search_fields = ("number",)
    search_help_text = _("An order's number, or the buyer's complete address")
    standing = columns.state(_("state"))
    sum = columns.money("total", _("total"))
    buyer = columns.link("account", _("account"))
    ordered = columns.when("created_at", _("ordered"))
    paid = columns.when("paid_at", _("paid"))
    terms = columns.data("policies", _("numbers in force when it was made"))
    verbs = (
        Verb(
            "refund",
            _("Give everything back"),
            _(
                "All that is left of the order goes back to the buyer, who reads the reason; access ends. The sellers "
                "bear it as in any refund."
            ),
            _("The money is on its way back."),
            lambda order, reason, **rest: _refund_all(order, reason, **rest),
            possible=lambda order: order.status in (rules.PAID, rules.PARTIALLY_REFUNDED),
            reason=True,
            danger=True,
            icon="undo",
        ),
    )

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(number=to_latin(text).upper()) | Q(email=text.lower())

    def panels(self, thing: Order, request: HttpRequest) -> Iterator[Panel]:
        yield Panel(
            _("What was bought"),
            (_("offer"), _("studio"), _("copies"), _("paid"), _("fees"), _("the studio's share"), _("refunded")),
            [_line(line) for line in OrderLine.objects.filter(order=thing).select_related("studio", "offer", "order")],
        )
        yield Panel(_("The whole story"), (_("when"), _("what happened"), ""), [_told(each) for each in story(thing)])
        yield Panel(
            _("Payments"),
            (_("payment"), _("state"), _("total"), _("made")),
            [
                (
                    columns.linked(p),
                    columns.chip(p.state_words, p.status),
                    columns.amount(p.money),
                    localdatetime(p.created_at),
                )
                for p in Payment.objects.filter(subject=f"order:{thing.pk}").order_by("id")
            ],
            _("Nothing was to be paid."),
        )
        yield Panel(
            _("Refunds"),
            (_("refund"), _("amount"), _("state"), _("reason"), _("made")),
            [_given(made) for made in Refund.objects.filter(order=thing).order_by("id")],
            _("Nothing was given back."),
        )
        yield Panel(
            _("What the buyer has"),
            (_("offer"), _("state"), _("since")),
            [
                (columns.linked(g.offer), columns.chip(g.state_words, g.status), localdatetime(g.granted_at))
                for g in Grant.objects.filter(order=thing).select_related("offer").order_by("id")
            ],
            _("Nothing was handed over yet."),
        )
        yield Panel(
            _("Letters about it"),
            (_("letter"), _("to"), _("state"), _("written")),
            [
                (
                    columns.linked(e),
                    e.to_email,
                    columns.chip(e.get_state_display(), e.state),
                    localdatetime(e.created_at),
                )
                for e in letters_of(thing, LETTERS)
            ],
            _("No letter was written yet."),
        )
        yield moves(thing)


def _refund_all(order: Order, reason: str, **rest: Any) -> None:
    """Pressed twice it is one refund: the second finds nothing left."""
    lines = {line.pk: Part(line.gross - line.refunded, True) for line in OrderLine.objects.filter(order=order)}
    refunds.refund(order.pk, lines=lines, reason=reason, key=f"operator:{order.pk}:{order.version}", **rest)


def _given(made: Refund) -> tuple[Any, ...]:
    state = columns.chip(made.state_words, made.status)
    return columns.linked(made), columns.amount(made.money), state, made.reason, localdatetime(made.created_at)


def _line(line: OrderLine) -> tuple[Any, ...]:
    code = line.order.currency
    fees = line.tax + line.gateway_fee + line.platform_fee
    sums = [columns.amount(Money(minor, code)) for minor in (line.gross, fees, line.net, line.refunded)]
    return columns.linked(line.offer), columns.linked(line.studio), line.quantity, *sums


def _told(event: Event) -> tuple[Any, ...]:
    kinds = {"fact": now_("fact"), "entry": now_("booked"), "letter": now_("letter")}
    return localdatetime(event.at), _with_details(event), columns.chip(kinds[event.kind], event.kind)


def _with_details(event: Event) -> SafeString:
    """The sentence; below it what followed from it, or where the money went."""
    effects = [(columns.chip(WORDS.get(effect.name, effect.name), effect.state),) for effect in event.effects]
    amounts = [(account, sum_.display(current())) for account, sum_ in event.amounts]
    return format_html(
        "<div>{}</div>{}{}",
        event.words,
        format_html('<div class="chips">{}</div>', format_html_join(" ", "{}", effects)) if effects else "",
        format_html('<dl class="legs">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", amounts))
        if amounts
        else "",
    )


class Payments(Desk):
    list_display = ("mark", "standing", "sum", "gateway", "subject", "payer_email", "made")
    list_filter = (
        choice("status", _("state"), lambda: payment_rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),
    )
    fields = (
        "token",
        "standing",
        "sum",
        "kept",
        "returned",
        "gateway",
        "gateway_ref",
        "subject",
        "payer_email",
        "told",
        "made",
    )
    readonly_fields = fields
    search_fields = ("token",)
    search_help_text = _("A payment's token, the gateway's reference, or a subject such as order:12")
    mark = columns.start("token", _("token"))
    standing = columns.state(_("state"))
    sum = columns.money("amount", _("amount"))
    kept = columns.money("fee", _("the gateway's fee"))
    returned = columns.money("refunded", _("refunded"))
    told = columns.data("details", _("what the gateway told"))
    made = columns.when("created_at", _("made"))
    verbs = (
        Verb(
            "acceptance",
            _("Accept what came"),
            _("Another amount or currency came than was asked for, or the gateway warns of this payment (see what it "
              "told). If you accept, the payment becomes what really came, and is booked as that."),
            _("The payment was accepted and booked."),
            lambda payment, **rest: actions.accept(payment.pk, **rest),
            possible=lambda payment: payment.status == payment_rules.REVIEW,
            danger=True,
            icon="task_alt",
        ),
        Verb(
            "refusal",
            _("Refuse it, send the money back"),
            _("All that came goes back to the payer, who is told. The order is given up until the buyer tries again."),
            _("The payment was refused; the money is on its way back."),
            lambda payment, **rest: actions.refuse(payment.pk, **rest),
            possible=lambda payment: payment.status == payment_rules.REVIEW,
            reason=True,
            danger=True,
            icon="block",
        ),
        Verb(
            "question",
            _("Ask the gateway"),
            _("The gateway's server is asked what became of this payment, and what it says is applied."),
            _("The gateway was asked."),
            lambda payment, **rest: actions.ask(payment.pk, **rest),
            possible=lambda payment: payment.status not in (*payment_rules.PAID, payment_rules.REVIEW),
            icon="help",
        ),
    )  # fmt: skip

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(token=text) | Q(gateway_ref=text) | Q(subject=text)

    def panels(self, thing: Payment, request: HttpRequest) -> Iterator[Panel]:
        yield Panel(
            _("Refunds"),
            (_("refund"), _("state"), _("amount"), _("reason")),
            [
                (
                    columns.linked(r),
                    columns.chip(r.state_words, r.status),
                    columns.amount(Money(r.amount, thing.currency)),
                    r.reason,
                )
                for r in thing.refunds.order_by("id")
            ],
            _("None of it went back."),
        )
        notices = GatewayEvent.objects.filter(source=thing.gateway, gateway_ref=thing.gateway_ref or "-").order_by("id")
        yield Panel(
            _("The gateway's notices"),
            (_("notice"), _("came"), _("handled"), _("trouble")),
            [
                (columns.linked(e), localdatetime(e.received_at), localdatetime(e.handled_at), e.problem)
                for e in notices
            ],
            _("None came."),
        )
        yield moves(thing)


class Notices(Desk):
    list_display = ("source", "event_id", "gateway_ref", "received", "handled", "problem")
    fields = ("source", "event_id", "gateway_ref", "received", "handled", "problem", "content")
    readonly_fields = fields
    search_fields = ("event_id",)
    search_help_text = _("The gateway's number of the notice")
    list_filter = (
        choice("handled", _("state"), lambda: [("no", _("not handled"))], lambda _value: Q(handled_at__isnull=True)),
    )
    received = columns.when("received_at", _("came"))
    handled = columns.when("handled_at", _("handled"))
    content = columns.data("body", _("content"))

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(event_id=text)


console.register(Order, Orders)
console.register(Payment, Payments)
console.register(GatewayEvent, Notices)

"""Money on its way back through gateways; or by hand, where a gateway can not."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.money.gateways import queries as gateways
from dhara.money.models import PaymentRefund
from dhara.money.payments import actions, rules
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb


class Transfer(forms.Form):
    reference = TextField(label=_("Number of the transfer"), max_length=60)


def _by_hand(refund: PaymentRefund) -> bool:
    return refund.status == rules.PENDING and gateways.by_hand(gateways.known(refund.payment.gateway))


class Refunds(Desk):
    list_display = ("key", "standing", "sum", "of", "reason", "made")
    list_select_related = ("payment",)
    list_filter = (
        choice("status", _("state"), lambda: rules.REFUND_LIFECYCLE.states.items(), lambda value: Q(status=value)),
    )
    fields = ("key", "standing", "sum", "of", "reason", "gateway_ref", "made")
    readonly_fields = fields
    search_fields = ("key",)
    search_help_text = _("A refund's key or number")
    standing = columns.state(_("state"))
    sum = columns.money("amount", _("amount"), currency="payment.currency")
    of = columns.link("payment", _("payment"))
    made = columns.when("created_at", _("made"))
    verbs = (
        Verb(
            "retry",
            _("Try again"),
            _("The refund is booked anew, and the gateway is asked again."),
            _("The refund is on its way again."),
            lambda refund, **rest: actions.retry(refund.pk, **rest),
            possible=lambda refund: refund.status == rules.FAILED,
            bulk=True,
            icon="replay",
        ),
        Verb(
            "sending",
            _("It was sent by hand"),
            _(
                "This gateway gives nothing back by itself. Send the money to the payer from the merchant's wallet, "
                "then enter the number of that transfer. The payment's page shows the payer's wallet."
            ),
            _("The refund is noted as sent."),
            lambda refund, **rest: actions.settle_by_hand(refund.pk, **rest),
            possible=_by_hand,
            form=Transfer,
            danger=True,
            icon="front_hand",
        ),
        Verb(
            "refusal",
            _("It can not be sent"),
            _("The refund has failed: the books take it back, and the people concerned are told."),
            _("The refund is noted as failed."),
            lambda refund, **rest: actions.settle_by_hand(refund.pk, **rest),
            possible=_by_hand,
            reason=True,
            danger=True,
            icon="block",
        ),
    )

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(key=text)

    def panels(self, thing: PaymentRefund, request: HttpRequest) -> Iterator[Panel]:
        yield moves(thing)


console.register(PaymentRefund, Refunds)

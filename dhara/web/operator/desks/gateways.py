"""What gateways leave to people: bank transfers to look at, money to send back, and days on which the books differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dhara.kit.currency import Money
from dhara.kit.fields import MoneyField, TextField
from dhara.kit.files.ranges import ranged_response
from dhara.money.gateways.bank import actions as bank
from dhara.money.gateways.bank import queries as transfers
from dhara.money.gateways.bank import rules as bank_rules
from dhara.money.models import BankRefund, BankTransfer, DayReport
from dhara.money.payments.tasks import ask_by_token
from dhara.money.reconciliation import actions as reconciliation
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb


class Came(forms.Form):
    amount = MoneyField(label=_("What really came"))


class BankReference(forms.Form):
    bank_ref = TextField(label=_("The bank's reference"), max_length=60)


def _confirm(transfer: BankTransfer, **rest: Any) -> None:
    bank.confirm(transfer.pk, **rest)
    ask_by_token(transfer.token)


class BankTransfers(Desk):
    """The transfers to the instance's own account; studios look at their own."""

    list_display = ("code", "standing", "sum", "payer_email", "number", "made")
    list_filter = (
        choice("status", _("state"), lambda: bank_rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),
    )
    fields = (
        "code", "standing", "sum", "found", "payer_name", "payer_email", "description", "number", "slip",
        "objection", "made",
    )  # fmt: skip
    readonly_fields = fields
    search_fields = ("code",)
    search_help_text = _("The code on the transfer")
    standing = columns.state(_("state"))
    sum = columns.money("amount", _("amount"))
    made = columns.when("created_at", _("made"))
    verbs = (
        Verb(
            "confirmation",
            _("The money came"),
            _("What really came is booked. Another amount than was asked for goes to review before anything is sold."),
            _("The transfer was confirmed."),
            _confirm,
            possible=lambda transfer: transfer.status != bank_rules.CONFIRMED,
            form=Came,
            initial=lambda transfer: {"amount": transfer.money},
            icon="task_alt",
        ),
        Verb(
            "rejection",
            _("It did not come"),
            _("The payer is told why, and may show another proof."),
            _("The payer was told."),
            lambda transfer, **rest: bank.reject(transfer.pk, **rest),
            possible=lambda transfer: transfer.status == bank_rules.SHOWN,
            reason=True,
            danger=True,
            icon="close",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankTransfer]:
        return transfers.transfers_of(None)

    def sought(self, text: str) -> Q:
        return super().sought(text) | Q(code=text.upper())

    @columns.column(_("what really came"))
    def found(self, transfer: BankTransfer) -> Any:
        return "–" if transfer.came is None else columns.amount(Money(transfer.came, transfer.currency))

    @columns.column(_("proof"))
    def slip(self, transfer: BankTransfer) -> SafeString | str:
        if transfer.proof is None:
            return "–"
        address = reverse("operator:bank-proof", args=[transfer.pk])
        return format_html('<a class="link" href="{}" target="_blank">{}</a>', address, transfer.proof.name)

    def get_urls(self) -> list[URLPattern]:
        proof = path("<int:object_id>/proof/", self.admin_site.admin_view(_proof), name="bank-proof")
        return [proof, *super().get_urls()]

    def panels(self, thing: BankTransfer, request: HttpRequest) -> Iterator[Panel]:
        yield moves(thing)


@require_GET
def _proof(request: HttpRequest, object_id: int) -> HttpResponseBase:
    found = transfers.transfers_of(None).filter(pk=object_id).first()
    if found is None or found.proof is None:
        raise Http404
    return ranged_response(request, found.proof, inline=True)


class BankRefunds(Desk):
    list_display = ("of", "standing", "sum", "reason", "bank_ref", "made")
    list_select_related = ("transfer",)
    list_filter = (
        choice("status", _("state"), lambda: bank_rules.REFUND_LIFECYCLE.states.items(), lambda value: Q(status=value)),
    )
    fields = ("of", "standing", "sum", "reason", "bank_ref", "made")
    readonly_fields = fields
    standing = columns.state(_("state"))
    sum = columns.money("amount", _("amount"), currency="transfer.currency")
    of = columns.link("transfer", _("bank transfer"))
    made = columns.when("created_at", _("made"))
    verbs = (
        Verb(
            "sending",
            _("It was sent back"),
            _("Say so when the money has left the bank account. The refund is complete then."),
            _("The refund is complete."),
            lambda refund, **rest: bank.sent_back(refund.pk, **rest),
            possible=lambda refund: refund.status == bank_rules.DUE,
            form=BankReference,
            icon="undo",
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[BankRefund]:
        return BankRefund.objects.filter(transfer__account__studio__isnull=True).select_related("transfer")

    def panels(self, thing: BankRefund, request: HttpRequest) -> Iterator[Panel]:
        yield moves(thing)


class DayReports(Desk):
    list_display = ("day", "whose", "result", "their_sum", "our_sum", "movements", "looked_into")
    list_select_related = ("account__studio",)
    ordering = ("-day", "-id")
    list_filter = (choice("state", _("state"), lambda: DayReport.STATES, lambda value: Q(state=value)),)
    fields = ("day", "whose", "result", "their_sum", "our_sum", "movements", "trouble", "note", "looked_into", "made")
    readonly_fields = fields
    looked_into = columns.when("seen_at", _("looked into"))
    made = columns.when("made_at", _("made"))
    verbs = (
        Verb(
            "note",
            _("I have looked into it"),
            _("Say what the difference was. It is kept with the report."),
            _("Noted."),
            lambda report, **rest: reconciliation.note(report.pk, **rest),
            possible=lambda report: report.state != DayReport.AGREES,
            reason=True,
            icon="edit_note",
        ),
        Verb(
            "question",
            _("Ask the gateway again"),
            _("The report of this day is made anew."),
            _("The report was made anew."),
            lambda report, at, **_rest: reconciliation.report(report.account_id, report.day, at=at),
            possible=lambda report: report.account_id is not None,
            icon="refresh",
        ),
    )

    @columns.column(_("account"))
    def whose(self, report: DayReport) -> str:
        studio = report.account.studio if report.account else None
        return f"{report.gateway} · @{studio.handle}" if studio else report.gateway

    @columns.column(_("result"))
    def result(self, report: DayReport) -> SafeString:
        tone = {DayReport.AGREES: "done", DayReport.DIFFERS: "failed"}.get(report.state, "held")
        return columns.chip(report.get_state_display(), tone)

    @columns.column(_("the gateway says"))
    def their_sum(self, report: DayReport) -> Any:
        return columns.amount(Money(report.theirs, report.currency)) if report.currency else "–"

    @columns.column(_("the books say"))
    def our_sum(self, report: DayReport) -> Any:
        return columns.amount(Money(report.ours, report.currency)) if report.currency else "–"

    def panels(self, thing: DayReport, request: HttpRequest) -> Iterator[Panel]:
        def cell(minor: int | None) -> Any:
            return "–" if minor is None else columns.amount(Money(minor, thing.currency))

        yield Panel(
            _("What differs"),
            (_("the gateway's reference"), _("the gateway says"), _("the books say"), _("its fee"), _("our fee")),
            [
                (each["ref"], *(cell(each.get(name)) for name in ("theirs", "ours", "their_fee", "our_fee")))
                for each in thing.differences
            ],
            _("Nothing."),
        )


console.register(BankTransfer, BankTransfers)
console.register(BankRefund, BankRefunds)
console.register(DayReport, DayReports)

"""The sidebar: people, market, sales, money, machine."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from dhara.catalog.models import Category, Collaborator, Offer
from dhara.checkout.models import Coupon, Order, Paper, Refund, RefundRequest
from dhara.delivery.models import Download
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.kit.mail.models import Letter
from dhara.money.models import (
    BankRefund,
    BankTransfer,
    Clearing,
    DayReport,
    Dispute,
    Entry,
    GatewayEvent,
    Hold,
    LedgerAccount,
    Payment,
    PaymentRefund,
    Payout,
    PayoutBatch,
    PayoutMethod,
    Policy,
    TaxRate,
)
from dhara.people.models import Account, Conversation, Member, Message, Report, Studio, Tie
from dhara.trust.models import Review, ReviewReport
from dhara.web.operator.desk import list_of
from dhara.work.models import Campaign, Engagement, Job, Unit


def groups(_request: HttpRequest) -> list[dict[str, Any]]:
    return [
        {
            "items": [
                _page(_("Overview"), "dashboard", "operator:index"),
                _page(_("Doctor"), "stethoscope", "operator:doctor"),
                _page(_("Gateways"), "point_of_sale", "operator:gateways"),
                _page(_("How letters leave"), "outgoing_mail", "operator:sending"),
            ]
        },
        _group(
            _("People"),
            (_("Accounts"), "person", Account),
            (_("Studios"), "storefront", Studio),
            (_("Members"), "group", Member),
            (_("In the same hands"), "link", Tie),
            (_("Held messages"), "front_hand", Message),
            (_("Reports"), "flag", Report),
            (_("Reported conversations"), "forum", Conversation),
        ),
        _group(
            _("Market"),
            (_("Offers"), "sell", Offer),
            (_("Categories"), "category", Category),
            (_("Collaborators"), "handshake", Collaborator),
        ),
        _group(
            _("Sales"),
            (_("Orders"), "shopping_bag", Order),
            (_("Coupons"), "confirmation_number", Coupon),
            (_("Payments"), "payments", Payment),
            (_("Refunds"), "undo", Refund),
            (_("Requests for refunds"), "contact_support", RefundRequest),
            (_("Disputes"), "gavel", Dispute),
            (_("Invoices"), "description", Paper),
            (_("Refunds at gateways"), "undo", PaymentRefund),
            (_("Gateways' notices"), "notifications", GatewayEvent),
            (_("Bank transfers"), "account_balance", BankTransfer),
            (_("Bank refunds"), "undo", BankRefund),
            (_("Daily reports"), "fact_check", DayReport),
            (_("Downloads"), "download", Download),
        ),
        _group(
            _("Work"),
            (_("Agreements"), "engineering", Engagement),
            (_("Job posts"), "work", Job),
            (_("Reviews"), "star", Review),
            (_("Reports of reviews"), "flag", ReviewReport),
            (_("Campaigns"), "checklist", Campaign),
            (_("Appeals"), "gavel", Unit),
        ),
        _group(
            _("Money"),
            (_("Payouts"), "send_money", Payout),
            (_("Lists for the bank"), "list_alt", PayoutBatch),
            (_("Payout methods"), "account_balance_wallet", PayoutMethod),
            (_("Policies"), "tune", Policy),
            (_("Tax rates"), "percent", TaxRate),
            (_("Ledger accounts"), "account_balance", LedgerAccount),
            (_("Ledger entries"), "receipt_long", Entry),
            (_("Set aside"), "lock", Hold),
            (_("Clearings"), "event_available", Clearing),
        ),
        _group(
            _("Machine"),
            (_("Facts"), "history", RecordedFact),
            (_("Reactions"), "bolt", Reaction),
            (_("Transitions"), "swap_horiz", Transition),
            (_("Jobs"), "manufacturing", ProcrastinateJob),
            (_("Outgoing letters"), "mail", Letter),
        ),
    ]


def environment(_request: HttpRequest) -> list[str] | None:
    """The label in the header of a sandbox."""
    return [_("Sandbox"), "warning"] if settings.SANDBOX else None


def _group(title: str, *desks: tuple[str, str, type[Model]]) -> dict[str, Any]:
    items = [{"title": name, "icon": icon, "link": list_of(model)} for name, icon, model in desks]
    return {"title": title, "separator": True, "items": items}


def _page(title: str, icon: str, name: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse(name)}

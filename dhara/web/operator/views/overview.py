"""The first page: what needs attention, and a few figures."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dhara.insights.health.queries import attention
from dhara.insights.market.queries import Figures
from dhara.insights.market.queries import figures as market_figures
from dhara.kit import clock
from dhara.kit.facts.models import Reaction
from dhara.kit.locale.dates import show_short
from dhara.kit.locale.languages import current
from dhara.kit.mail.models import Letter
from dhara.money.models import BankTransfer, Payment, PaymentRefund, Payout, PayoutBatch, PayoutMethod
from dhara.people.models import Tie
from dhara.web.operator.desk import list_of
from dhara.web.operator.views import doctor
from dhara.web.ui import charts


def figures(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - pages are called alike
    at = clock.now()
    market = market_figures(at=at, time_zone=settings.TIME_ZONE)
    return {
        "matters": _matters(),
        "market": market,
        "stats": _stats(market),
        "charts": _charts(market),
        "days": len(market.days),
    }


def _matters() -> list[dict[str, Any]]:
    """What waits for somebody, each with the way to it; empty when all is well."""
    from procrastinate.contrib.django.models import ProcrastinateJob

    now, report = attention(), doctor.last()
    found = [
        (now.reactions, _("reactions failed"), list_of(Reaction, "state=failed"), "bolt"),
        (now.letters, _("letters could not be sent"), list_of(Letter, "state=failed"), "mail"),
        (now.reviews, _("payments wait for your decision"), list_of(Payment, "status=review"), "payments"),
        (now.refunds, _("refunds were refused by the gateway"), list_of(PaymentRefund, "status=failed"), "undo"),
        (now.to_send, _("refunds wait to be sent by hand"), list_of(PaymentRefund, "status=pending"), "front_hand"),
        (
            now.transfers,
            _("bank transfers wait for you"),
            list_of(BankTransfer, "status=shown"),
            "account_balance",
        ),
        (now.payouts, _("payouts wait for your approval"), list_of(Payout, "waits=us"), "send_money"),
        (now.lists, _("payouts wait for a list to the bank"), list_of(PayoutBatch), "list_alt"),
        (now.methods, _("payout methods wait for your word"), list_of(PayoutMethod, "waits=us"), "verified_user"),
        (now.ties, _("pairs in the same hands were refused work"), list_of(Tie, "state=waits"), "link"),
        (now.jobs, _("jobs failed"), list_of(ProcrastinateJob, "status=failed"), "error"),
        (now.late, _("jobs are overdue"), list_of(ProcrastinateJob, "status=todo"), "hourglass"),
        (report.wrong if report else 0, _("findings of the doctor"), "/operator/doctor/", "stethoscope"),
    ]
    matters = [{"count": n, "text": text, "link": link, "icon": icon} for n, text, link, icon in found if n]
    if not now.workers:
        text = _("No worker is running: nothing is delivered and no letter leaves. Start `dhara worker`.")
        matters.insert(0, {"count": None, "text": text, "link": "/operator/doctor/", "icon": "power_off"})
    return matters


def _stats(market: Figures) -> list[tuple[str, Any]]:
    lang = current()
    totals = [sum(amounts[1:], amounts[0]).display(lang) for amounts in market.sales.values()]
    shares = [share.display(lang) for share in market.earned.values()]
    return [
        (_("Sold"), " · ".join(totals) or "–"),
        (_("The platform's share"), " · ".join(shares) or "–"),
        (_("Orders"), market.orders),
        (_("New people"), sum(market.joined)),
        (_("Open studios"), market.studios),
        (_("Offers for sale"), market.offers),
    ]


def _charts(market: Figures) -> list[dict[str, Any]]:
    lang = current()
    labels = [show_short(day, lang) for day in market.days]
    drawn = [
        {
            "title": _("Sales in %(currency)s") % {"currency": code},
            "chart": charts.bars(zip(labels, amounts, strict=True), "", lang),
        }
        for code, amounts in market.sales.items()
    ]
    people = {"title": _("New people"), "chart": charts.bars(zip(labels, market.joined, strict=True), "", lang)}
    return [*drawn, people]

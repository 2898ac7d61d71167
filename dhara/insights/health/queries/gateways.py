"""Can payers pay, and would we hear of it? Asks every gateway whose keys were entered."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.insights.health.rules import Finding
from dhara.kit import clock
from dhara.money import gateway_doctor
from dhara.money.gateways.queries import known
from dhara.money.models import DayReport


def examine() -> Iterator[Finding]:
    """Each account in use, and what the daily reports found."""
    accounts = gateway_doctor.accounts()
    if not accounts and not settings.SANDBOX:
        yield Finding(_("No keys of any gateway are entered, so nobody can pay."), False)
    for account in accounts:
        name = f"{known(account.gateway).label}{' · @' + account.studio.handle if account.studio else ''}"
        problems = gateway_doctor.examine(account, at=clock.now())
        for problem in problems:
            yield Finding(f"{name}: {problem.message}", False)
        if not problems:
            mode = _("live keys") if account.live else _("test keys")
            yield Finding(_("%(gateway)s answers and takes the %(mode)s.") % {"gateway": name, "mode": mode})
    yield from _reports()


def _reports() -> Iterator[Finding]:
    open_ones = DayReport.objects.filter(seen_at__isnull=True).exclude(state=DayReport.AGREES)
    found = list(open_ones[:20])
    if not found:
        yield Finding(_("The gateways' daily totals agree with the books, or were looked into."))
    for report in found:
        state = report.get_state_display()
        words = {"gateway": report.gateway, "day": report.day.isoformat(), "state": state}
        yield Finding(_("%(gateway)s on %(day)s: %(state)s.") % words, False)

"""Letters and notices about payouts. Those about the details go to every address that the owners have proven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from dhara.kit.locale.dates import show_date
from dhara.kit.locale.languages import known
from dhara.kit.mail.letters import post
from dhara.kit.mail.models import Letter
from dhara.money.payouts import rules
from dhara.money.payouts.models import Payout, PayoutMethod
from dhara.people.accounts.queries import proven_emails
from dhara.people.models import Account, Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import OWNER, role_may

# Whoever took over an account may have changed its address first: the one before is told for this long.
REMEMBERED = timedelta(days=60)
_MOVED = ("address_changed", "address_removed")


def code(method: PayoutMethod, *, code: str, at: datetime) -> None:
    """To whoever added it, at their own address."""
    person = method.added_by
    if person is not None:
        context = {"code": code, "method": method, "studio": method.studio.name, "url": _methods(method)}
        _post("payout_code", person.email, person, f"{method.pk}:{at.isoformat()}", context, method.studio_id, at)


def method_changed(method: PayoutMethod, what: str, *, fact_id: int, at: datetime) -> None:
    """`what` is added, proven, refused or removed. To all owners, at every address that they have or lately had."""
    context = {
        "what": what,
        "method": method,
        "studio": method.studio.name,
        "when": at,
        "usable_from": method.usable_from if what == "proven" and method.usable_from != at else None,
        "url": _methods(method),
    }
    for person in _members(method.studio_id, OWNER):
        for email in addresses(person, at):
            key = f"{method.pk}:{what}:{fact_id}:{email}"
            _post("payout_method", email, person, key, context, method.studio_id, at)


def addresses(person: Account, at: datetime) -> list[str]:
    """Every proven one, and those that were given up lately."""
    lately = Letter.objects.filter(account_ref=person.pk, name__in=_MOVED, created_at__gte=at - REMEMBERED)
    found = [person.email, *proven_emails(person.pk), *lately.values_list("to_email", flat=True)]
    return list(dict.fromkeys(email.lower() for email in found))


def payout_held(payout: Payout, *, at: datetime) -> None:
    _tell(payout, "held", at=at)


def payout_sent(payout: Payout, *, at: datetime) -> None:
    _tell(payout, "sent", at=at)


def payout_paid(payout: Payout, *, at: datetime) -> None:
    _tell(payout, "paid", at=at)


def payout_back(payout: Payout, *, at: datetime) -> None:
    """It failed, came back, or was cancelled."""
    _tell(payout, payout.status, at=at)


def _tell(payout: Payout, what: str, *, at: datetime) -> None:
    """A letter to those who ask for payouts, a notice to all who see the studio's money."""
    url = f"/studio/{payout.studio.handle}/money/payouts/{payout.number}/"
    for member in _all(payout.studio_id):
        if role_may(member.role, "ask_payouts"):
            context = {
                "what": what,
                "payout": payout,
                "amount": payout.money,
                "net": payout.sent,
                "method": payout.method,
                "reasons": [rules.REASONS[name].words for name in payout.held_for],
                "until": _until(payout, member.account),
                "appeal": rules.APPEAL,
                "studio": payout.studio.name,
                "url": settings.PUBLIC_URL + url,
            }
            key = f"{payout.number}:{payout.version}:{member.account_id}"
            _post("payout", member.account.email, member.account, key, context, payout.studio_id, at)
        if role_may(member.role, "see_money"):
            tell(
                account_id=member.account_id,
                topic="balance",
                kind=f"payout_{what}",
                data={
                    "amount": {"minor": payout.net, "currency": payout.currency},
                    "studio": payout.studio.name,
                    "reason": payout.why,
                },
                key=f"payout:{payout.number}:{payout.version}:{member.account_id}",
                url=url,
                studio_id=payout.studio_id,
                at=at,
            )


def _until(payout: Payout, person: Account) -> str:
    """When the details have rested, if that is what it waits for."""
    rested = payout.method.usable_from
    if "cooling" not in payout.held_for or rested is None:
        return ""
    return show_date(rested, known(person.language))


def _all(studio_id: int) -> Iterator[Member]:
    found = Member.objects.filter(studio_id=studio_id, account__is_active=True).select_related("account")
    yield from found.order_by("id")


def _members(studio_id: int, role: str) -> list[Account]:
    return [member.account for member in _all(studio_id) if member.role == role]


def _methods(method: PayoutMethod) -> str:
    return f"{settings.PUBLIC_URL}/studio/{method.studio.handle}/money/methods/"


def _post(
    name: str, email: str, person: Account, key: str, context: dict[str, Any], studio_id: int, at: datetime
) -> None:
    post(
        key=f"{name}:{key}"[:200],
        name=name,
        to=email,
        to_name=person.get_full_name(),
        language=person.language,
        template=f"money/mail/{name}",
        context=context,
        account_ref=person.pk,
        studio_ref=studio_id,
        at=at,
    )

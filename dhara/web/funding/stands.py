"""Where a payment for work stands: one heading, what it means, whether it can be paid now; and how it came there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.lifecycle.models import Transition
from dhara.money.gateways.bank import queries as transfers
from dhara.money.gateways.bank.rules import SHOWN
from dhara.money.models import BankTransfer, Payment
from dhara.money.payments import rules as payments
from dhara.work.engagements.rules import POOL
from dhara.work.funding import queries, rules
from dhara.work.models import Funding, FundingPart

WAIT, BAD, GOOD = "mark-wait", "mark-error", ""


@dataclass(frozen=True)
class Stand:
    """`payable`: a way to pay may be chosen now. `transfer` is a bank transfer that is waited for."""

    title: str
    text: str
    icon: str
    mark: str = WAIT
    payable: bool = False
    paid: bool = False
    transfer: BankTransfer | None = None


def stand(funding: Funding, parts: Sequence[FundingPart]) -> Stand:
    """What a payment that is on its way says comes first, then whether it is still needed, then how it ended."""
    made = funding.payment
    if funding.status == rules.PAID:
        return _paid(funding)
    if made is not None and made.status == payments.REVIEW:
        text = _(
            "The money has reached us, but a person has to look at it before we go on. We write to you; you need not "
            "do anything, and please do not pay again."
        )
        return Stand(_("We are looking at your payment"), text, "eye")
    if not queries.is_wanted(funding, parts):
        return _not_needed(made)
    if made is not None and funding.status == rules.PENDING and made.status in payments.OPEN:
        return _begun(made)
    return _open(funding, made)


def _paid(funding: Funding) -> Stand:
    made = funding.payment
    if made is not None and made.refunded >= made.amount:
        text = _("The work was not done or not needed, so all of the money goes back to you, the way you paid.")
        return Stand(_("Your money is on its way back"), text, "undo-2", WAIT, paid=True)
    if funding.engagement.till == POOL:
        text = _("Your payment arrived. The campaign has the money that its tasks need.")
    else:
        who = funding.engagement.worker.name if funding.engagement.worker else ""
        text = _("Your payment arrived. %(who)s was told, and the work begins.") % {"who": who}
    return Stand(_("The money is set aside"), text, "check", GOOD, paid=True)


def _not_needed(made: Payment | None) -> Stand:
    if made is not None and (made.refunded or "refused" in made.details):
        text = _("It was not needed any more when it arrived. All of it goes back to you, the way you paid.")
        return Stand(_("Your money is on its way back"), text, "undo-2")
    text = _(
        "It is paid already in another way, or was taken out. If a payment of yours still arrives, all of it goes back "
        "to you by itself."
    )
    return Stand(_("This needs no payment any more"), text, "circle-check")


def _begun(made: Payment) -> Stand:
    transfer = transfers.by_token(made.token) if made.gateway == "bank" else None
    if transfer is not None and transfer.status == SHOWN:
        text = _(
            "You told us that you sent the money. Somebody checks that it came, which takes a day or two, and then "
            "writes to you."
        )
        return Stand(_("Waiting for confirmation"), text, "university", transfer=transfer)
    if transfer is not None:
        text = _("Nothing was charged so far. You can also choose another way to pay.")
        return Stand(_("Waiting for your bank transfer"), text, "university", payable=True, transfer=transfer)
    text = _("You began to pay, but the money is not here. If you have just paid, wait a minute and look again.")
    return Stand(_("This is not paid yet"), text, "clock", payable=True)


def _open(funding: Funding, made: Payment | None) -> Stand:
    """Nothing is on its way: what happened to the last try, and another one."""
    if made is not None and "refused" in made.details:
        text = _(
            "We looked at your payment and can not accept it. All of it goes back the way you paid; you can try again, "
            "perhaps in another way."
        )
        return Stand(_("Your money is on its way back"), text, "undo-2", BAD, payable=True)
    if funding.status == rules.EXPIRED:
        text = _("Nothing was charged. You can still pay now; if money of an earlier try arrives, it counts too.")
        return Stand(_("The time to pay was over"), text, "clock", payable=True)
    if made is not None and made.status == payments.FAILED:
        reason = str(made.details.get("reason", ""))
        text = _("Nothing was charged. You can try again, or pay another way.")
        return Stand(_("The payment was declined"), f"{reason} {text}".strip(), "circle-x", BAD, payable=True)
    if made is not None and made.status == payments.CANCELLED:
        text = _("Nothing was charged. You can pay now, or later from the page of the work.")
        return Stand(_("You cancelled the payment"), text, "undo-2", payable=True)
    text = _("The work begins when its money is set aside. Choose how you want to pay.")
    return Stand(_("Set the money aside"), text, "lock", payable=True)


_SAID: Final[dict[str, tuple[Any, str]]] = {
    rules.PENDING: (gettext_lazy("You tried to pay again."), ""),
    rules.PAID: (gettext_lazy("Your payment arrived, and was set aside."), "success"),
    rules.FAILED: (gettext_lazy("The payment did not come about."), "error"),
    rules.EXPIRED: (gettext_lazy("No payment came in time."), "muted"),
}


def events(funding: Funding) -> list[dict[str, Any]]:
    """For `<c-timeline>`, in the order it happened; one query."""
    told: list[dict[str, Any]] = [{"text": _("You began to pay."), "tone": "", "at": funding.created_at}]
    moves = Transition.objects.filter(lifecycle=rules.LIFECYCLE.name, thing_ref=funding.pk).order_by("version")
    for move in moves:
        text, tone = _SAID[move.target]
        told.append({"text": text, "tone": tone, "at": move.at})
    return told

"""Orders that both sides disagree about: cases that wait for one of them, for the operator, and those that are over."""

from __future__ import annotations

from dhara.cli.demo.accounts import OPERATOR
from dhara.cli.demo.played import Played
from dhara.kit.actor import operator
from dhara.people.models import Account
from dhara.trust.disputes import actions
from dhara.trust.models import Case

# Days after the order began; it was delivered on the first.
OPENED, ANSWERED, PROPOSED, ENDED = 2.0, 2.4, 2.6, 3.1


def opened(played: Played) -> Case:
    """It waits for the studio's answer, and after some days for the operator."""
    return actions.open_case(played.unit.pk, text=played.plan["complaint"], by=played.buyer, at=played.after(OPENED))


def answered(played: Played) -> Case:
    """Both have spoken; what the studio proposes waits for the buyer."""
    case = opened(played)
    words = played.plan["case"]
    actions.answer(case.pk, text=words["answer"], by=played.seller, at=played.after(ANSWERED))
    half = case.amount * 6 // 10
    actions.propose(case.pk, to_worker=half, text=words["offer"], by=played.seller, at=played.after(PROPOSED))
    return case


def settled(played: Played) -> None:
    """The buyer agrees to it, and the money is divided."""
    waiting = answered(played).proposals.get()
    actions.agree(waiting.pk, by=played.buyer, at=played.after(ENDED))


def ruled(played: Played) -> None:
    """The operator divides it; both have some days to appeal."""
    case = opened(played)
    words = played.plan["case"]
    actions.answer(case.pk, text=words["answer"], by=played.seller, at=played.after(ANSWERED))
    by = operator(Account.objects.values_list("pk", flat=True).get(email=OPERATOR))
    actions.rule(case.pk, to_worker=case.amount // 2, text=words["ruling"], by=by, at=played.after(ENDED))

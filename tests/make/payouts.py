"""Studios with proven methods and payouts."""

from __future__ import annotations

import itertools
from datetime import datetime

from dhara.kit.actor import Actor, operator, person
from dhara.kit.currency import Money
from dhara.money.models import Payout, PayoutMethod
from dhara.money.payouts import actions, rules
from dhara.money.payouts.actions import proof
from dhara.people.models import Account, Member, Studio
from tests.make import money, people

_numbers = itertools.count(1)
OPERATOR = operator(1)


def values(kind: str = "bkash", ending: str = "78") -> dict[str, str]:
    return {
        "bkash": {"holder": "Nadia Islam", "number": f"01712-3456{ending}"},
        "nagad": {"holder": "Nadia Islam", "number": f"01812-3456{ending}"},
        "bank": {
            "holder": "Nadia Islam",
            "bank": "BRAC Bank",
            "branch": "Gulshan",
            "routing": "060261726",
            "account": f"15012034567{ending}",
        },
        "stripe": {"holder": "Nadia Islam", "stripe": f"acct_1NadiaIslam{ending}"},
    }[kind]


def shop(at: datetime, minor: int = 1_000_000) -> Studio:
    """Nadia's studio with a balance."""
    studio = people.studio(handle=f"nadia{next(_numbers)}", at=at)
    if minor:
        money.earned(studio, minor, at)
    return studio


def owner(studio: Studio) -> Actor:
    return person(Member.objects.get(studio=studio, role="owner").account_id)


def someone(studio: Studio) -> Account:
    return Member.objects.get(studio=studio, role="owner").account


def added(studio: Studio, at: datetime, kind: str = "bkash", ending: str = "78", **more) -> PayoutMethod:
    return actions.add(studio=studio, kind=kind, values=values(kind, ending), by=owner(studio), at=at, **more)


def code_of(method: PayoutMethod) -> str:
    """As it stands in the letter."""
    from dhara.kit.models import Letter

    letter = Letter.objects.filter(name="payout_code").latest("id")
    return next(word for word in letter.text.split() if word.isdigit() and len(word) == 8)


def proven(studio: Studio, at: datetime, kind: str = "bkash", ending: str = "78", **more) -> PayoutMethod:
    """By code and test transfer, or by an operator where no gateway sends."""
    by = owner(studio)
    method = added(studio, at, kind, ending, **more)
    method = actions.confirm_code(method.pk, code_of(method), by=by, at=at)
    if not method.test:
        return actions.vouch(method.pk, note="Seen on a cheque leaf.", by=OPERATOR, at=at)
    actions.drive_test(method.pk, by=Actor("system"), at=at)
    method.refresh_from_db()
    amount = Money(method.test_amount, proof.test_currency(method))
    return actions.confirm_amount(method.pk, amount, by=by, at=at)


def asked(studio: Studio, method: PayoutMethod, at: datetime, minor: int | None = None, key: str = "") -> Payout:
    return actions.request(
        studio=studio,
        currency="BDT",
        method_id=method.pk,
        amount=None if minor is None else Money(minor, "BDT"),
        key=key or f"test:{next(_numbers)}",
        by=owner(studio),
        at=at,
    )


def approved(studio: Studio, method: PayoutMethod, at: datetime, minor: int | None = None) -> Payout:
    payout = asked(studio, method, at, minor)
    return actions.approve(payout.pk, by=OPERATOR, at=at) if payout.status == rules.HELD else payout


def available(studio: Studio) -> int:
    from dhara.money.payouts.queries import standing

    return standing(studio.pk, "BDT").available.minor


def begun(studio: Studio, at: datetime) -> tuple[PayoutMethod, Payout]:
    """A method and a payout that waits for an operator."""
    money.earned(studio, 50_000, at)
    method = proven(studio, at)
    return method, asked(studio, method, at, 20_000)

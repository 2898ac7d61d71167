"""How many proofs of a campaign are accepted a second, a thousand at once, with their money moved.

In a database of its own; each proof is another worker's. The bar is absolute; the second line counts statements for
each hundred. The books are examined afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from statistics import median
from typing import Any, Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.cli.bench.claim import Worker, workers
from dhara.cli.complaint import Complaint
from dhara.cli.own_database import own_database
from dhara.kit import clock
from dhara.kit.actor import SYSTEM, person
from dhara.kit.currency import Money
from dhara.money import doctor as books
from dhara.money.escrow import actions as escrow
from dhara.money.ledger import actions as ledger
from dhara.money.ledger import rules as accounts
from dhara.money.policies import queries as policies
from dhara.people.models import Account
from dhara.work.campaigns import actions
from dhara.work.engagements.rules import pool_key
from dhara.work.models import Campaign, Engagement, Slot, Submission, Unit

PROOFS: Final = 1_000
REWARD: Final = 500
RATE, STATEMENTS = 500, 10
# Proofs a second depend on the machine (836 in November 2026 on two cores); how much is asked does not.
SLOW_MACHINE: Final = 0.2


def run(*, proofs: int = PROOFS, rounds: int = 5) -> list[dict[str, Any]]:
    with own_database():
        at = clock.now()
        people, rates, spoken = workers(proofs, at), list[float](), 0
        for number in range(rounds + 1):
            campaign, units = _waiting(people, number, at)
            by = person(campaign.account_id)
            start = time.perf_counter()
            if number:
                done = actions.accept_many(campaign.pk, units, by=by, at=at)
                rates.append(done / (time.perf_counter() - start))
            else:  # the first round makes the workers' accounts, and counts
                with CaptureQueriesContext(connection) as asked:
                    done = actions.accept_many(campaign.pk, units, by=by, at=at)
                spoken = len(asked)
            if done != proofs:
                raise Complaint(f"{done} of {proofs} were accepted")
        wrong = [each for each in books.check(at=at) if not each.ok]
        if wrong:
            raise Complaint(f"the books: {wrong}")
    each_hundred = 100 * spoken / proofs
    speed = _line("review", median(rates), "proofs/s", RATE, median(rates) / RATE, 1.0)
    return [
        speed | {"floor": SLOW_MACHINE},
        _line("review.statements", each_hundred, "for each hundred", STATEMENTS, STATEMENTS / each_hundred, 1.0),
    ]


def _line(name: str, value: float, unit: str, reference: float, ratio: float, bar: float) -> dict[str, Any]:
    return {
        "bench": name,
        "value": round(value, 1),
        "unit": unit,
        "reference": reference,
        "ratio": round(ratio, 3),
        "bar": bar,
        "ok": ratio >= bar,
    }


def _waiting(people: Sequence[Worker], number: int, at: datetime) -> tuple[Campaign, list[int]]:
    """A campaign that is paid, with a proof of each worker that waits."""
    buyer = Account.objects.create(email=f"buyer{number}@example.com", joined_at=at)
    engagement = Engagement.objects.create(
        mode="micro",
        till="pool",
        subject=f"campaign:{number}",
        buyer=buyer,
        title="Bench",
        currency="BDT",
        language="en",
        policies=policies.frozen(set(), at=at),
        agreed_at=at,
    )
    _fund(engagement, REWARD * len(people), at)
    campaign = Campaign.objects.create(
        account=buyer,
        engagement=engagement,
        title="Bench",
        currency="BDT",
        reward=REWARD,
        positions=len(people),
        minutes=10,
        review_days=3,
        status="running",
        status_at=at,
        created_at=at,
    )
    units = Unit.objects.bulk_create(
        Unit(
            engagement=engagement,
            mode="micro",
            worker=studio,
            amount=REWARD,
            status="submitted",
            status_at=at,
            created_at=at,
            version=1,
        )
        for studio, _by in people
    )
    Submission.objects.bulk_create(
        Submission(unit=unit, number=1, verb="submit", role="worker", content={"answers": {}}, at=at) for unit in units
    )
    Slot.objects.bulk_create(Slot(campaign=campaign, state="taken", unit=unit) for unit in units)
    return campaign, [unit.pk for unit in units]


def _fund(engagement: Engagement, amount: int, at: datetime) -> None:
    """Money that came from a gateway, set aside."""
    gateway = ledger.account_id(accounts.GATEWAY, "BDT", detail="bench")
    unapplied = ledger.account_id(accounts.UNAPPLIED, "BDT")
    legs = [(gateway, -amount), (unapplied, amount)]
    name = f"bench:{engagement.pk}"
    ledger.post(key=name, memo="settlement", legs=legs, currency="BDT", at=at, by=SYSTEM, subject=name)
    money, key = Money(amount, "BDT"), f"{pool_key(engagement.pk)}1"
    escrow.place(key=key, subject=name, amount=money, source=unapplied, by=SYSTEM, at=at)

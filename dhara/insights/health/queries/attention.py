"""What waits for the operator now, in a few counts."""

from __future__ import annotations

from dataclasses import dataclass

from dhara.insights.health.queries import jobs
from dhara.kit.facts.models import Reaction
from dhara.kit.mail.models import Letter
from dhara.money.gateways.bank.queries import to_look_at
from dhara.money.models import Payment, PaymentRefund
from dhara.money.payments import rules as payments
from dhara.money.payments.queries import refunds_to_send
from dhara.money.payouts.queries import to_approve, to_batch, to_vouch
from dhara.people.ties import queries as ties


@dataclass(frozen=True)
class Attention:
    """How many of each; `late` jobs are overdue, `workers` are alive."""

    reactions: int
    letters: int
    reviews: int
    refunds: int
    to_send: int
    transfers: int
    payouts: int
    lists: int
    methods: int
    ties: int
    jobs: int
    late: int
    workers: int

    def __bool__(self) -> bool:
        counts = (self.reactions, self.letters, self.reviews, self.refunds, self.jobs, self.late)
        to_do = (self.to_send, self.transfers, self.payouts, self.lists, self.methods, self.ties)
        return any((*counts, *to_do)) or not self.workers


def attention() -> Attention:
    """Each count stops at a thousand."""
    failed, late, _waiting, workers = jobs.numbers()
    return Attention(
        reactions=Reaction.objects.filter(state=Reaction.FAILED)[:1000].count(),
        letters=Letter.objects.filter(state=Letter.FAILED)[:1000].count(),
        reviews=Payment.objects.filter(status=payments.REVIEW)[:1000].count(),
        refunds=PaymentRefund.objects.filter(status=payments.FAILED)[:1000].count(),
        to_send=refunds_to_send()[:1000].count(),
        transfers=to_look_at(None)[:1000].count(),
        payouts=to_approve()[:1000].count(),
        lists=to_batch()[:1000].count(),
        methods=to_vouch()[:1000].count(),
        ties=ties.waiting()[:1000].count(),
        jobs=failed,
        late=late,
        workers=workers,
    )

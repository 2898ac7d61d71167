"""Jobs of disputes."""

from __future__ import annotations

from datetime import timedelta

from dhara.kit import clock
from dhara.kit.actor import SYSTEM, gateway
from dhara.kit.queue import defer, defer_named, periodic, task
from dhara.kit.refusal import NotFoundHere
from dhara.kit.seal import Unsealable
from dhara.money.disputes import actions, queries
from dhara.money.disputes.models import Dispute
from dhara.money.gateways.rules import GatewayTrouble
from dhara.money.payments.models import GatewayEvent

PAUSE, PATIENCE = timedelta(minutes=1), timedelta(days=1)


@task(queue="gateways")
def handle_event(event_id: int) -> None:
    """A notice speaks of a dispute: ask the gateway about it, again and again for a day while it does not answer."""
    event, at = GatewayEvent.objects.get(pk=event_id), clock.now()
    try:
        word = actions.word_of(event.source, event.ref, event.account_id, at=at)
        found = actions.apply(event.source, word, by=gateway(), at=at)
    except NotFoundHere:
        _note(event, "this gateway has no disputes")
        return
    except (GatewayTrouble, Unsealable) as trouble:
        _again(event, str(trouble))
        return
    if found is None:
        _again(event, "the disputed payment is not one of ours")


def _again(event: GatewayEvent, problem: str) -> None:
    at = clock.now()
    if at >= event.received_at + PATIENCE:
        _note(event, problem)
    else:
        defer_named("money.disputes.tasks.handle_event", queue="gateways", when=at + PAUSE, event_id=event.pk)


def _note(event: GatewayEvent, problem: str) -> None:
    GatewayEvent.objects.filter(pk=event.pk).update(problem=problem[:500])


@task(queue="gateways")
def ask(dispute_id: int) -> None:
    dispute = Dispute.objects.select_related("payment").get(pk=dispute_id)
    at = clock.now()
    try:
        word = actions.word_of(dispute.gateway, dispute.ref, dispute.payment.account_id, at=at)
    except (GatewayTrouble, Unsealable, NotFoundHere):
        return
    actions.apply(dispute.gateway, word, by=SYSTEM, at=at)


@periodic("17 * * * *")
def ask_about_open() -> None:
    """How does every case stand that is not decided? Notices may have been lost."""
    for dispute_id in queries.to_ask():
        defer(ask, dispute_id=dispute_id)


@periodic("*/5 * * * *")
def hand_in_again() -> None:
    """Evidence that the gateway did not take in because it could not be reached."""
    for dispute_id in queries.to_hand_in(clock.now()):
        defer_named(actions.HAND_IN, queue="gateways", dispute_id=dispute_id)

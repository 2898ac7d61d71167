"""Judge the touches that have waited a minute, and tell the timelines of the human ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Q

from dhara.audience.links.rules import HONEYPOT
from dhara.audience.messages.models import Link
from dhara.audience.sending.models import Touch
from dhara.audience.tracking import rules
from dhara.audience.tracking.actions.telling import tell
from dhara.audience.tracking.rules import Seen

BATCH: Final = 500


def judge(*, at: datetime, most: int = 200 * BATCH) -> int:
    """Returns how many were judged. Two workers judge different ones; a batch is judged whole or not at all."""
    judged = 0
    while judged < most:
        done = _batch(at)
        judged += done
        if done < BATCH:
            break
    return judged


@transaction.atomic
def _batch(at: datetime) -> int:
    waiting = Touch.objects.filter(verdict="", at__lte=at - rules.PATIENCE).order_by("at")
    found = list(waiting.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    verdicts = _verdicts(found)
    by_verdict: dict[str, list[int]] = defaultdict(list)
    for touch in found:
        by_verdict[verdicts[touch.pk]].append(touch.pk)
    for verdict, ids in by_verdict.items():
        Touch.objects.filter(pk__in=ids).update(verdict=verdict, judged_at=at)
    human = set(by_verdict[rules.HUMAN])
    told = Touch.objects.filter(pk__in=human, delivery__isnull=False)
    for touch in told.select_related("delivery__contact__studio").order_by("at"):
        _tell(touch)
    return len(found)


def _verdicts(found: Sequence[Touch]) -> dict[int, str]:
    """With a delivery the judge sees all its touches, else each alone."""
    deliveries = {touch.delivery_id for touch in found if touch.delivery_id is not None}
    links = _links({touch.message_id for touch in found})
    verdicts: dict[int, str] = {}
    together: dict[int, list[Touch]] = defaultdict(list)
    for touch in Touch.objects.filter(delivery__in=deliveries).select_related("delivery").order_by("-at", "-pk"):
        if touch.delivery_id is not None and len(together[touch.delivery_id]) < 200:
            together[touch.delivery_id].append(touch)
    for touches in together.values():
        first = touches[0]
        sent_at = first.delivery.sent_at if first.delivery else None
        verdicts |= rules.judge(
            [_seen(each) for each in touches], sent_at=sent_at, links=links.get(first.message_id, 0)
        )
    for touch in found:
        if touch.pk not in verdicts:
            verdicts |= rules.judge([_seen(touch)], sent_at=None, links=0)
    return verdicts


def _links(messages: set[int]) -> dict[int, int]:
    """How many links a message has, in the language that has most."""
    counted = Link.objects.filter(Q(message__in=messages), ~Q(number=HONEYPOT)).values("message", "language")
    most: dict[int, int] = {}
    for row in counted.annotate(many=Count("pk")):
        most[row["message"]] = max(most.get(row["message"], 0), row["many"])
    return most


def _seen(touch: Touch) -> Seen:
    return Seen(touch.pk, touch.link, touch.at, touch.agent)


def _tell(touch: Touch) -> None:
    """Once for each letter and link; who follows a link has opened the letter."""
    delivery = touch.delivery
    assert delivery is not None
    subject = f"message:{touch.message_id}"
    contact = delivery.contact
    tell(contact, "opened", subject, key=f"opened:{delivery.pk}", at=touch.at)
    if touch.link:
        data, key = {"link": touch.link}, f"clicked:{delivery.pk}:{touch.link}"
        tell(contact, "clicked", subject, key=key, at=touch.at, data=data)

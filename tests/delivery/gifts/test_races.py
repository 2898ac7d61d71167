"""Two things at once: the day passes while the giver edits, a refund meets the sending, a worker dies in between."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dhara.checkout.gifts import actions as checkout
from dhara.checkout.models import Gift
from dhara.delivery.gifts import actions
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.models import Reaction
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict
from dhara.reactions import gifts as effects
from tests.make import gifts, refunds
from tests.make.race import errors, race

pytestmark = pytest.mark.django_db(transaction=True)
LATER = date(2026, 4, 14)


def written() -> list[str]:
    return list(Letter.objects.filter(name="gift").order_by("id").values_list("to_email", flat=True))


@pytest.mark.parametrize("_again", range(3))
def test_its_day_comes_while_the_giver_edits(now: datetime, _again: int) -> None:
    gift = gifts.paid(day=LATER, at=now)
    due = gift.due_at
    another = gifts.wish(due, date(2026, 5, 1), email="tuli@example.org")
    answers = race(
        lambda: checkout.send_due(gift.pk, gift.version, by=SYSTEM, at=due),
        lambda: checkout.change(gift.order_id, another, by=GUEST, at=due),
    )
    drain(due + timedelta(minutes=1))
    if answers[0] is True:
        assert isinstance(answers[1], Conflict)
        assert written() == ["mina@example.org"]
    else:
        assert errors(answers) == []
        assert written() == []
        drain(due + timedelta(days=30))
        assert written() == ["tuli@example.org"]


@pytest.mark.parametrize("_again", range(3))
def test_a_refund_meets_the_sending(now: datetime, _again: int) -> None:
    gift = gifts.paid(day=LATER, at=now)
    due = gift.due_at
    answers = race(
        lambda: checkout.send_due(gift.pk, gift.version, by=SYSTEM, at=due),
        lambda: refunds.refunded(gift.order, at=due),
    )
    assert errors(answers) == []
    drain(due)
    gift.refresh_from_db()
    assert gift.status == "withdrawn"
    assert not Grant.objects.filter(status="active").exists()
    told = Letter.objects.filter(name="gift_ended").count()
    assert told == (1 if answers[0] else 0)


def test_two_buttons_and_a_job_send_it_once(now: datetime) -> None:
    gift = gifts.paid(day=LATER, at=now)
    due = gift.due_at
    race(
        lambda: checkout.send_due(gift.pk, gift.version, by=SYSTEM, at=due),
        lambda: checkout.send(gift.order_id, by=GUEST, at=due),
        lambda: checkout.send(gift.order_id, by=GUEST, at=due),
    )
    drain(due)
    assert (Grant.objects.count(), written()) == (1, ["mina@example.org"])


def test_the_receiver_opens_while_the_giver_corrects(now: datetime) -> None:
    gift = gifts.paid(at=now)
    first = gift.token
    answers = race(
        lambda: checkout.open_it(gift.pk, by=GUEST, at=now),
        lambda: actions.correct(gift.order_id, email="right@example.org", name="Tuli", by=GUEST, at=now),
    )
    drain(now)
    gift.refresh_from_db()
    if isinstance(answers[1], Conflict):
        assert (gift.token, gift.email, gift.status) == (first, "mina@example.org", "opened")
    else:
        assert (gift.token != first, gift.email) == (True, "right@example.org")
    assert Grant.objects.filter(status="active").get().email == gift.email


@pytest.mark.parametrize("dies_in", ["deliver_gift", "write_gift"])
def test_a_worker_that_dies_between_sends_it_all_the_same(now: datetime, monkeypatch: Any, dies_in: str) -> None:
    gift = gifts.paid(day=LATER, at=now)

    class Killed(BaseException):
        """As the system's signal: nothing catches it."""

    def die(*_args: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(effects.actions, "deliver" if dies_in == "deliver_gift" else "write", die)
        with pytest.raises(Killed):
            drain(gift.due_at)
        assert (Grant.objects.count(), written()) == (0, [])
    from dhara.kit.facts import actions as facts

    for fact_id in Reaction.objects.filter(state="pending").values_list("fact_id", flat=True).distinct():
        facts.react_to(fact_id, at=gift.due_at)
    assert (Grant.objects.count(), written()) == (1, ["mina@example.org"])
    assert Gift.objects.get().sendings == 1

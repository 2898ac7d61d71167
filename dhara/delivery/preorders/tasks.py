"""The jobs of pre-orders: one for each line, so that a failure of one holds up nobody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.releases.rules import PATIENCE
from dhara.checkout.gifts import mail as gift_mail
from dhara.checkout.models import OrderLine
from dhara.checkout.preorders import actions as preorders
from dhara.checkout.preorders import mail
from dhara.delivery.gifts.actions import receiver_of
from dhara.delivery.preorders import actions
from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from dhara.kit.locale.languages import in_language
from dhara.kit.queue import periodic, task


@task(queue="reactions")
def hand_over(line_id: int) -> None:
    actions.hand_over(line_id, by=SYSTEM, at=clock.now())


@task(queue="reactions")
def give_back(line_id: int) -> None:
    language = OrderLine.objects.values_list("order__language", flat=True).get(pk=line_id)
    with in_language(language):
        reason = _("It did not come out as promised.")
    preorders.give_back(line_id, reason=reason, by=SYSTEM, at=clock.now())


@task(queue="reactions")
def tell_postponed(line_id: int, before: str, until: str) -> None:
    at = clock.now()
    with transaction.atomic():
        line = preorders.wait_longer(line_id, at=at)
        if line is not None:
            moments = datetime.fromisoformat(before), datetime.fromisoformat(until)
            mail.postponed(line, *moments, by=SYSTEM, at=at)
            if (gift := receiver_of(line)) is not None:
                gift_mail.comes_later(gift, line, moments[1], by=SYSTEM, at=at)


@task(queue="reactions")
def tell_late(line_id: int, promised: str) -> None:
    at, moment = clock.now(), datetime.fromisoformat(promised)
    with transaction.atomic():
        line = preorders.wait_longer(line_id, at=at)
        if line is not None:
            mail.late(line, moment, moment + PATIENCE, by=SYSTEM, at=at)


@periodic("*/10 * * * *")
def sweep() -> None:
    actions.sweep()

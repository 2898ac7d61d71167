"""Before somebody ends something, they read what of the money would wait for the bank that asks about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from dhara.kit import clock
from dhara.kit.queue import drain
from dhara.money.models import PaymentRefund
from dhara.work.engagements import actions as work
from dhara.work.models import Funding
from tests.make import funding as fund
from tests.make import hours
from tests.make import work as make_work
from tests.make.work import AMOUNT
from tests.web.browsing import client, text
from tests.web.funding.test_disputed import paid, told
from tests.web.work.test_week_back import pays

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
# What waits, what comes back, and what is said where no bank asks.
SAID = {
    "en": (
        "৳400 waits for its decision",
        "৳600 goes back to you, the way you paid",
        "The work ends, and ৳1,000 goes back to you the way you paid.",
    ),
    "bn": (
        "৳৪০০ তাদের সিদ্ধান্তের অপেক্ষায় আছে",
        "৳৬০০ আপনার কাছে ফিরে যাবে",
        "কাজটি এখানেই শেষ হবে, আর ৳১,০০০ যেভাবে দিয়েছিলেন সেভাবেই আপনার কাছে ফিরে যাবে।",
    ),
}


def test_who_ends_a_milestone_reads_what_really_comes_back(now: datetime) -> None:
    parties = make_work.parties(now)
    unit, payment = paid(parties, now)
    room = reverse("work:room", args=[unit.engagement_id]) + "milestones/1/"
    buyer, pages = client(parties.karim), (f"{room}end/", f"{room}changes/cancel/")
    before = [text(buyer.get(each)) for each in pages]
    assert ["waits for its decision" in each for each in before] == [False, False]
    assert "goes back to you, the way you paid" in before[0]
    told(payment, "needs_response", AMOUNT * 4 // 10, now)
    for page in [text(buyer.get(each)) for each in pages]:
        assert "৳400 waits for its decision" in page
        assert "৳600 goes back to you, the way you paid" in page
    assert "waits for its decision" not in text(client(parties.nadia).get(f"{room}changes/cancel/"))
    work.act(unit.pk, "give_up", text="I am ill.", by=parties.actor("worker"), at=now)
    drain(now)
    assert PaymentRefund.objects.get().amount == AMOUNT * 6 // 10, "as it was said"


def test_who_takes_a_week_back_reads_that_all_of_it_waits(now: datetime) -> None:
    parties = make_work.parties(now)
    made = hours.project(parties, now)
    pays(parties, made, now)
    second = pays(parties, made, now)
    payment = Funding.objects.select_related("payment").get(parts__unit=second).payment
    assert payment is not None
    told(payment, "needs_response", AMOUNT, now)
    page = text(client(parties.karim).get(reverse("work:room", args=[made.pk]) + "milestones/2/take_back/"))
    assert ("৳1,000 waits for its decision" in page, "goes back to you" in page) == (True, False)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_who_cancels_late_work_reads_what_really_comes_back(now: datetime, frozen: Any, language: str) -> None:
    parties = make_work.parties(now)
    unit = parties.unit("gig", now)
    begun = fund.begun(parties, unit.engagement, now)
    fund.chosen(parties, begun, "pay", now)
    drain(now)
    work.act(unit.pk, "start", by=parties.actor("worker"), at=now)
    frozen.move_to(now + timedelta(days=5))
    buyer = client(parties.karim)
    buyer.cookies["lang"] = language
    page = reverse("work:room", args=[unit.engagement_id]) + "cancel_late/"
    waits, back, plain = SAID[language]
    before = text(buyer.get(page))
    assert (plain in before, waits in before) == (True, False)
    told(fund.paying(begun), "needs_response", AMOUNT * 4 // 10, clock.now())
    after = text(buyer.get(page))
    assert (waits in after, back in after, plain in after) == (True, True, False)

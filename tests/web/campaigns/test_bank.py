"""The bank of who pays for a campaign asks about it: they read so in letters and on its pages, and what waits."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money.models import PaymentRefund
from dhara.people.models import Notice
from dhara.work.campaigns import actions
from dhara.work.models import Funding
from tests.make import campaigns as make
from tests.make import funding as fund
from tests.make.work import Parties
from tests.web.browsing import client, text
from tests.web.campaigns.place import base
from tests.web.funding.test_disputed import told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_it_is_told_and_shown_to_who_pays(sides: Parties, now: datetime) -> None:
    campaign, karim = make.running(sides, now), client(sides.karim)
    payment = fund.paying(Funding.objects.get(engagement=campaign.engagement))
    pages = (base(campaign), f"{base(campaign)}stop/")
    assert ["Your bank asks us" in text(karim.get(each)) for each in pages] == [False, False]
    told(payment, "needs_response", payment.amount, now)
    assert ["Your bank asks us" in text(karim.get(each)) for each in pages] == [True, True]
    stop = text(karim.get(pages[1]))
    assert ("goes back to you at once" in stop, "৳30 waits for its decision" in stop) == (False, True)
    assert "৳30 waits for its decision" in text(karim.get(pages[0]))
    asks = Letter.objects.get(name="funding_bank_asks")
    assert (asks.to_email, base(campaign) in asks.text) == ("karim@example.com", True)
    actions.stop(campaign.pk, by=sides.actor("buyer"), at=now)
    actions.finish(campaign.pk, at=now)
    drain(now)
    assert not PaymentRefund.objects.exists()
    assert "৳30 of what comes back waits for its decision" in Letter.objects.get(name="campaign_over").text
    assert "In it is a reserve" not in text(karim.get(base(campaign)))
    told(payment, "won", payment.amount, now)
    assert PaymentRefund.objects.get().amount == payment.amount
    decided = Letter.objects.get(name="funding_bank_decided").text
    assert ("The payment stands" in decided, "The work is over" in decided) == (True, True)
    assert "Your bank asks us" not in text(karim.get(base(campaign)))
    kinds = Notice.objects.filter(kind__startswith="work_bank_").order_by("pk").values_list("kind", "account_id")
    assert list(kinds) == [("work_bank_asks", sides.karim.pk), ("work_bank_decided", sides.karim.pk)]

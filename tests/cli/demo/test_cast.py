"""The people of the demo world."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.cli.demo import cast
from dhara.cli.demo.accounts import ACCOUNTS
from dhara.people.models import Tie
from dhara.people.ties import actions, rules
from tests.make import people


@pytest.mark.django_db
def test_one_browser_may_play_buyer_seller_and_operator(now: datetime) -> None:
    ours = [people.account(email) for email, *_words in ACCOUNTS]
    stranger = people.account("stranger@example.com")
    for each in ours[1:]:  # somebody was quicker than the making of the world
        actions.see(rules.DEVICE, "browser", [each.pk], by=cast.SYSTEM, at=now)
    for _again in range(2):
        cast.played_by_one(at=now)
    for each in [*ours, stranger]:
        actions.see(rules.DEVICE, "browser", [each.pk], by=cast.SYSTEM, at=now)
    assert Tie.objects.filter(allowed_at__isnull=False).count() == 3
    assert Tie.objects.filter(allowed_at=None, other=stranger).count() == 3

"""Addresses that get no letters are known by a hash, and a weak reason hides no strong one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.audience.models import Suppression
from dhara.audience.suppression import rules
from dhara.audience.suppression.actions import lift, suppress
from dhara.audience.suppression.queries import reasons, suppressed
from tests.make import people

pytestmark = pytest.mark.django_db
MINA = "mina@example.com"


def test_only_the_studio_that_keeps_it_out_and_the_instance_do(now: datetime) -> None:
    one, other = people.studio(), people.studio(people.account("rafi@example.com"), handle="rafi")
    suppress(one, rules.key_of(MINA), rules.UNSUBSCRIBED, at=now)
    assert suppressed(one.pk, [MINA, "karim@example.com"]) == {MINA}
    assert not suppressed(other.pk, [MINA])
    suppress(None, rules.key_of(MINA), rules.BY_HAND, at=now)
    assert suppressed(other.pk, [MINA]) == {MINA}
    assert lift(one, MINA)
    assert not lift(one, MINA)
    assert suppressed(one.pk, [MINA])


def test_a_weaker_reason_does_not_replace_a_stronger_one(now: datetime) -> None:
    studio, key = people.studio(), rules.key_of(MINA)
    assert suppress(studio, key, rules.UNSUBSCRIBED, at=now)
    assert suppress(studio, key, rules.COMPLAINT, at=now)
    assert not suppress(studio, key, rules.ERASED, at=now)
    assert reasons(studio.pk, [MINA]) == {MINA: rules.COMPLAINT}
    assert Suppression.objects.count() == 1


def test_an_address_is_known_after_the_key_was_changed(settings: Any, now: datetime) -> None:
    studio = people.studio()
    suppress(studio, rules.key_of(MINA), rules.COMPLAINT, at=now)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key of fifty letters or more, for sure.",
    )
    assert suppressed(studio.pk, [MINA.upper()]) == {MINA.upper()}
    assert MINA not in Suppression.objects.get().email_key

"""A way that stops by itself is told to those who can let it go on, once."""

from datetime import datetime

import pytest

from dhara.audience.models import Lane, Provider
from dhara.audience.ways import actions
from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.people.models import Notice, Studio
from tests.make import people, readers

pytestmark = pytest.mark.django_db


def stopped(studio: Studio | None, sender: Studio, at: datetime) -> Provider:
    """A way by which so much came back that it was paused."""
    made = actions.set_up(studio, kind="smtp", from_email="a@x.example", keys={"host": "x.example"}, by=SYSTEM, at=at)
    Lane.objects.create(message=readers.message(at, sender), studio=sender, sent=300, bounced=60)
    assert actions.guard(at=at) == 1
    assert actions.guard(at=at) == 0
    drain(at)
    return made


def test_a_studios_own_way_is_told_to_its_members(settings, now):
    settings.SANDBOX = True
    studio = people.studio()
    people.member(studio, role="viewer")
    stopped(studio, studio, now)
    told = Notice.objects.get()
    assert told.account.email == "nadia@example.com"
    assert (told.kind, told.url) == ("way_paused_bounces", "/studio/nadia/audience/sending/")


def test_the_hosts_way_is_told_to_operators(settings, now):
    settings.SANDBOX = True
    people.account("oishi@example.com", is_staff=True)
    stopped(None, people.studio(), now)
    told = Notice.objects.get()
    assert told.account.email == "oishi@example.com"
    assert (told.kind, told.url) == ("host_way_paused_bounces", "/operator/sending/")

"""Five at once, and a process that dies in the middle: the money is set aside once, or not yet."""

import os
import subprocess
import sys

import pytest

from dhara.kit.actor import GUEST
from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.models import Entry, Hold, Payment
from dhara.work import doctor as work_doctor
from dhara.work.funding import actions
from dhara.work.models import Funding
from tests.make import funding as make
from tests.make.race import at_once, database_url
from tests.make.work import parties as make_parties

pytestmark = pytest.mark.django_db(transaction=True)

# Pay out of the captured money, and die there: nothing of the transaction may stay.
DIES = """
import os, signal, sys
import django
django.setup()
from datetime import datetime
from dhara.kit.actor import GUEST
from dhara.money.escrow import actions as escrow
from dhara.work.funding import actions
escrow.place = lambda **given: os.kill(os.getpid(), signal.SIGKILL)
actions.confirm(sys.argv[1], by=GUEST, at=datetime.fromisoformat(sys.argv[2]))
"""


def paying(now):
    sides = make_parties(now)
    project = make.project(sides, now)
    payment, charge = make.sent(sides, make.begun(sides, project, now, 2), now)
    return sides, project, payment, charge


def once(project, now):
    assert [unit.status for unit in project.units.all()] == ["active", "active"]
    assert Hold.objects.count() == 2
    assert Entry.objects.filter(memo="capture").count() == 1
    assert all(finding.ok for finding in doctor.check(at=now))
    assert all(finding.ok for finding in work_doctor.check())


def test_confirmed_five_times_at_once(now):
    _sides, project, payment, charge = paying(now)
    sandbox.choose(charge.ref, "answer_twice", at=now)
    calls = [lambda: actions.confirm(payment.token, by=GUEST, at=now)] * 5
    seen = at_once(*calls, lambda: drain(now))
    assert {funding.status for funding in seen[:5]} == {"paid"}
    drain(now)
    once(project, now)


def test_killed_between_the_capture_and_what_is_set_aside(now):
    _sides, project, payment, charge = paying(now)
    sandbox.choose(charge.ref, "pay", at=now)
    ran = subprocess.run(
        [sys.executable, "-c", DIES, payment.token, now.isoformat()],
        env={**os.environ, "DATABASE_URL": database_url()},
        timeout=120,
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == -9, ran.stderr
    assert (Payment.objects.get().status, Funding.objects.get().status) == ("redirected", "pending")
    assert not Entry.objects.filter(memo="capture").exists()
    drain(now)
    assert Funding.objects.get().status == "paid", "the notice tells of it, whoever died"
    once(project, now)


def test_dropped_at_the_moment_it_is_paid(now):
    """Whoever is first: it is in progress with its money, or gone and the money goes back."""
    from dhara.work.engagements import actions as work

    sides, project, payment, charge = paying(now)
    sandbox.choose(charge.ref, "pay", at=now)
    unit = project.units.get(position=1)
    at_once(
        lambda: actions.confirm(payment.token, by=GUEST, at=now),
        lambda: work.act(unit.pk, "drop", by=sides.actor("buyer"), at=now),
    )
    drain(now)
    states = sorted(each.status for each in project.units.all())
    assert states in (["active", "active"], ["cancelled", "draft"])
    assert Payment.objects.get().status == ("captured" if states[0] == "active" else "refunded")
    assert all(finding.ok for finding in doctor.check(at=now))
    assert all(finding.ok for finding in work_doctor.check())

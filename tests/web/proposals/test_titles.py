"""Letters about proposals name what they are about as pages do; a list knows of each offer whether it is held."""

from __future__ import annotations

import pytest

from dhara.kit.clock import now
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.web.proposals.views.desk import Side, _line
from dhara.work.models import Job, Proposal
from dhara.work.proposals import actions, queries
from tests.make import jobs
from tests.make.proposals import Sides
from tests.web.browsing import text

pytestmark = pytest.mark.django_db
PHONE = "01711 223344"


def test_a_title_is_open_in_letters_as_soon_as_both_have_agreed(sides: Sides) -> None:
    job = jobs.posted(sides.cast.karim, sides.now)
    made = jobs.proposed(job, sides.cast.studio, sides.cast.nadia, sides.now)
    Job.objects.filter(pk=job.pk).update(title=f"Shop, call {PHONE}")
    actions.offer(made.pk, by=sides.buyer, at=sides.now)
    drain(sides.now)
    before = Letter.objects.get(name="proposal_offered", to_email="nadia@example.com")
    assert PHONE not in before.text
    assert PHONE not in text(sides.nadia.get(f"/proposals/{made.pk}/"))
    actions.accept(made.pk, number=2, by=sides.worker, at=sides.now)
    drain(sides.now)
    assert PHONE in Letter.objects.get(name="proposal_accepted").text
    assert PHONE in text(sides.nadia.get(f"/proposals/{made.pk}/"))


def test_a_list_that_does_not_ask_whether_its_offers_are_held_fails(sides: Sides) -> None:
    jobs.proposed(jobs.posted(sides.cast.karim, sides.now), sides.cast.studio, sides.cast.nadia, sides.now)
    side = Side("worker", "/", "", lambda each: each.buyer.get_full_name())
    ((found, version),) = queries.with_latest(queries.of_studio(sides.cast.studio.pk, show=queries.SENT))
    assert _line(found, version, side, at=now()).held is False
    with pytest.raises(AttributeError):
        _line(Proposal.objects.get(), version, side, at=now())

"""Other terms wait while the work comes to its end: nobody is offered to agree, and both read what became of them."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse

from dhara.api.v1.schemas.work import change_out
from dhara.kit.lifecycle.models import Transition
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.work.changes import actions
from dhara.work.changes.rules import Part, Wanted
from dhara.work.engagements import actions as work
from dhara.work.models import Change, Engagement
from tests.make import funding as make
from tests.make import hours
from tests.make.work import Parties
from tests.web.browsing import client, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def of_milestones(parties: Parties, now: datetime) -> tuple[Engagement, Wanted]:
    made = make.project(parties, now, 1)
    make.chosen(parties, make.begun(parties, made, now), "pay", now)
    return made, Wanted((Part("A shop", 70_000),))


def by_the_hour(parties: Parties, now: datetime) -> tuple[Engagement, Wanted]:
    made = hours.project(parties, now)
    hours.paid(parties, now, made)
    return made, Wanted(rate=15_000, weekly_hours=20)


@pytest.mark.parametrize("by_hours", [False, True])
def test_the_last_milestone_is_accepted_or_no_further_week_is_wanted(
    parties: Parties, now: datetime, by_hours: bool
) -> None:
    made, wanted = (by_the_hour if by_hours else of_milestones)(parties, now)
    home, karim, buyer = reverse("work:room", args=[made.pk]), client(parties.karim), parties.actor("buyer")
    change = actions.propose_terms(made.pk, wanted, text="More to do.", by=parties.actor("worker"), at=now)
    drain(now)
    agreement = f"{home}changes/{change.pk}/agreement/"
    assert agreement in text(karim.get(home))
    if by_hours:
        work.act(made.units.get(status="draft").pk, "finish", by=buyer, at=now)
    else:
        work.act(made.units.get().pk, "submit", text="Here it is.", by=parties.actor("worker"), at=now)
        work.act(made.units.get().pk, "approve", by=buyer, at=now)
    page = text(karim.get(home))
    assert ("this proposal is over" in page, agreement in page) == (True, False)
    drain(now)
    assert Change.objects.get().status == "lapsed"
    assert Transition.objects.get(lifecycle="change of work", target="lapsed").reason == "ended"
    letters = [each.text for each in Letter.objects.filter(name="work_terms_voided")]
    assert len(letters) == 2
    for letter in letters:
        assert ("no work left" in letter, "can propose other terms" in letter) == (True, False)
    shown = text(karim.get(home))
    assert ("The work ended, so the terms were void" in shown, "Nobody answered" in shown) == (True, False)
    answer = change_out(Change.objects.get())
    assert (answer.status, answer.void) == ("lapsed", "ended")

"""While the operator looks at a message, nothing that its writer offers goes out or is agreed to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dhara.kit.actor import Actor, person
from dhara.kit.refusal import Conflict, Invalid
from dhara.people.conversations import actions as talks
from dhara.people.models import Message
from dhara.work.models import Engagement, Proposal, ProposalVersion
from dhara.work.proposals import actions
from dhara.work.proposals.rules import Milestone, Terms
from tests.make import conversations as make
from tests.make import offers, people
from tests.web.browsing import client, text
from tests.web.proposals.test_offering import FORM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
SCAM = "To get the job you must pay a security deposit of 1500 taka."


def boss() -> Actor:
    return Actor("operator", people.account("boss@example.com", is_staff=True).pk)


@pytest.mark.parametrize("ruling", ["release", "remove"])
def test_held_until_the_operator_has_looked(ruling: str, now: datetime) -> None:
    cast = people.cast()
    karim, nadia = client(cast.karim), client(cast.nadia)
    talk = offers.asked(cast.studio, cast.karim, now)
    made = offers.offered(talk, cast.nadia, now)
    held = make.write(talk, cast.nadia, SCAM, at=now)
    desk, theirs, page = f"/studio/nadia/messages/{talk.pk}/", f"/messages/{talk.pk}/", f"/proposals/{made.pk}/"
    assert nadia.get(f"{desk}offer/")["Location"] == desk
    refused = nadia.post(f"{desk}offer/", {**FORM, "heading": "Another one"})
    assert (refused.status_code, "ask for a deposit" in text(refused)) == (409, True)
    assert "Another one" in text(refused), "what was typed is kept"
    for where in (desk, page):
        shown = text(nadia.get(where))
        assert ("looks at a message of yours first" in shown, "ask for a deposit" in shown) == (True, True), where
    for where in (theirs, page):
        shown = text(karim.get(where))
        assert ("looks at something in this conversation first" in shown, "deposit" in shown) == (True, False), where
        assert f"{page}acceptance/" not in shown
    assert karim.get(f"{page}acceptance/")["Location"] == page
    answer = karim.post(f"{page}acceptance/", {"number": "1"})
    assert (answer.status_code, "as soon as that is done" in text(answer)) == (409, True)
    assert (Engagement.objects.exists(), Proposal.objects.get().status) == (False, "offered")
    if ruling == "release":
        talks.release(held.pk, by=boss(), at=now)
    else:
        talks.remove(held.pk, reason="Nobody pays to get work.", by=boss(), at=now)
    assert f"{page}acceptance/" in text(karim.get(theirs))
    assert nadia.post(f"{desk}offer/", {**FORM, "heading": "Another one"}).status_code == 302
    agreed = karim.post(f"{page}acceptance/", {"number": "1"})
    assert agreed["Location"] == reverse("work:room", args=[Engagement.objects.get().pk])


def test_lists_and_badges_ask_nobody_for_an_answer_that_can_not_be_given(now: datetime) -> None:
    cast = people.cast()
    karim, nadia = client(cast.karim), client(cast.nadia)
    talk, badge = offers.asked(cast.studio, cast.karim, now), '<span class="badge badge-river">1</span>'
    made = offers.offered(talk, cast.nadia, now)
    held = make.write(talk, cast.nadia, SCAM, at=now)
    lists = ["/proposals/", reverse("work:mine"), reverse("messages")]
    pages = [text(karim.get(where)) for where in lists]
    assert [made.title in pages[0], "Answer the offer" in pages[0], "deposit" in pages[0]] == [True, False, False]
    assert ("The operator looks at a message first" in pages[0], "is-mine" in pages[0]) == (True, False)
    assert "looks at a message first" in text(nadia.get("/studio/nadia/proposals/?show=sent"))
    assert [badge in page for page in pages[1:]] == [False, False]
    talks.release(held.pk, by=boss(), at=now)
    pages = [text(karim.get(where)) for where in lists]
    assert ("Answer the offer" in pages[0], [badge in page for page in pages[1:]]) == (True, [True, True])
    actions.offer(made.pk, offers.TERMS, by=person(cast.karim.pk), at=now)
    assert "Answer the offer" in text(nadia.get("/studio/nadia/proposals/")), "and what a buyer writes holds theirs"
    waits = text(nadia.get("/studio/nadia/settings/")).count("1 wait")
    make.write(talk, cast.karim, SCAM, at=now)
    page = text(nadia.get("/studio/nadia/proposals/"))
    assert ("looks at a message first" in page, "Answer the offer" in page) == (True, False)
    assert text(nadia.get("/studio/nadia/settings/")).count("1 wait") == waits - 1


def test_a_counter_offer_is_held_to_the_same(now: datetime) -> None:
    cast = people.cast()
    talk = offers.asked(cast.studio, cast.karim, now)
    made, buyer = offers.offered(talk, cast.nadia, now), person(cast.karim.pk)
    with pytest.raises(Invalid) as words:
        actions.offer(made.pk, Terms(SCAM, (Milestone("A logo", 100_000),)), by=buyer, at=now)
    assert words.value.code == "text_refused"
    make.write(talk, cast.karim, SCAM, at=now)
    with pytest.raises(Conflict) as held:
        actions.offer(made.pk, offers.TERMS, by=buyer, at=now)
    assert (held.value.code, ProposalVersion.objects.count(), Proposal.objects.get().status) == (
        "talk_held",
        1,
        "offered",
    )
    assert actions.accept(made.pk, number=1, by=buyer, at=now), "what the studio offered is not what is looked at"


def test_as_many_questions_for_five_offers_as_for_one(now: datetime) -> None:
    cast = people.cast()
    talk, counts = offers.asked(cast.studio, cast.karim, now), []
    for many in (1, 4):
        for number in range(many):
            offers.offered(talk, cast.nadia, now + timedelta(seconds=number), title=f"Poster {many} {number}")
        make.write(talk, cast.nadia, SCAM, at=now)
        with CaptureQueriesContext(connection) as queries:
            assert "Poster" in text(client(cast.karim).get(f"/messages/{talk.pk}/"))
        counts.append(len(queries))
        Message.objects.filter(held_at__isnull=False).update(released_at=now)
    assert counts[0] == counts[1], counts

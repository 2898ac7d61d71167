"""A test run's letters, all at once to whoever tries it."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from dhara.audience.contacts.models import ContactEvent
from dhara.audience.models import Delivery, Enrolment, Message, Sequence
from dhara.audience.sequences import rules
from dhara.kit import clock
from dhara.kit.mail.models import Letter
from tests.make import audience, people
from tests.make import sequences as make
from tests.web.audience.test_sequence_steps import base, post
from tests.web.studio.place import Workplace

NEW = "steps/new/?spot="


@pytest.fixture
def sequence(work: Workplace) -> Sequence:
    """Two letters with a wait between them."""
    return make.sequence(work.shop.studio, by=work.shop.by, at=clock.now())


def _sent() -> list[tuple[str, str]]:
    return list(Letter.objects.filter(name="letter_test").order_by("id").values_list("to_email", "subject"))


def test_all_letters_come_to_oneself_and_nobody_is_touched(work: Workplace, sequence: Sequence) -> None:
    audience.contact(work.shop.studio, name="Mina")
    events = ContactEvent.objects.count()
    page = work.nadia.get(base(work, sequence) + "rehearsal/").content.decode()
    assert "All 2 emails of the draft come to nadia@example.com at once" in page
    answer = work.nadia.post(base(work, sequence) + "rehearsal/letters/", follow=True).content.decode()
    assert "2 emails are on their way to nadia@example.com." in answer
    assert _sent() == [("nadia@example.com", f"Test {n} of 2: Your checklist") for n in (1, 2)]
    assert not Enrolment.objects.exists()
    assert not Delivery.objects.exists()
    assert ContactEvent.objects.count() == events
    assert not Message.objects.exclude(frozen_at=None).exists()


def test_letters_of_both_ways_come_and_each_once(work: Workplace, sequence: Sequence) -> None:
    """The same letter on two steps is read once; one without words is told and left out."""
    graph, letters = sequence.draft, [node["message"] for _name, node in rules.of_kind(sequence.draft, rules.SEND)]
    graph["nodes"]["n2"] = {"kind": "condition", "rules": {}, "yes": "n3", "no": "n4"}
    graph["nodes"]["n4"] = {"kind": "send", "message": letters[0], "next": ""}
    Sequence.objects.filter(pk=sequence.pk).update(draft=graph)
    post(work.nadia, sequence, base(work, sequence) + NEW + "n4.next&kind=send", {"subject": "Later"})
    answer = work.nadia.post(base(work, sequence) + "rehearsal/letters/", follow=True).content.decode()
    assert "2 emails are on their way to nadia@example.com. 1 is not written yet." in answer
    assert len(_sent()) == 2


def test_as_a_contact_and_in_a_language(work: Workplace, sequence: Sequence) -> None:
    mina = audience.contact(work.shop.studio, name="Mina Begum")
    letter = Message.objects.earliest("id")
    words = {**letter.content["en"], "subject": "For {name|you}"}
    Message.objects.filter(pk=letter.pk).update(content={"en": words, "bn": {**words, "subject": "{name|আপনি}, শুনুন"}})
    run = base(work, sequence) + "rehearsal/"
    assert "They say what Mina Begum would read." in work.nadia.get(run, {"contact": mina.pk}).content.decode()
    answer = work.nadia.post(run + "letters/", {"contact": mina.pk, "words": "bn"})
    assert answer.url.endswith(f"rehearsal/?contact={mina.pk}")
    assert [subject for _to, subject in _sent()] == ["পরীক্ষা ১/২: Mina Begum, শুনুন", "Test 2 of 2: Your checklist"]
    stranger = audience.contact(people.studio(handle="other"), "stranger@example.com", name="Not ours")
    work.nadia.post(run + "letters/", {"contact": stranger.pk, "words": "en"})
    assert _sent()[2][1] == "Test 1 of 2: For you"


def test_only_to_a_proven_address(work: Workplace, sequence: Sequence) -> None:
    EmailAddress.objects.filter(user=work.shop.owner).update(verified=False)
    run = base(work, sequence) + "rehearsal/"
    page = work.nadia.get(run).content.decode()
    assert "Tests go to your own address and nowhere else." in page
    assert "Send me all emails now" not in page
    assert "Confirm your own email address first" in work.nadia.post(run + "letters/", follow=True).content.decode()
    assert _sent() == []


def test_without_letters_there_is_nothing_to_send(work: Workplace) -> None:
    empty = make.sequence(work.shop.studio, by=work.shop.by, at=clock.now(), steps=0)
    run = base(work, empty) + "rehearsal/"
    assert "As soon as an email is written" in work.nadia.get(run).content.decode()
    assert "no email with words in it yet" in work.nadia.post(run + "letters/", follow=True).content.decode()


def test_not_too_often_and_not_by_everybody(work: Workplace, sequence: Sequence) -> None:
    run = base(work, sequence) + "rehearsal/letters/"
    for role in ("viewer", "support"):
        assert work.clients[role].post(run).status_code == 403
    assert (
        "Send me all emails now" not in work.clients["viewer"].get(base(work, sequence) + "rehearsal/").content.decode()
    )
    answers = [work.nadia.post(run).status_code for _time in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(_sent()) == 10

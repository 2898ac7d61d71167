"""Forget a person; make one of two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.audience.contacts import actions, rules
from dhara.audience.models import Consent, Contact, ContactEvent, Enrolment, Form, Sequence, SequenceVersion, Submission
from dhara.audience.suppression.queries import reasons
from dhara.kit.actor import GUEST, person
from dhara.kit.models import RecordedFact, Transition
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.models import Studio
from tests.make import audience as make
from tests.make import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio() -> Studio:
    return people.studio()


def _submission(contact: Contact, at: datetime) -> Submission:
    studio = contact.studio
    form = Form.objects.create(
        studio=studio, token="f", name="f", status="open", status_at=at, created_at=at, changed_at=at
    )
    seen = {"data": {"name": "Mina"}, "utm": {"source": "fb"}, "page": "https://x.example", "ip": "203.0.113.9"}
    known = {"contact": contact, "email": contact.email, "token": f"s{contact.pk}", "language": "bn"}
    state = {"status": "confirmed", "status_at": at, "created_at": at}
    return Submission.objects.create(form=form, studio=studio, **known, **state, **seen)


def test_erasing_leaves_a_hash_and_nothing_else(studio: Studio, now: datetime, monkeypatch: Any) -> None:
    told: list[int] = []
    monkeypatch.setattr("dhara.audience.contacts.actions.forgetting._others", [])
    actions.also_erase(lambda contact, at: told.append(contact.pk))
    make.field(studio)
    mina = make.contact(studio, name="Mina Akter", fields={"city": "Bogura"})
    actions.tag(mina, make.tag(studio).pk, by=GUEST, at=now)
    actions.note(mina, "Rang me on Sunday", by=person(1), at=now)
    filled = _submission(mina, now)

    actions.erase(mina, by=GUEST, at=now)
    actions.erase(mina, by=GUEST, at=now)
    mina.refresh_from_db()
    assert (mina.status, mina.email, mina.email_key, mina.name, mina.fields) == (rules.ERASED, "", "", "", {})
    assert mina.found_by is None
    assert not mina.events.exists()
    assert not mina.tagged.exists()
    consent = Consent.objects.get()
    assert (consent.contact_id, consent.page, consent.text, len(consent.email_key)) == (None, "", make.WORDS, 64)
    filled.refresh_from_db()
    assert (filled.email, filled.data, filled.utm, filled.page, filled.ip) == ("", {}, {}, "", None)
    assert reasons(studio.pk, ["mina@example.com"]) == {"mina@example.com": "erased"}
    assert told == [mina.pk]
    said = f"{list(RecordedFact.objects.values())}{list(Transition.objects.values())}".lower()
    assert "mina" not in said


def test_nothing_is_written_about_an_erased_contact(studio: Studio, now: datetime) -> None:
    gone = make.contact(studio, state=rules.ERASED)
    assert not actions.keep_event(gone.pk, studio.pk, "opened", "message:1", at=now)
    assert not actions.tag(gone, make.tag(studio).pk, by=GUEST, at=now)
    for verb in (lambda: actions.note(gone, "x", by=GUEST, at=now), lambda: actions.edit(gone, by=GUEST, at=now)):
        with pytest.raises(NotFoundHere):
            verb()
    assert not ContactEvent.objects.exists()


def test_merging_moves_all_that_can_be_there_once(studio: Studio, now: datetime) -> None:
    kept = make.contact(studio, "mina@example.com", at=now)
    other = make.contact(studio, "mina@work.example", name="Mina")
    both, one = make.tag(studio, "both"), make.tag(studio, "one")
    for contact, tag in ((kept, both), (other, both), (other, one)):
        actions.tag(contact, tag.pk, by=GUEST, at=now)
    sequence = Sequence.objects.create(
        studio=studio, name="s", status="live", status_at=now, created_at=now, changed_at=now
    )
    version = SequenceVersion.objects.create(sequence=sequence, number=1, graph={}, published_at=now)
    for contact in (kept, other):
        Enrolment.objects.create(studio=studio, sequence=sequence, contact=contact, version=version, entered_at=now)
    filled, consents = _submission(other, now), Consent.objects.count()

    actions.merge(kept, other, by=person(1), at=now)
    kept = Contact.objects.get()
    assert (kept.email, kept.name, kept.created_at < now) == ("mina@example.com", "Mina", True)
    assert sorted(each.tag.name for each in kept.tagged.all()) == ["both", "one"]
    assert kept.enrolments.count() == 1
    assert kept.consents.count() == consents
    assert kept.submissions.get() == filled
    assert make.kinds(kept).count("tagged") == 3
    assert make.kinds(kept)[-1] == "merged"


@pytest.mark.parametrize("state", [rules.UNSUBSCRIBED, rules.COMPLAINED])
def test_who_left_under_one_address_has_left_under_both(state: str, studio: Studio, now: datetime) -> None:
    kept, left = make.contact(studio, "a@x.example"), make.contact(studio, "b@x.example", state=state)
    assert actions.merge(kept, left, by=person(1), at=now).status == rules.UNSUBSCRIBED
    assert set(reasons(studio.pk, ["a@x.example", "b@x.example"])) == {"a@x.example", "b@x.example"}


def test_a_dead_address_says_nothing_of_the_living_one(studio: Studio, now: datetime) -> None:
    kept, dead = make.contact(studio, "a@x.example"), make.contact(studio, "b@x.example", state=rules.BOUNCED)
    assert actions.merge(kept, dead, by=person(1), at=now).status == rules.SUBSCRIBED


def test_nobody_is_merged_with_themselves_or_over_the_fence(studio: Studio, now: datetime) -> None:
    mina, elsewhere = make.contact(studio), people.studio(people.account("r@example.com"), handle="rafi")
    for other in (mina, make.contact(elsewhere)):
        with pytest.raises(Invalid):
            actions.merge(mina, other, by=person(1), at=now)

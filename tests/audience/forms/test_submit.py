"""Filling in a form: who is written what, and what is refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.forms import actions, rules
from dhara.audience.forms.actions import Given
from dhara.audience.forms.models import Submission
from dhara.audience.models import Contact
from dhara.audience.suppression.actions import suppress
from dhara.audience.suppression.rules import key_of
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.kit.refusal import Conflict, Invalid, TooMany
from tests.make import forms as make
from tests.make.people import studio as open_studio
from tests.make.race import at_once

pytestmark = pytest.mark.django_db


def test_a_stranger_is_asked_to_confirm_and_gets_nothing_else(now: datetime) -> None:
    form = make.form()
    submission = make.submit(form, " Mitu@Example.ORG ", at=now)
    assert (submission.status, submission.email) == (rules.WAITING, "mitu@example.org")
    assert submission.consent == form.texts["en"]["consent"]
    assert (submission.page, submission.utm) == ("https://blog.example/post?x=1", {"source": "facebook"})
    contact = Contact.objects.get()
    assert (contact.status, contact.source, contact.name) == ("pending", f"form:{form.pk}", "")
    letter = Letter.objects.get()
    assert letter.name == "form_confirmation"
    assert letter.to_email == "mitu@example.org"
    assert f"/f/confirm/{submission.token}/" in letter.text
    assert f"/f/confirm/{submission.token}/" in letter.html
    assert not contact.consents.exists()
    assert [event.kind for event in contact.events.all()] == ["submitted"]


def test_what_is_asked_is_checked_and_kept_until_it_is_proved(now: datetime) -> None:
    studio = open_studio()
    make.field(studio, "age", "number")
    make.field(studio, "city", "choice", ["Dhaka", "Khulna"])
    asks = [{"field": "age", "required": True}, {"field": "city"}, {"field": "name"}]
    form = make.form(studio, questions=asks)
    for answers, field in (({}, "age"), ({"age": "old"}, "age"), ({"age": "১২", "city": "Rome"}, "city")):
        with pytest.raises(Invalid) as refusal:
            make.submit(form, at=now, **answers)
        assert refusal.value.field == field
    assert not Submission.objects.exists()
    submission = make.submit(form, at=now, age="১২", city="khulna", name="Mitu", shoe="38")
    assert submission.data == {"age": 12, "city": "Khulna", "name": "Mitu"}
    contact = Contact.objects.get()
    assert (contact.name, contact.fields) == ("", {})
    actions.confirm(submission.token, by=GUEST, at=now)
    contact.refresh_from_db()
    assert (contact.name, contact.fields) == ("Mitu", {"age": 12, "city": "Khulna"})


@pytest.mark.parametrize(
    "email", ["", "x", "x@y", "a b@c.example", "x@exa\nmple.org", "x@example.org\r\nBcc: y@z.example"]
)
def test_addresses_that_are_none(email: str, now: datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        make.submit(make.form(), email, at=now)
    assert refusal.value.field == "email"
    assert not Contact.objects.exists()
    assert not Letter.objects.exists()


def test_the_trap_keeps_programs_out_without_a_word(now: datetime) -> None:
    submission = make.submit(make.form(), at=now, trap="http://spam.example")
    assert submission.status == rules.REFUSED
    assert not Letter.objects.exists()
    assert not Contact.objects.exists()


def test_closed_forms_and_forms_of_closed_studios_take_nothing(now: datetime) -> None:
    form = make.form()
    actions.close(form, by=make.owner_of(form.studio), at=now)
    form.refresh_from_db()
    with pytest.raises(Conflict) as refusal:
        make.submit(form, at=now)
    assert refusal.value.code == "form_closed"
    other = make.form(open_studio(handle="second"))
    other.studio.status = "suspended"
    with pytest.raises(Conflict):
        make.submit(other, at=now)
    with pytest.raises(Conflict):
        make.submit(make.form(other.studio, published=False), at=now)


def test_one_address_is_not_flooded(now: datetime) -> None:
    form = make.form()
    for minute in range(5):
        make.submit(form, at=now + timedelta(minutes=3 * minute))
    with pytest.raises(TooMany) as refusal:
        make.submit(form, at=now + timedelta(minutes=16))
    assert refusal.value.code == "too_many_letters"
    assert Letter.objects.count() == 5


def test_one_network_address_does_not_fill_in_thousands(now: datetime) -> None:
    form = make.form()
    for number in range(30):
        make.submit(form, f"a{number}@example.org", at=now)
    with pytest.raises(TooMany):
        make.submit(form, "last@example.org", at=now)


def test_a_second_press_is_the_same_press(now: datetime) -> None:
    form = make.form()
    first = make.submit(form, at=now)
    assert make.submit(form, at=now + timedelta(seconds=90)).pk == first.pk
    assert make.submit(form, at=now + timedelta(minutes=3)).pk != first.pk
    assert Letter.objects.count() == 2


def test_who_is_subscribed_is_answered_alike_and_told_so(now: datetime) -> None:
    form = make.form(questions=[{"field": "name"}], tags=[])
    contact = contacts.find_or_make(form.studio, "mitu@example.org", by=SYSTEM, at=now, name="Mitu")
    contacts.subscribe(contact, by=SYSTEM, at=now, source="import:1", words="agreed")
    submission = make.submit(form, at=now, name="Mallory")
    assert submission.status == rules.CONFIRMED
    assert Letter.objects.get().name == "form_already"
    contact.refresh_from_db()
    assert (contact.name, contact.status, contact.consents.count()) == ("Mitu", "subscribed", 1)


def test_who_complained_or_is_kept_out_is_written_nothing(now: datetime) -> None:
    form = make.form()
    for email, reason in (
        ("a@example.org", "complaint"),
        ("b@example.org", "hard_bounce"),
        ("c@example.org", "by_hand"),
    ):
        suppress(form.studio, key_of(email), reason, at=now)
        assert make.submit(form, email, at=now).status == rules.WAITING
    suppress(None, key_of("d@example.org"), "by_hand", at=now)
    make.submit(form, "d@example.org", at=now)
    assert not Letter.objects.exists()
    assert set(Contact.objects.values_list("status", flat=True)) == {"known"}


def test_a_form_that_asks_no_proof_asks_it_of_who_had_left(now: datetime) -> None:
    form = make.form(confirm=False)
    fresh = make.submit(form, at=now)
    assert fresh.status == rules.CONFIRMED
    assert Contact.objects.get().status == "subscribed"
    contacts.unsubscribe(Contact.objects.get(), by=GUEST, at=now, source="link")
    later = make.submit(form, at=now + timedelta(hours=2))
    assert later.status == rules.WAITING
    assert Contact.objects.get().status == "pending"
    assert [letter.name for letter in Letter.objects.all()] == ["form_confirmation"]


def test_a_program_of_the_studio_needs_no_stamp(now: datetime) -> None:
    form = make.form()
    given = Given("mitu@example.org", {}, language="xx")
    submission = actions.submit(form, given, by=GUEST, at=now)
    assert submission.language == form.studio.language
    assert RecordedFact.objects.filter(name="audience.FormSubmitted", studio_ref=form.studio_id).count() == 1


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_are_one(now: datetime) -> None:
    form = make.form()
    answers = at_once(*(lambda: make.submit(form, at=now) for _press in range(4)))
    assert len({each.pk for each in answers}) == 1
    assert Letter.objects.count() == 1
    assert Contact.objects.count() == 1

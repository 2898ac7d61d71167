"""One row of an address, whatever races."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.audience.contacts import actions, rules
from dhara.audience.models import Contact
from dhara.kit.actor import GUEST
from dhara.kit.refusal import Invalid
from tests.make import audience as make
from tests.make import people
from tests.make.race import errors, race


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_find_the_same_contact(now: datetime) -> None:
    studio = people.studio()
    spellings = ["Mina@Example.com", "mina@example.com ", "MINA@EXAMPLE.COM", "mina@example.com"] * 2

    def find(spelling: str) -> int:
        return int(actions.find_or_make(studio, spelling, by=GUEST, at=now).pk)

    answers = race(*[lambda each=each: find(each) for each in spellings])
    assert not errors(answers)
    assert len(set(answers)) == 1
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_who_is_there_is_filled_in_but_never_overwritten(now: datetime) -> None:
    studio = people.studio()
    make.field(studio, "city")
    make.field(studio, "age", kind=rules.NUMBER)
    first = actions.find_or_make(studio, "a@b.example", by=GUEST, at=now, fields={"city": "ঢাকা", "unknown": 1})
    assert (first.status, first.language, first.fields) == (rules.KNOWN, studio.language, {"city": "ঢাকা"})

    again = actions.find_or_make(
        studio, "a@b.example", by=GUEST, at=now, name="Mina", language="en", fields={"city": "Sylhet", "age": "৩২"}
    )
    again.refresh_from_db()
    assert again.pk == first.pk
    assert (again.name, again.language, again.fields) == ("Mina", studio.language, {"city": "ঢাকা", "age": 32})
    third = actions.find_or_make(studio, "a@b.example", by=GUEST, at=now, name="Somebody else")
    assert third.name == "Mina"


@pytest.mark.django_db
def test_finding_changes_no_state(now: datetime) -> None:
    studio = people.studio()
    left = make.contact(studio, state=rules.UNSUBSCRIBED)
    assert actions.find_or_make(studio, left.email, by=GUEST, at=now).status == rules.UNSUBSCRIBED


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["", "mina", "mina@localhost", "a b@c.example", "a@b.example\nBcc: x@y.z", "a" * 300])
def test_what_no_letter_can_reach_is_refused(email: str, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        actions.find_or_make(people.studio(), email, by=GUEST, at=now)
    assert (refused.value.code, refused.value.field) == ("email_bad", "email")
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_two_studios_know_the_same_person_apart(now: datetime) -> None:
    one, other = people.studio(), people.studio(people.account("rafi@example.com"), handle="rafi")
    assert make.contact(one).pk != make.contact(other).pk


def test_an_address_in_another_script_is_one_in_ascii() -> None:
    assert rules.clean_email("Mina@ডাক.বাংলা") == "mina@xn--p5bx1g.xn--54b7fta0cc"

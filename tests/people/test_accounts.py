"""Accounts: profile, addresses, passwords."""

from __future__ import annotations

from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from dhara.kit.actor import person
from dhara.kit.models import RecordedFact
from dhara.kit.refusal import Invalid, NotFoundHere
from dhara.people.accounts import actions, queries
from dhara.people.models import Account
from tests.make import people

pytestmark = pytest.mark.django_db


def test_one_account_per_address_whatever_its_case() -> None:
    people.account("karim@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(email="Karim@Example.com", joined_at=people.LONG_AGO)


def test_only_proven_addresses_count() -> None:
    karim = people.account("karim@example.com")
    people.account("squatter@example.com", proven=False)
    EmailAddress.objects.create(user=karim, email="k2@example.com", verified=True)
    EmailAddress.objects.create(user=karim, email="k3@example.com", verified=False)
    assert queries.by_proven_email(" KARIM@example.com") == karim
    assert queries.by_proven_email("k2@example.com") == karim
    assert queries.by_proven_email("k3@example.com") is None
    assert queries.by_proven_email("squatter@example.com") is None
    assert queries.proven_emails(karim.pk) == ["karim@example.com", "k2@example.com"]
    Account.objects.filter(pk=karim.pk).update(is_active=False)
    assert queries.by_proven_email("karim@example.com") is None


def test_profile(now: datetime) -> None:
    karim = people.account()
    by = person(karim.pk)
    actions.rename(karim.pk, name="  করিম   শেখ ", by=by, at=now)
    actions.set_language(karim.pk, language="bn", by=by, at=now)
    actions.set_time_zone(karim.pk, time_zone="Europe/London", by=by, at=now)
    actions.set_time_zone(karim.pk, time_zone="Europe/London", by=by, at=now)
    karim.refresh_from_db()
    assert (karim.name, karim.language, karim.time_zone) == ("করিম শেখ", "bn", "Europe/London")
    fields = [fact.data["fields"] for fact in RecordedFact.objects.order_by("id")]
    assert fields == ["name", "language", "time_zone"]


def test_profile_refuses(now: datetime) -> None:
    karim = people.account()
    by = person(karim.pk)
    with pytest.raises(Invalid):
        actions.rename(karim.pk, name="x" * 121, by=by, at=now)
    with pytest.raises(Invalid):
        actions.set_language(karim.pk, language="xx", by=by, at=now)
    with pytest.raises(Invalid):
        actions.set_time_zone(karim.pk, time_zone="../etc/passwd", by=by, at=now)
    with pytest.raises(NotFoundHere):
        actions.rename(0, name="x", by=by, at=now)
    assert not RecordedFact.objects.exists()


@pytest.mark.parametrize("password", ["short", "password123", "83457102938", "karim@example.com", "Karim Sheikh"])
def test_weak_passwords_are_refused_in_both_languages(password: str) -> None:
    karim = Account(email="karim@example.com", name="Karim Sheikh")
    sentences = []
    for language in ("en", "bn"):
        with translation.override(language), pytest.raises(ValidationError) as refusal:
            validate_password(password, karim)
        sentences.append(refusal.value.messages[0])
    assert sentences[0] != sentences[1]


def test_a_sentence_is_a_good_password() -> None:
    validate_password(people.PASSWORD, Account(email="karim@example.com", name="Karim"))

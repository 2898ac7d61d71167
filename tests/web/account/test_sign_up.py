"""Opening an account and a new password: by code, the same answers for all, not too often."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from dhara.kit.mail.models import Letter
from dhara.kit.models import RecordedFact
from dhara.people.accounts.queries import by_proven_email, proven_emails
from dhara.people.models import Account
from tests.make import people
from tests.make.race import at_once

pytestmark = pytest.mark.django_db

SIGN_UP = {"name": "করিম শেখ", "email": "Karim@Example.com", "password1": people.PASSWORD}
BENGALI = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


def code_of(name: str) -> str:
    letter = Letter.objects.filter(name=name).latest("id")
    found = re.search(r"\b\d{4}-\d{4}\b", letter.text)
    assert found
    assert found[0] in letter.subject
    return found[0]


def body(page: Any) -> str:
    """The page without what differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def test_sign_up_with_a_code_typed_in_bengali(client: Client) -> None:
    client.cookies["lang"] = "bn"
    page = client.post(reverse("account_signup"), SIGN_UP)
    assert page["Location"] == reverse("account_email_verification_sent")
    karim = Account.objects.get()
    assert (karim.email, karim.name, karim.language) == ("karim@example.com", "করিম শেখ", "bn")
    assert by_proven_email("karim@example.com") is None
    assert client.get(reverse("account-home")).status_code == 302
    letter = Letter.objects.get()
    assert (letter.name, letter.language, letter.to_email) == ("confirm_address", "bn", "karim@example.com")
    typed = code_of("confirm_address").translate(BENGALI)
    page = client.post(reverse("account_email_verification_sent"), {"code": typed})
    assert page["Location"] == reverse("account-protection")
    assert by_proven_email("karim@example.com") == karim
    fact = RecordedFact.objects.get(name="people.AccountConfirmed")
    assert (fact.data, fact.actor_ref) == ({"account_id": karim.pk}, karim.pk)
    assert client.get(reverse("account-protection")).status_code == 200


def test_known_and_unknown_addresses_get_the_same_answer() -> None:
    people.account("known@example.com", password=people.PASSWORD)
    answers = []
    for email in ("known@example.com", "fresh@example.com"):
        client = Client()
        posted = client.post(reverse("account_signup"), {**SIGN_UP, "email": email})
        page = client.get(posted["Location"])
        wrong = client.post(posted["Location"], {"code": "0000-0000"})
        resent = client.post(posted["Location"], {"action": "resend"})
        texts = [body(each).replace(email, "ADDRESS") for each in (page, wrong)]
        answers.append((posted.status_code, posted["Location"], resent.status_code, *texts, sorted(posted.cookies)))
    assert answers[0] == answers[1]
    letters = dict(Letter.objects.values_list("to_email", "name"))
    assert letters == {"known@example.com": "account_exists", "fresh@example.com": "confirm_address"}


def test_asking_for_a_password_does_not_tell_who_is_here() -> None:
    people.account("known@example.com", password=people.PASSWORD)
    answers = []
    for email in ("known@example.com", "fresh@example.com"):
        client = Client()
        posted = client.post(reverse("account_reset_password"), {"email": email})
        page = client.get(posted["Location"])
        wrong = client.post(posted["Location"], {"code": "0000-0000"})
        texts = [body(each).replace(email, "ADDRESS") for each in (page, wrong)]
        answers.append((posted.status_code, posted["Location"], *texts))
    assert answers[0] == answers[1]
    letters = dict(Letter.objects.values_list("to_email", "name"))
    assert letters == {"known@example.com": "reset_password", "fresh@example.com": "unknown_account"}


def test_signing_in_does_not_tell_who_is_here() -> None:
    people.account("known@example.com", password=people.PASSWORD)
    answers = [
        body(Client().post(reverse("account_login"), {"login": email, "password": "wrong password"})).replace(email, "")
        for email in ("known@example.com", "fresh@example.com")
    ]
    assert answers[0] == answers[1]
    assert "Email address and password do not match." in answers[0]


def test_a_new_password_by_code(client: Client) -> None:
    people.account("karim@example.com", password="the old one, quite long")
    other = Client()
    assert other.login(email="karim@example.com", password="the old one, quite long")
    client.post(reverse("account_reset_password"), {"email": "karim@example.com"})
    page = client.post(reverse("account_confirm_password_reset_code"), {"code": code_of("reset_password")})
    assert page["Location"] == reverse("account_complete_password_reset")
    weak = client.post(page["Location"], {"password1": "12345"})
    assert "field-error" in weak.content.decode()
    done = client.post(page["Location"], {"password1": people.PASSWORD}, follow=True)
    assert "Your new password is saved" in done.content.decode()
    assert Letter.objects.filter(name="password_changed", to_email="karim@example.com").count() == 1
    assert other.get(reverse("account-home")).status_code == 302
    signed_in = client.post(reverse("account_login"), {"login": "karim@example.com", "password": people.PASSWORD})
    assert signed_in["Location"] == "/library/"


def test_a_squatter_loses_the_address_to_whoever_can_read_its_mail(client: Client, frozen: Any) -> None:
    Client().post(reverse("account_signup"), {**SIGN_UP, "password1": "the squatter's own password"})
    frozen.shift(60)
    client.post(reverse("account_signup"), SIGN_UP)
    assert Letter.objects.latest("id").name == "account_exists"
    client.post(reverse("account_logout"))
    client.post(reverse("account_reset_password"), {"email": "karim@example.com"})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_of("reset_password")})
    client.post(reverse("account_complete_password_reset"), {"password1": people.PASSWORD})
    assert by_proven_email("karim@example.com") == Account.objects.get()
    assert Account.objects.get().check_password(people.PASSWORD)
    assert RecordedFact.objects.filter(name="people.AccountConfirmed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": "nonsense"},
        {"email": f"{'x' * 250}@example.com"},
        {"password1": "short"},
        {"password1": "password123"},
        {"password1": "করিম শেখ ১"},
        {"password1": "x" * 5000},
    ],
)
def test_refused_sign_ups_write_nothing(client: Client, wrong: dict[str, str]) -> None:
    page = client.post(reverse("account_signup"), {**SIGN_UP, **wrong})
    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    assert not Account.objects.exists()
    assert not Letter.objects.exists()


def test_five_wrong_codes_end_the_attempt(client: Client) -> None:
    client.post(reverse("account_signup"), SIGN_UP)
    right = code_of("confirm_address")
    for _ in range(5):
        page = client.post(reverse("account_email_verification_sent"), {"code": "0000-0000"})
    assert page.status_code == 302
    client.post(reverse("account_email_verification_sent"), {"code": right})
    assert by_proven_email("karim@example.com") is None


def test_signing_in_is_limited_per_address_and_says_so(client: Client) -> None:
    people.account("karim@example.com", password=people.PASSWORD)
    for _ in range(5):
        client.post(reverse("account_login"), {"login": "karim@example.com", "password": "wrong password"})
    page = client.post(reverse("account_login"), {"login": "karim@example.com", "password": people.PASSWORD})
    assert "Too many attempts" in page.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    page = elsewhere.post(reverse("account_login"), {"login": "karim@example.com", "password": people.PASSWORD})
    assert "Too many attempts" in page.content.decode()


def test_letters_are_limited_per_address(client: Client) -> None:
    for number in range(6):
        client = Client(REMOTE_ADDR=f"203.0.113.{number}")
        page = client.post(reverse("account_reset_password"), {"email": "karim@example.com"})
    assert page.status_code == 429
    assert page.headers["Retry-After"]
    assert Letter.objects.count() == 5


def test_a_forged_forwarded_for_buys_no_attempts(client: Client) -> None:
    statuses = [
        client.post(
            reverse("account_reset_password"),
            {"email": f"{n}@example.com"},
            headers={"X-Forwarded-For": f"203.0.113.{n}"},
        ).status_code
        for n in range(11)
    ]
    assert statuses == [302] * 10 + [429]


def test_behind_a_proxy_its_word_counts(client: Client, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    statuses = [
        client.post(
            reverse("account_reset_password"),
            {"email": f"{n}@example.com"},
            headers={"X-Forwarded-For": f"1.2.3.4, 203.0.113.{n}"},
        ).status_code
        for n in range(11)
    ]
    assert statuses == [302] * 11


def test_another_address_is_added_and_proven(client: Client) -> None:
    karim = people.account("karim@example.com", password=people.PASSWORD)
    client.post(reverse("account_login"), {"login": "karim@example.com", "password": people.PASSWORD})
    page = client.post(reverse("account_email"), {"action_add": "", "email": "k2@example.com"})
    assert page["Location"] == reverse("account_email_verification_sent")
    client.post(page["Location"], {"code": code_of("confirm_address")})
    assert proven_emails(karim.pk) == ["karim@example.com", "k2@example.com"]
    assert RecordedFact.objects.filter(name="people.AccountConfirmed").count() == 1
    client.post(reverse("account_email"), {"action_primary": "", "email": "k2@example.com"})
    assert EmailAddress.objects.get(primary=True).email == "k2@example.com"
    letter = Letter.objects.get(name="address_changed")
    assert letter.to_email == "karim@example.com"
    assert "k2@example.com" in letter.text


def test_a_new_device_is_told_by_letter_once() -> None:
    people.account("karim@example.com", password=people.PASSWORD)
    credentials = {"login": "karim@example.com", "password": people.PASSWORD}
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"})
    for _ in range(2):
        phone.post(reverse("account_login"), credentials)
        phone.post(reverse("account_logout"))
    letter = Letter.objects.get(name="new_device")
    assert "Chrome, Android" in letter.subject
    Client().post(reverse("account_login"), credentials)
    assert Letter.objects.filter(name="new_device").count() == 2


def test_where_one_goes_after_signing_in(client: Client) -> None:
    cast = people.cast(people.PASSWORD)
    login = reverse("account_login")
    page = client.post(login, {"login": cast.nadia.email, "password": people.PASSWORD})
    assert page["Location"] == "/studio/"
    page = Client().post(
        f"{login}?next=/cart/", {"login": cast.karim.email, "password": people.PASSWORD, "next": "/cart/"}
    )
    assert page["Location"] == "/cart/"
    page = Client().post(
        login, {"login": cast.karim.email, "password": people.PASSWORD, "next": "https://evil.example/"}
    )
    assert page["Location"] == "/library/"


@pytest.mark.django_db(transaction=True)
def test_the_same_address_at_the_same_moment() -> None:
    def sign_up() -> int:
        return Client().post(reverse("account_signup"), SIGN_UP).status_code

    # The letter's own limit (one in ten seconds) answers some with 429; nobody gets an error of the server.
    assert set(at_once(*[sign_up] * 4)) <= {302, 429}
    assert Account.objects.count() == 1
    assert EmailAddress.objects.count() == 1

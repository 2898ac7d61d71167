"""The second step over HTTP: an app, recovery codes, passkeys."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from dhara.kit.mail.models import Letter
from dhara.people.access.queries import has_second_factor
from dhara.people.models import Account
from tests.fakes.passkey import Passkey
from tests.make import people

pytestmark = pytest.mark.django_db


def browser() -> Client:
    """Passkeys belong to a host; over plain HTTP only localhost may have any."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def client() -> Client:
    return browser()


@pytest.fixture
def karim() -> Account:
    return people.account("karim@example.com", password=people.PASSWORD)


def sign_in(client: Client) -> Any:
    return client.post(reverse("account_login"), {"login": "karim@example.com", "password": people.PASSWORD})


def totp(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_app(client: Client) -> str:
    page = client.get(reverse("mfa_activate_totp"))
    secret = re.search(r">([A-Z2-7]{32})<", page.content.decode())
    assert secret
    page = client.post(reverse("mfa_activate_totp"), {"code": totp(secret[1])})
    assert page["Location"] == reverse("mfa_view_recovery_codes")
    return secret[1]


def options(page: Any) -> Any:
    found = re.search(
        r'<script id="passkey-options" type="application/json">(.*?)</script>', page.content.decode(), re.S
    )
    assert found
    return json.loads(found[1])


def add_passkey(client: Client) -> Passkey:
    device = Passkey()
    asked = options(client.get(reverse("mfa_add_webauthn")))["creation_options"]
    answer = {"name": "My phone", "credential": device.create(asked), "passwordless": "on"}
    page = client.post(reverse("mfa_add_webauthn"), answer)
    assert page.status_code == 302, page.content.decode()
    return device


def test_an_app_from_set_up_to_sign_in(client: Client, karim: Account, django_capture_on_commit_callbacks: Any) -> None:
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(client)
    assert has_second_factor(karim)
    stored = Authenticator.objects.get(type="totp")
    assert secret not in json.dumps(stored.data)
    assert Letter.objects.filter(name="second_factor_changed").exists()
    client.post(reverse("account_logout"))

    page = sign_in(client)
    assert page["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("account-home")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "field-error" in wrong.content.decode()
    right = totp(secret, 1)
    bengali = right.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    page = client.post(reverse("mfa_authenticate"), {"code": bengali})
    assert page["Location"] == "/library/"
    assert client.get(reverse("account-home")).status_code == 200

    again = browser()
    sign_in(again)
    assert again.post(reverse("mfa_authenticate"), {"code": right}).status_code == 200


def test_a_recovery_code_works_once(client: Client, karim: Account) -> None:
    sign_in(client)
    set_up_app(client)
    sheet = client.get(reverse("mfa_download_recovery_codes"))
    assert "attachment" in sheet["Content-Disposition"]
    codes = re.findall(r"^(\d{4} \d{4})$", sheet.content.decode(), re.M)
    assert len(codes) == 10
    assert codes[0] in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    for expected in (302, 200):
        other = browser()
        sign_in(other)
        assert other.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_guessing_codes_is_limited(client: Client, karim: Account) -> None:
    sign_in(client)
    secret = set_up_app(client)
    client.post(reverse("account_logout"))
    sign_in(client)
    for _ in range(6):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = client.post(reverse("mfa_authenticate"), {"code": totp(secret, 1)})
    assert page.status_code != 302


def test_a_passkey_signs_in_alone(client: Client, karim: Account) -> None:
    sign_in(client)
    device = add_passkey(client)
    assert "My phone" in client.get(reverse("mfa_index")).content.decode()
    client.post(reverse("account_logout"))

    fresh = browser()
    asked = fresh.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()["request_options"]
    page = fresh.post(reverse("mfa_login_webauthn"), {"credential": device.get(asked)})
    assert page["Location"] == "/library/"
    assert fresh.get(reverse("account-home")).status_code == 200


def test_a_passkey_as_second_step(client: Client, karim: Account) -> None:
    sign_in(client)
    device = add_passkey(client)
    client.post(reverse("account_logout"))
    page = client.get(sign_in(client)["Location"])
    answer = device.get(options(page)["request_options"])
    assert client.post(reverse("mfa_authenticate"), {"credential": answer})["Location"] == "/library/"


@pytest.mark.parametrize("wrong", ["origin", "replay", "stranger", "unverified", "garbage"])
def test_a_forged_passkey_is_refused(client: Client, karim: Account, wrong: str) -> None:
    sign_in(client)
    device = add_passkey(client)
    fresh = browser()
    ask = lambda: fresh.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()  # noqa: E731
    asked = ask()["request_options"]
    if wrong == "origin":
        device.origin = "https://evil.example"
    elif wrong == "stranger":
        device = Passkey(user=device.user, id=device.id)
    elif wrong == "unverified":
        device.verified = False
    answer = "{}" if wrong == "garbage" else device.get(asked)
    if wrong == "replay":
        ask()
    fresh.post(reverse("mfa_login_webauthn"), {"credential": answer})
    assert fresh.get(reverse("account-home")).status_code == 302


def test_changes_ask_who_is_there_after_a_while(client: Client, karim: Account, frozen: Any) -> None:
    sign_in(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    frozen.shift(16 * 60)
    page = client.get(reverse("mfa_activate_totp"))
    assert page["Location"].startswith(reverse("account_reauthenticate"))
    wrong = client.post(page["Location"], {"password": "not it, sorry"})
    assert "This password is not right." in wrong.content.decode()
    again = client.post(page["Location"], {"password": people.PASSWORD, "next": reverse("mfa_activate_totp")})
    assert again["Location"] == reverse("mfa_activate_totp")


def test_one_can_not_touch_the_passkeys_of_others(client: Client, karim: Account) -> None:
    sign_in(client)
    add_passkey(client)
    theirs = Authenticator.objects.get(type="webauthn")
    people.account("rafi@example.com", password=people.PASSWORD)
    rafi = browser()
    rafi.post(reverse("account_login"), {"login": "rafi@example.com", "password": people.PASSWORD})
    for name in ("mfa_remove_webauthn", "mfa_edit_webauthn"):
        assert rafi.post(reverse(name, args=[theirs.pk]), {"name": "mine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.wrap().name == "My phone"


def test_all_other_devices_are_signed_out(client: Client, karim: Account) -> None:
    other = browser()
    for each in (client, other):
        sign_in(each)
    client.post(reverse("usersessions_list"))
    assert client.get(reverse("account-home")).status_code == 200
    assert other.get(reverse("account-home")).status_code == 302

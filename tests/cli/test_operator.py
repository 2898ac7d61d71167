"""`dhara operator` lets a person into the console, and out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import validate_totp_code

from dhara.cli import surroundings
from dhara.cli.demo.accounts import OPERATOR_SECRET
from dhara.cli.main import main
from dhara.people.models import Account

pytestmark = pytest.mark.django_db
EMAIL = "host@dhara.example"


@pytest.fixture(autouse=True)
def _django_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def ready() -> Iterator[None]:
        yield

    monkeypatch.setattr(surroundings, "django_ready", ready)


def _type(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> None:
    typed = iter(passwords)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))


def test_appoints_and_dismisses_somebody_who_is_there(now: datetime) -> None:
    account = Account.objects.create_user(EMAIL, "x", joined_at=now)
    assert main(["operator", EMAIL.upper()]) == 0
    account.refresh_from_db()
    assert (account.is_staff, account.is_superuser) == (True, True)
    assert main(["operator", EMAIL, "--remove"]) == 0
    account.refresh_from_db()
    assert (account.is_staff, account.is_superuser) == (False, False)


def test_makes_an_account_with_a_proven_address(monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "river of marigolds", "river of marigolds")
    assert main(["operator", EMAIL]) == 0
    account = Account.objects.get(email=EMAIL)
    assert account.is_staff
    assert account.check_password("river of marigolds")
    assert EmailAddress.objects.filter(user=account, verified=True, primary=True).exists()


@pytest.mark.parametrize("passwords", [("short",), ("river of marigolds", "river of roses")])
def test_makes_nothing_of_a_bad_password(monkeypatch: pytest.MonkeyPatch, passwords: tuple[str, ...]) -> None:
    _type(monkeypatch, *passwords)
    assert main(["operator", EMAIL]) == 1
    assert not Account.objects.exists()


def test_nobody_to_dismiss(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["operator", EMAIL, "--remove"]) == 1
    assert "There is no account" in capsys.readouterr().err


def test_code_of_the_demo_operator_is_the_one_that_sign_in_expects(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--code"]) == 0
    assert validate_totp_code(OPERATOR_SECRET, capsys.readouterr().out.strip())

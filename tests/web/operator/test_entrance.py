"""Nobody enters but an operator who proved the second factor in this session."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from dhara.web.operator import desks as desks  # sets up the site
from dhara.web.operator.console import console as site
from dhara.web.operator.desk import list_of, page_of
from tests.make.console import World, signed_in


def doors(world: World) -> list[str]:
    lists = [list_of(model) for model in site._registry]
    verbs = [
        reverse(f"operator:{desk.opts.app_label}_{desk.opts.model_name}_{verb.noun}", args=[1])
        for desk in site._registry.values()
        for verb in desk.verbs
    ]
    own = [reverse(f"operator:{name}") for name in ("index", "doctor", "search", "jsi18n")]
    return [*lists, *verbs, *own, page_of(world.order), reverse("operator:letter-html", args=[1])]


def test_visitors_are_sent_to_the_sign_in(client: Client, world: World) -> None:
    for door in doors(world):
        for answer in (client.get(door), client.post(door)):
            assert answer.status_code == 302, door
            assert answer["Location"].startswith("/account/login/?next=/operator/"), door


@pytest.mark.parametrize("name", ["karim", "nadia"])
def test_for_everybody_else_there_is_nothing_here(world: World, name: str) -> None:
    client = signed_in(getattr(world.cast, name), factor="totp")
    for door in doors(world):
        assert client.get(door).status_code == client.post(door).status_code == 404, door


@pytest.mark.parametrize(
    ("factor", "used", "words", "way"),
    [
        ("", False, "First protect your account", "/account/protection/"),
        ("totp", False, "One more step", "/account/second-step/reauthenticate/?next=/operator/"),
        ("webauthn", False, "One more step", "/account/second-step/reauthenticate/?next=/operator/"),
        ("recovery_codes", True, "First protect your account", "/account/protection/"),
    ],
)
def test_an_operator_without_proof_is_shown_the_way(
    world: World, factor: str, used: bool, words: str, way: str
) -> None:
    client = signed_in(world.boss, factor=factor, used=used)
    answer = client.get("/operator/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert words in page
    assert way in page
    for door in doors(world):
        assert client.get(door).status_code == client.post(door).status_code == 403, door


@pytest.mark.parametrize("factor", ["totp", "webauthn"])
def test_with_proof_the_console_is_open(world: World, factor: str) -> None:
    client = signed_in(world.boss, factor=factor)
    assert client.get("/operator/").status_code == 200
    Authenticator.objects.filter(user=world.boss).delete()  # elsewhere, a moment later
    assert client.get("/operator/").status_code == 403


def test_proof_by_another_account_in_the_same_browser_does_not_count(world: World) -> None:
    client = signed_in(world.boss, factor="totp")
    Authenticator.objects.filter(user=world.boss).update(user=world.cast.karim)
    assert client.get("/operator/").status_code == 403


def test_the_console_has_no_sign_in_of_its_own(console: Client) -> None:
    assert console.get("/operator/login/")["Location"] == "/operator/"
    assert console.post("/operator/logout/")["Location"] == reverse("account_logout")
    assert console.get("/operator/password_change/")["Location"] == reverse("account_change_password")

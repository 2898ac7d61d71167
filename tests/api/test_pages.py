"""The pages beside the API: what explains it, and the keys in the settings."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils import translation

from dhara.api.models import ApiKey
from dhara.api.pages import explained
from dhara.api.pages.words import WORDS
from dhara.api.v1 import openapi
from dhara.api.webhooks.rules import CATALOGUE
from tests.api.door import Program, key_of
from tests.make import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def signed_in(account: people.Account) -> Client:
    """Signed in, and with the password typed once more."""
    client = Client()
    client.force_login(account)
    assert client.post("/account/reauthenticate/", {"password": people.PASSWORD}).status_code == 302
    return client


def test_the_page_explains_every_endpoint_in_both_languages() -> None:
    schema = Program().get("/openapi.json").json()
    for language in ("en", "bn"):
        reader = Client(headers={"Accept-Language": language})
        front = reader.get("/api/").content.decode()
        chapters = {
            address: reader.get(address).content.decode() for address in re.findall(r'"(/api/[a-z-]+/)"', front)
        }
        for path, item in schema["paths"].items():
            for method, operation in item.items():
                name, signature = operation["operationId"], f"{method.upper()} {path}"
                (address,) = re.findall(rf'"(/api/[a-z-]+/)#{name}"', front)
                for text in (front, chapters[address]):
                    assert f'id="{name}"' in text
                    assert signature in text
        assert all(f'<code class="font-semibold">{name}</code>' in chapters["/api/webhooks/"] for name in CATALOGUE)
        for text in (front, *chapters.values()):
            assert "<script>" not in text
            assert " style=" not in text
        assert reader.get("/api/no-such-chapter/").status_code == 404


def test_every_word_of_the_schema_is_translated(monkeypatch: pytest.MonkeyPatch) -> None:
    said: set[str] = set()
    monkeypatch.setattr(explained, "gettext", lambda text: said.add(text) or text)
    explained.chapters(openapi.schema())
    assert said == WORDS
    with translation.override("bn"):
        assert not [text for text in WORDS if translation.gettext(text) == text]


def test_a_key_is_made_shown_once_used_and_revoked() -> None:
    cast = people.cast(people.PASSWORD)
    client = signed_in(cast.nadia)
    page = client.get("/account/keys/")
    assert "There is no key yet." in page.content.decode()
    made = client.post("/account/keys/", {"name": "Book-keeping", "scopes": ["offers:read", "me:read"], "studio": ""})
    assert made.status_code == 201
    assert "no-store" in made["Cache-Control"]
    text = made.context["text"]
    assert text in made.content.decode()
    assert Program(text).get("/me").json()["email"] == "nadia@example.com"
    key = ApiKey.objects.get()
    assert key.last_used_at is not None
    listed = client.get("/account/keys/").content.decode()
    assert key.prefix in listed
    assert text not in listed
    assert client.post(f"/account/keys/{key.pk}/revocation/").status_code == 302
    assert Program(text).get("/me").status_code == 401


def test_a_key_for_a_studio_can_be_made_by_its_members_only() -> None:
    cast = people.cast(people.PASSWORD)
    asked = {"name": "Sales", "scopes": ["orders:read"], "studio": str(cast.studio.pk)}
    assert signed_in(cast.karim).post("/account/keys/", {**asked}).status_code == 201
    assert ApiKey.objects.get().studio is None  # an outsider is not even asked for which studio
    assert signed_in(cast.mitu).post("/account/keys/", asked).status_code == 201
    assert ApiKey.objects.filter(studio=cast.studio).count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Please name the key"),
        ({"name": "x" * 61}, "60"),
        ({"scopes": []}, "Please choose what the key may do."),
        ({"scopes": ["everything"]}, "not one of the available choices"),
        ({"scopes": ["me:read"], "studio": "own"}, "can only read the market"),
    ],
)
def test_a_wrong_form_says_why_and_makes_nothing(change: dict[str, object], words: str) -> None:
    cast = people.cast(people.PASSWORD)
    asked = {"name": "Sales", "scopes": ["orders:read"], "studio": "", **change}
    asked["studio"] = str(cast.studio.pk) if asked["studio"] == "own" else ""
    page = signed_in(cast.nadia).post("/account/keys/", asked)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not ApiKey.objects.exists()


def test_keys_ask_for_the_password_again_and_are_one_s_own(now: datetime) -> None:
    cast = people.cast(people.PASSWORD)
    key_of(cast.nadia, now)
    stranger = Client()
    assert stranger.get("/account/keys/").url.startswith("/account/login/")
    stranger.force_login(cast.karim)
    assert "reauthenticate" in stranger.get("/account/keys/").url
    assert stranger.post(f"/account/keys/{ApiKey.objects.get().pk}/revocation/").status_code == 404
    assert ApiKey.objects.get().revoked_at is None

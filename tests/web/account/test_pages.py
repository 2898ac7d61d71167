"""Every page of the account answers, in both languages, to whom it should."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dhara.kit.actor import person
from dhara.people.models import MailPreference, Studio
from dhara.people.notices import actions as notices
from dhara.people.studios import actions as studios
from tests.make import people

pytestmark = pytest.mark.django_db

ENTRANCE = ["account_login", "account_signup", "account_reset_password", "account_inactive"]
SETTINGS = [
    "account-home",
    "account-profile",
    "account-protection",
    "account-notices",
    "account-mail",
    "account_email",
    "account_change_password",
    "account_logout",
    "usersessions_list",
    "mfa_index",
    "mfa_list_webauthn",
    "new-studio",
]


@pytest.fixture
def cast() -> people.Cast:
    return people.cast(people.PASSWORD)


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("name", ENTRANCE)
def test_entrance(client: Client, name: str, language: str) -> None:
    client.cookies["lang"] = language
    page = client.get(reverse(name))
    assert page.status_code == 200
    html = page.content.decode()
    assert f'<html lang="{language}"' in html
    assert "<h1" in html or "<h2" in html
    _is_strict(html)


@pytest.mark.parametrize("language", ["en", "bn"])
@pytest.mark.parametrize("name", SETTINGS)
def test_settings(client: Client, cast: people.Cast, name: str, language: str) -> None:
    assert client.get(reverse(name)).status_code == 302
    client.force_login(cast.nadia)
    client.cookies["lang"] = language
    page = client.get(reverse(name))
    assert page.status_code == 200
    _is_strict(page.content.decode())


def _is_strict(html: str) -> None:
    """Nothing that the content security policy would stop."""
    assert " style=" not in html
    assert " onclick=" not in html
    for script in html.split("<script")[1:]:
        head = script.split(">")[0]
        assert "src=" in head or "application/json" in head


def test_profile_is_saved_and_speaks_the_new_language(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.karim)
    wanted = {"name": "করিম", "language": "bn", "time_zone": "Europe/London"}
    page = client.post(reverse("account-profile"), wanted, follow=True)
    cast.karim.refresh_from_db()
    assert (cast.karim.name, cast.karim.language, cast.karim.time_zone) == ("করিম", "bn", "Europe/London")
    assert client.cookies["lang"].value == "bn"
    assert '<html lang="bn"' in page.content.decode()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"language": "xx"}, {"time_zone": "Mars/Base"}, {"name": "x" * 121}])
def test_a_wrong_profile_is_refused_and_kept_on_the_page(client: Client, cast: people.Cast, wrong: Any) -> None:
    client.force_login(cast.karim)
    wanted = {"name": "Somebody", "language": "bn", "time_zone": "Europe/London", **wrong}
    page = client.post(reverse("account-profile"), wanted)
    assert "field-error" in page.content.decode()
    cast.karim.refresh_from_db()
    assert cast.karim.name == "Karim"


def test_a_studio_is_made(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.karim)
    page = client.post(
        reverse("new-studio"),
        {"name": "করিমের স্টুডিও", "handle": "Karim", "tagline": "", "currency": "USD", "language": "en"},
    )
    made = Studio.objects.get(handle="karim")
    assert page["Location"] == "/studio/karim/"
    assert (made.name, made.currency, made.language) == ("করিমের স্টুডিও", "USD", "en")


def test_a_studio_with_a_picture(client: Client, cast: people.Cast, png: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(cast.karim)
    wanted = {"name": "Karim", "handle": "karim", "currency": "BDT", "language": "bn"}
    broken = SimpleUploadedFile("me.png", b"not a picture", "image/png")
    page = client.post(reverse("new-studio"), {**wanted, "picture": broken})
    assert page.status_code == 422
    assert not Studio.objects.filter(handle="karim").exists()
    client.post(reverse("new-studio"), {**wanted, "picture": SimpleUploadedFile("me.png", png, "image/png")})
    picture = Studio.objects.get(handle="karim").picture
    assert picture is not None
    assert picture.file.owner_ref == cast.karim.pk


@pytest.mark.parametrize("handle", ["nadia", "NADIA", "admin", "না", "a b c", "x" * 41, ""])
def test_a_refused_address_keeps_what_was_typed(client: Client, cast: people.Cast, handle: str) -> None:
    client.force_login(cast.karim)
    wanted = {"name": "Karim & sons", "handle": handle, "currency": "BDT", "language": "bn"}
    page = client.post(reverse("new-studio"), wanted)
    html = page.content.decode()
    assert page.status_code == 422
    assert "Karim &amp; sons" in html
    assert "field-error" in html
    assert Studio.objects.count() == 1


def test_the_live_check(client: Client, cast: people.Cast) -> None:
    address = reverse("new-studio-handle")
    assert client.get(address).status_code == 302
    client.force_login(cast.karim)
    answers = {asked: client.get(address, {"handle": asked}).json() for asked in ("nadia", "@Karim", "ab", "operator")}
    assert {asked: answer["free"] for asked, answer in answers.items()} == {
        "nadia": False,
        "@Karim": True,
        "ab": False,
        "operator": False,
    }
    assert answers["@Karim"]["message"] == "@karim is free."


def test_an_invitation_is_seen_and_accepted_by_the_invited(client: Client, cast: people.Cast, now: datetime) -> None:
    by = person(cast.nadia.pk)
    from dhara.kit import clock

    made = studios.invite(cast.studio.pk, email="karim@example.com", role="manager", by=by, at=clock.now())
    see = reverse("studio-invitation", args=[made.token])
    accept = reverse("studio-invitation-acceptance", args=[made.token])
    assert client.get(see).status_code == client.post(accept).status_code == 302
    client.force_login(cast.rafi)
    assert accept not in client.get(see).content.decode()
    client.post(accept)
    assert not cast.studio.members.filter(account=cast.karim).exists()
    client.force_login(cast.karim)
    assert accept in client.get(see).content.decode()
    assert client.get(accept).status_code == 405
    assert client.post(accept)["Location"] == "/studio/nadia/"
    assert cast.studio.members.get(account=cast.karim).role == "manager"
    assert client.get(see).status_code == client.post(accept).status_code == 404


def test_notices_are_ones_own_and_can_be_marked_read(client: Client, cast: people.Cast, now: datetime) -> None:
    for who, name in ((cast.karim, "Mine"), (cast.nadia, "Hers")):
        data = {"studio": f"<b>{name}</b>"}
        notices.tell(account_id=who.pk, topic="studio", kind="studio_closed", data=data, key=name, at=now)
    client.force_login(cast.karim)
    html = client.get(reverse("account-notices")).content.decode()
    assert "&lt;b&gt;Mine&lt;/b&gt; was closed." in html
    assert "Hers" not in html
    client.post(reverse("account-notices-reading"))
    assert list(cast.nadia.notices.values_list("read_at", flat=True)) == [None]
    assert cast.karim.notices.get().read_at is not None


def test_mail_choices(client: Client, cast: people.Cast) -> None:
    client.force_login(cast.karim)
    client.post(reverse("account-mail"), {"wanted": ["sale"]})
    wanted = dict(MailPreference.objects.filter(account=cast.karim).values_list("topic", "by_mail"))
    assert wanted["sale"]
    assert not wanted["balance"]
    assert "field-error" in client.post(reverse("account-mail"), {"wanted": ["gossip"]}).content.decode()


def test_queries_do_not_grow_with_notices(client: Client, cast: people.Cast, now: datetime) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.karim)
    counts = []
    for total in (1, 20):
        for number in range(total):
            data = {"studio": "x"}
            key = f"{total}:{number}"
            notices.tell(account_id=cast.karim.pk, topic="studio", kind="studio_closed", data=data, key=key, at=now)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(reverse("account-notices"))
        counts.append(len(captured))
    assert counts[0] == counts[1]

"""The composer by plain requests: every button sends the form, nothing that was typed is lost."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dhara.audience.contacts.actions import find_or_make
from dhara.audience.messages import actions, rules
from dhara.audience.messages.models import Letterhead, Message
from dhara.kit.actor import SYSTEM
from dhara.kit.mail.models import Letter
from tests.make import catalog as make
from tests.web.storefront.test_crawlers import picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> make.Shop:
    return make.shop(now, language="en")


@pytest.fixture
def client(shop: make.Shop) -> Client:
    shop.owner.language = "en"
    shop.owner.save()
    made = Client()
    made.force_login(shop.owner)
    return made


@pytest.fixture
def letter(shop: make.Shop, now: datetime) -> Message:
    content = {"en": {"subject": "Boats", "blocks": [{"kind": "heading", "text": "One"}, {"kind": "divider"}]}}
    return actions.write(shop.studio, rules.BROADCAST, content, by=shop.by, at=now)


def path(letter: Message, rest: str = "") -> str:
    return f"/studio/{letter.studio.handle}/audience/letters/{letter.pk}/{rest}"


def form(do: str = "save", **changed: Any) -> dict[str, Any]:
    typed = {
        "lang": "en",
        "subject": "Boats",
        "preheader": "",
        "subjects": "",
        "kind": ["heading", "divider"],
        "b0-text": "One",
        "b0-level": "1",
    }
    return {**typed, "do": do, **changed}


def blocks(letter: Message, language: str = "en") -> list[str]:
    letter.refresh_from_db()
    return [block["kind"] for block in letter.content[language]["blocks"]]


def test_what_is_typed_is_saved(client: Client, letter: Message) -> None:
    answer = client.post(path(letter), form(subject="Ships", subjects="A\nB", tracking="off", reply_to="a@b.example"))
    assert answer.status_code == 302
    letter.refresh_from_db()
    assert (letter.content["en"]["subject"], letter.content["en"]["subjects"]) == ("Ships", ["A", "B"])
    assert (letter.tracking, letter.reply_to) == ("off", "a@b.example")
    assert "Ships" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("do", "left"),
    [
        ("up:1", ["divider", "heading"]),
        ("down:0", ["divider", "heading"]),
        ("up:0", ["heading", "divider"]),
        ("down:1", ["heading", "divider"]),
        ("double:0", ["heading", "heading", "divider"]),
        ("remove:0", ["divider"]),
        ("remove:9", ["heading", "divider"]),
        ("add:offer", ["heading", "divider", "offer"]),
        ("add:script", ["heading", "divider"]),
        ("up:x", ["heading", "divider"]),
    ],
)
def test_blocks_are_put_in_order_by_buttons(client: Client, letter: Message, do: str, left: list[str]) -> None:
    assert client.post(path(letter), form(do)).status_code == 302
    assert blocks(letter) == left


def test_each_kind_of_block_can_be_added_and_is_shown(client: Client, letter: Message) -> None:
    for kind in ("heading", "text", "button", "image", "offer", "quote", "list", "divider", "spacer"):
        actions.edit(letter, by=SYSTEM, at=letter.changed_at, content={"en": {"blocks": []}})
        assert client.post(path(letter), form(f"add:{kind}", kind=[])).status_code == 302
        assert blocks(letter) == [kind]
        assert f'name="kind" value="{kind}"' in client.get(path(letter)).content.decode()


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(client: Client, letter: Message) -> None:
    answer = client.post(path(letter), form("add:quote", **{"b0-text": "Dear {nobody}", "subject": "New"}))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Dear {nobody}" in text
    assert 'value="New"' in text
    assert 'name="kind" value="quote"' in text
    assert 'id="id_b0-text_error"' in text
    assert blocks(letter) == ["heading", "divider"]
    assert letter.content["en"]["subject"] == "Boats"


def test_another_language_begins_as_a_copy(client: Client, letter: Message) -> None:
    answer = client.post(path(letter), form("language:bn"))
    assert "words=bn" in answer["Location"]
    assert blocks(letter, "bn") == ["heading", "divider"]
    client.post(path(letter), form(lang="bn", subject="নৌকা", kind=[]))
    letter.refresh_from_db()
    assert letter.content["en"]["subject"] == "Boats"
    assert letter.content["bn"]["subject"] == "নৌকা"
    client.post(path(letter), form("take", lang="bn", kind=[]))
    assert blocks(letter, "bn") == ["heading", "divider"]
    client.post(path(letter), form("drop", lang="bn"))
    letter.refresh_from_db()
    assert list(letter.content) == ["en"]


def test_a_picture_comes_with_the_form(client: Client, letter: Message) -> None:
    upload = SimpleUploadedFile("boat.png", picture_bytes((60, 40)), "image/png")
    client.post(path(letter), form(kind=["image"], **{"b0-file": upload, "b0-alt": "A boat"}))
    letter.refresh_from_db()
    assert letter.content["en"]["blocks"][0]["picture"] > 0
    bad = SimpleUploadedFile("boat.png", io.BytesIO(b"no picture").read(), "image/png")
    answer = client.post(path(letter), form(kind=["image"], **{"b0-file": bad, "b0-alt": "Still here"}))
    assert answer.status_code == 422
    assert "Still here" in answer.content.decode()


def test_with_scripts_only_what_changes_is_answered(client: Client, letter: Message) -> None:
    whole = client.post(path(letter), form("add:text"), headers={"HX-Request": "true"}).content.decode()
    assert whole.startswith('<div id="composer"')
    beside = client.post(path(letter), form("auto", subject="Typed"), headers={"HX-Request": "true"}).content.decode()
    assert beside.startswith('<aside id="letter-side"')
    letter.refresh_from_db()
    assert letter.content["en"]["subject"] == "Typed"
    wrong = client.post(path(letter), form("auto", subject="{x}"), headers={"HX-Request": "true"})
    assert wrong.status_code == 422
    assert wrong.content.decode().startswith('<aside id="letter-side"')


def test_a_frozen_letter_is_shown_and_left_alone(client: Client, letter: Message, now: datetime) -> None:
    actions.freeze(letter, at=now)
    assert '<fieldset class="contents" disabled>' in client.get(path(letter)).content.decode()
    assert client.post(path(letter), form(subject="Other")).status_code == 422
    letter.refresh_from_db()
    assert letter.content["en"]["subject"] == "Boats"


def test_a_test_goes_to_oneself_as_a_contact_reads_it(
    client: Client, letter: Message, shop: make.Shop, now: datetime
) -> None:
    who = find_or_make(shop.studio, "karim@example.com", by=shop.by, at=now, name="Karim")
    typed = form("test", subject="For {name|you}", **{"as": str(who.pk)})
    assert client.post(path(letter), typed).status_code == 302
    sent = Letter.objects.get(name="letter_test")
    assert (sent.to_email, sent.subject) == (shop.owner.email, "Test: For Karim")
    assert "One" in sent.html
    assert "/l/" not in sent.html


def test_the_preview_is_what_is_read(client: Client, letter: Message) -> None:
    client.post(path(letter), form(**{"b0-text": "Hello {name|friend} <script>"}))
    for tone in ("", "light", "dark"):
        answer = client.get(path(letter, "preview/"), {"tone": tone, "words": "en"})
        assert "Hello friend &lt;script&gt;" in answer.content.decode()
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "@media all" in answer.content.decode() if tone == "dark" else True


def test_links_are_tried_at_a_word(client: Client, letter: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def unreachable(urls: list[str]) -> dict[str, str]:
        asked.append(urls)
        return dict.fromkeys(urls, "gone")

    monkeypatch.setattr("dhara.web.audience.views.letters.unreachable", unreachable)
    button = {"b0-label": "Go", "b0-url": "https://shop.example.org/x"}
    answer = client.post(path(letter), form("links", kind=["button"], **button))
    assert asked == [["https://shop.example.org/x"]]
    # In whatever language: the address with words behind it stands nowhere but among the findings.
    assert "https://shop.example.org/x " in answer.content.decode()


def test_the_way_back_stays_in_the_studio(client: Client, letter: Message) -> None:
    base = f"/studio/{letter.studio.handle}/audience/"
    good = client.get(path(letter), {"next": f"{base}broadcasts/3/"}).content.decode()
    assert f'href="{base}broadcasts/3/"' in good
    for bad in ("https://evil.example/", "//evil.example/", f"{base}/\\evil.example", "javascript:alert(1)"):
        assert f'class="back" href="{base}"' in client.get(path(letter), {"next": bad}).content.decode()


def test_the_letterhead_is_the_studios(client: Client, shop: make.Shop) -> None:
    here = f"/studio/{shop.studio.handle}/audience/letterhead/"
    assert client.post(here, {"sender": "Dhaka", "colour": "leaf"}).status_code == 302
    assert Letterhead.objects.get(studio=shop.studio).sender == "Dhaka"
    wrong = client.post(here, {"sender": "Typed", "colour": "leaf", "reply_to": "no"})
    assert wrong.status_code == 422
    assert "Typed" in wrong.content.decode()
    assert client.get(here).status_code == 200


def test_a_letter_of_another_studio_is_not_there(client: Client, now: datetime) -> None:
    other = make.shop(now, "Rafi")
    foreign = actions.write(other.studio, rules.BROADCAST, by=other.by, at=now)
    own = client.get(path(foreign)).status_code
    assert own == 404


def test_more_blocks_need_no_more_queries(
    client: Client, letter: Message, shop: make.Shop, now: datetime, django_assert_max_num_queries: Any
) -> None:
    content = {"en": {"subject": "x", "blocks": [{"kind": "text", "html": "<p>a</p>"}, {"kind": "offer"}] * 20}}
    actions.edit(letter, by=shop.by, at=now, content=content)
    with django_assert_max_num_queries(16):
        assert client.get(path(letter)).status_code == 200

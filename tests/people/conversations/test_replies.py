"""Mail notices, and answering them by mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.conversations import actions, incoming, mail, rules
from dhara.people.models import Conversation, Message, MessageFile
from tests.make import people
from tests.make.conversations import conversation, picture, side, write

pytestmark = pytest.mark.django_db
ADDRESS = "reply@in.market.example"


@pytest.fixture(autouse=True)
def _reply_address(settings: Any) -> None:
    settings.REPLY_ADDRESS = ADDRESS


@pytest.fixture
def talk(cast: people.Cast, now: datetime) -> Conversation:
    made = conversation(cast.studio, cast.karim, at=now)
    write(made, cast.nadia, "It opens in any browser. My mail is nadia@example.org", at=now)
    return made


def letters(name: str = "new_messages") -> list[Letter]:
    return list(Letter.objects.filter(name=name).order_by("id"))


def answer(to: str, sender: str, text: str, *, number: int = 1, **headers: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = sender, to, f"<{number}@mail.example>"
    made["Subject"] = "Re: a message"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def reply_to(talk: Conversation, role: str = rules.CUSTOMER) -> str:
    party = side(talk, role)
    return mail.reply_address(party.pk, party.account_id)


def test_one_mail_for_several_messages_and_none_again_until_they_look(
    cast: people.Cast, talk: Conversation, now: datetime
) -> None:
    write(talk, cast.nadia, "And in Canva.", at=now + timedelta(minutes=1))
    drain(now + timedelta(minutes=3))
    assert letters() == []
    drain(now + timedelta(minutes=10))
    (letter,) = letters()
    assert letter.to_email == "karim@example.com"
    assert "And in Canva." in letter.text
    assert "nadia@example.org" not in letter.text + letter.html
    assert letter.headers["Reply-To"] == reply_to(talk)
    write(talk, cast.nadia, "Hello?", at=now + timedelta(hours=1))
    drain(now + timedelta(hours=2))
    assert len(letters()) == 1
    actions.mark_read(side(talk, rules.CUSTOMER).pk, by=_karim(cast), at=now + timedelta(hours=3))
    write(talk, cast.nadia, "Still there?", at=now + timedelta(hours=4))
    drain(now + timedelta(hours=5))
    assert len(letters()) == 2


def _karim(cast: people.Cast) -> Any:
    from dhara.kit.actor import person

    return person(cast.karim.pk)


def test_no_mail_for_what_was_read_or_muted(cast: people.Cast, talk: Conversation, now: datetime) -> None:
    actions.mark_read(side(talk, rules.CUSTOMER).pk, by=_karim(cast), at=now + timedelta(minutes=1))
    write(talk, cast.karim, "Thanks", at=now + timedelta(minutes=2))
    drain(now + timedelta(hours=1))
    assert {each.to_email for each in letters()} == {"nadia@example.com", "mitu@example.com"}
    actions.mute(side(talk, rules.CUSTOMER).pk, muted=True, by=_karim(cast))
    write(talk, cast.nadia, "You are welcome", at=now + timedelta(hours=2))
    drain(now + timedelta(hours=3))
    assert "karim@example.com" not in {each.to_email for each in letters()}


def test_an_answer_is_taken_once_and_without_the_quote(talk: Conversation, now: datetime) -> None:
    text = "Good, I take it.\n\nOn Mon, 2 Mar 2026 at 10:00, Market <hello@market.example>\nwrote:\n> It opens"
    raw = answer(reply_to(talk), "Karim <KARIM@example.com>", text)
    assert [actions.take_mail(raw, at=now) for _ in range(2)] == ["taken", "again"]
    message = Message.objects.get(via=rules.MAIL)
    assert (message.body, message.author_name) == ("Good, I take it.", "Karim")
    assert side(talk, rules.STUDIO).unread == 1


def test_only_from_the_address_that_it_was_made_for(talk: Conversation, now: datetime) -> None:
    raw = answer(reply_to(talk), "stranger@example.net", "Send me everything")
    assert actions.take_mail(raw, at=now) == "refused"
    assert actions.take_mail(answer(reply_to(talk), "stranger@example.net", "Now", number=2), at=now) == "refused"
    (told,) = letters("reply_not_taken")
    assert told.to_email == "stranger@example.net"
    assert "another address" in told.text
    assert "Wedding cards" not in told.text + told.subject
    assert "/messages/" not in told.text
    assert not Message.objects.filter(via=rules.MAIL).exists()


@pytest.mark.parametrize("token", ["", "1-2-", "x" * 40, "999999-1-" + "a" * 32])
def test_made_up_addresses_are_unknown(talk: Conversation, now: datetime, token: str) -> None:
    raw = answer(f"reply+{token}@in.market.example", "karim@example.com", "Hello")
    assert actions.take_mail(raw, at=now) == "unknown"


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<news.example>"},
        {"Return_Path": "<>"},
        {"X_Dhara_Letter": "conversation"},
    ],
)
def test_programs_are_not_answered(talk: Conversation, now: datetime, headers: dict[str, str]) -> None:
    raw = answer(reply_to(talk), "karim@example.com", "I am on holiday", **headers)
    assert actions.take_mail(raw, at=now) == "ignored"
    assert not letters("reply_not_taken")


def test_what_a_page_would_refuse_is_told_by_letter(cast: people.Cast, talk: Conversation, now: datetime) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "karim@example.com", reply_to(talk), "<9@mail.example>"
    made.set_content("Here")
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="run.exe")
    assert actions.take_mail(made.as_bytes(), at=now) == "refused"
    (told,) = letters("reply_not_taken")
    assert "is a program" in told.text
    assert f"/messages/{talk.pk}/" in told.text


def test_attachments_come_along(talk: Conversation, now: datetime) -> None:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "karim@example.com", reply_to(talk), "<8@mail.example>"
    made.set_content("Like this")
    made.add_attachment(picture(), maintype="image", subtype="png", filename="idea.png")
    assert actions.take_mail(made.as_bytes(), at=now) == "taken"
    kept = MessageFile.objects.get()
    assert (kept.file.name, kept.picture is not None) == ("idea.png", True)


def test_a_guest_answers_from_their_own_address(cast: people.Cast, now: datetime) -> None:
    made = conversation(cast.studio, None, subject="order:9", email="guest@example.com", at=now)
    assert actions.take_mail(answer(reply_to(made), "guest@example.com", "All fine"), at=now) == "taken"
    actions.claim(people.account("guest@example.com").pk)
    late = answer(mail.reply_address(side(made, rules.CUSTOMER).pk, None), "guest@example.com", "More", number=2)
    assert actions.take_mail(late, at=now) == "refused"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Yes\n-- \nKarim\n01712345678", "Yes"),
        ("Yes\n\nSent from my iPhone", "Yes"),
        ("Yes\n> quoted\nmore", "Yes"),
        ("হ্যাঁ\n\nনাদিয়া লিখেছেন:\n> আগের কথা", "হ্যাঁ"),
        ("One\n\nTwo\n\n-----Original Message-----\nFrom: x", "One\n\nTwo"),
        ("Yes\n________________________________\nFrom: Market", "Yes"),
        ("From now on I use it daily", "From now on I use it daily"),
        ("", ""),
    ],
)
def test_quotes_and_signatures_are_cut_off(text: str, left: str) -> None:
    assert incoming.newly_written(text) == left


def test_html_alone_is_read_and_rubbish_does_no_harm() -> None:
    made = EmailMessage()
    made["From"], made["To"] = "karim@example.com", f"reply+abc@{ADDRESS.partition('@')[2]}"
    made.set_content("<p>Yes<br>please</p><blockquote><p>old</p></blockquote><style>p{}</style>", subtype="html")
    read = incoming.read(made.as_bytes(), ADDRESS)
    assert (read.token, read.text) == ("abc", "Yes\nplease")
    for raw in (b"", b"\xff\xfe\x00", b"Content-Type: text/plain; charset=nonsense\n\nx", b"From: <<<>>>\nTo: ,,,\n\n"):
        incoming.read(raw, ADDRESS)

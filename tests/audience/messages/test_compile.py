"""Compiled once, filled in by bytes: what a mail program reads is what was meant, whatever people are called."""

from __future__ import annotations

import quopri
import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from html import escape
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dhara.audience.links import rules as links
from dhara.audience.messages import mime
from dhara.kit.locale.text import clean_text
from tests.make.messages import content, letter, person

ENGLISH, BENGALI = letter(), letter("bn", subject="{name|বন্ধু}, শুভেচ্ছা", preheader="আজ")
_BN = letter("bn", blocks=[{"kind": "text", "html": "<p>" + "বাংলা লেখা {name} " * 60 + "</p>"}], subject="চিঠি")
HOSTILE = [
    "A\r\nBcc: all@example.com",
    "\r\n\r\n<script>alert(1)</script>",
    '"Quoted" \\ <a@b.example>, c',
    "=?utf-8?b?QmNj?=",
    "😀" * 500,
    "রহিমা খাতুন" * 45,
    "=0D=0A.",
    ".",
    "{name}",
    "\ue0000\ue001",
    "a" * 500,
    "",
]


def read(raw: bytes) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(raw, policy=policy.default))


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


names = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=120))


@settings(max_examples=150, deadline=None)
@given(name=names, city=names)
def test_what_is_read_is_what_was_meant(name: str, city: str) -> None:
    who = person(name=name, fields={"city": city})
    for compiled in (ENGLISH, BENGALI, _BN):
        raw = compiled.fill(who)
        subject, text, html = compiled.shown(who)
        mail = read(raw)
        assert str(mail["Subject"]) == clean_text(subject)
        assert body(mail, "plain") == text
        assert body(mail, "html") == html
        assert len(mail["To"].addresses) == 1
        assert mail["To"].addresses[0].addr_spec == "karim@example.com"
        assert mail["Bcc"] is None


@settings(max_examples=100, deadline=None)
@given(name=names)
def test_every_line_is_one_that_mail_servers_take(name: str) -> None:
    for compiled in (ENGLISH, _BN):
        raw = compiled.fill(person(name=name))
        assert raw.isascii()
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
        assert max(len(line) for line in raw.split(b"\r\n")) <= 200
        assert not re.search(rb"^\.", raw, re.MULTILINE)


@given(text=st.text("ab. =\n", max_size=400))
def test_no_line_of_a_part_begins_with_a_dot_or_is_too_long(text: str) -> None:
    coded = mime.quoted(text.encode())
    assert quopri.decodestring(coded).replace(b"\r\n", b"\n").decode() == text
    assert all(len(line) <= 76 and not line.startswith(b".") for line in coded.split(b"\r\n"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_a_name_and_nothing_else(name: str) -> None:
    raw = ENGLISH.fill(person(name=name))
    wanted = [line.split(b":")[0] for line in ENGLISH.fill(person(name="K")).split(b"\r\n\r\n")[0].split(b"\r\n")]
    head = [line.split(b":")[0] for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n") if not line.startswith(b" ")]
    assert head == [name for name in wanted if not name.startswith(b" ")]
    told, _address = parseaddr(str(message_from_bytes(raw)["To"]))
    assert str(make_header(decode_header(told))) == clean_text(name)
    assert "<script>" not in body(read(raw), "html")
    assert escape(clean_text(name)) in body(read(raw), "html")


def test_an_address_that_could_smuggle_is_refused() -> None:
    for email in ("a@b.example\r\nBcc: c@d.example", "a@b.example>, <c@d.example", "a b@c.example", ""):
        with pytest.raises(ValueError, match="not an address"):
            ENGLISH.fill(person(email=email))


def test_the_smaller_encoding_is_chosen() -> None:
    assert ENGLISH.html_part.name == ENGLISH.plain_part.name == b"quoted-printable"
    assert _BN.plain_part.name == b"base64"


def test_headers_of_a_letter_to_a_list() -> None:
    mail = read(ENGLISH.fill(person(headers={"X-Test": "1"})))
    token = links.letter_token(5, 7)
    assert mail["List-Unsubscribe"] == f"<{links.unsubscribe_url(token)}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["From"] == "Nadia <nadia@studio.example>"
    assert mail["Message-ID"] == "<31.0@dhara.example>"
    assert mail["Date"] == "Fri, 02 Jan 2026 03:04:05 +0000"
    assert mail["List-Id"] == "Nadia <nadia.localhost>"
    assert mail["Precedence"] == "bulk"
    assert mail["X-Test"] == "1"
    assert mail["Feedback-ID"] == "m7:s1:broadcast:dhara"


def test_links_are_numbered_and_tracked_but_not_the_ways_out() -> None:
    assert ENGLISH.links == (
        "https://one.example/?a=1&b=2",
        "https://two.example/",
        "https://three.example/",
        "https://dhara.example/@nadia/guide",
    )
    _subject, text, html = ENGLISH.shown(person())
    touch, leave = links.touch_token(31), links.letter_token(5, 7)
    for number in range(1, 5):
        assert links.link_url(number, touch) in html
        assert links.link_url(number, touch) in text
    assert links.link_url(links.HONEYPOT, touch) in html
    assert links.open_url(touch) in html
    assert "one.example" not in html
    for way in (links.unsubscribe_url(leave), links.preferences_url(leave)):
        assert way in html
        assert way in text


def test_anonymous_tracking_names_nobody() -> None:
    compiled = letter(tracking="anonymous")
    _subject, _text, html = compiled.shown(person())
    assert links.link_url(1, links.anonymous_token(7, "en")) in html
    assert links.touch_token(31) not in html


def test_without_tracking_addresses_are_as_they_are() -> None:
    compiled = letter(tracking="off")
    _subject, text, html = compiled.shown(person())
    assert 'href="https://one.example/?a=1&amp;b=2"' in html
    assert "https://one.example/?a=1&b=2" in text
    assert "/l/" not in html
    assert ".gif" not in html


def test_variants_are_subjects() -> None:
    told = {"subject": "First", "subjects": ["Second", "Third"]}
    assert [letter(variant=n, **told).shown(person())[0] for n in range(4)] == ["First", "Second", "Third", "First"]


def test_empty_fields_say_their_fallback() -> None:
    subject, text, _html = ENGLISH.shown(person(name=" ", fields={"city": None}))
    assert subject == "For you"
    assert "Welcome, friend!" in text
    assert "From your city" in text


def test_numbers_and_answers_are_in_the_readers_language() -> None:
    compiled = letter("bn", blocks=[{"kind": "text", "html": "<p>{field:a} {field:b}</p>"}])
    text = compiled.shown(person(fields={"a": 42, "b": True}))[1]
    assert text.startswith("৪২ হ্যাঁ")


def test_a_letter_of_ones_own_has_addresses_of_its_own() -> None:
    compiled = letter(blocks=[{"kind": "button", "label": "Confirm", "url": "{link:confirm}"}], purpose="confirmation")
    _subject, text, html = compiled.shown(person(links={"confirm": "https://dhara.example/f/confirm/x/?a=1&b=2"}))
    assert "Confirm: https://dhara.example/f/confirm/x/?a=1&b=2" in text
    assert 'href="https://dhara.example/f/confirm/x/?a=1&amp;b=2"' in html
    assert compiled.links == ()


def test_what_stands_in_a_block_can_not_leave_it() -> None:
    nasty = [
        {"kind": "heading", "text": "</mj-text></mjml><script>x</script> zqheld0zq"},
        {"kind": "button", "label": '"><b>', "url": "https://a.example/?x='&y=%22"},
        {"kind": "image", "picture": 4, "alt": '" onload="x', "url": ""},
    ]
    html = letter(blocks=nasty).shown(person())[2]
    assert "<script" not in html
    assert "&lt;/mj-text&gt;&lt;/mjml&gt;&lt;script&gt;x&lt;/script&gt; zqheld0zq" in html
    assert "&quot; onload=&quot;x" in html


def test_nothing_is_loaded_from_elsewhere() -> None:
    html = letter(tracking="off").shown(person())[2]
    assert "fonts.googleapis" not in html
    assert re.findall(r'src="([^"]+)"', html) == ["https://dhara.example/logo.jpg", "https://dhara.example/4.jpg"]


def test_compiled_content_is_stable() -> None:
    assert content() == content()
    assert letter().fill(person()) == letter().fill(person())

"""What is wrong with a letter is found, each with its place; a good one has nothing to find."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.audience.messages import actions, queries, rules
from dhara.audience.messages.checks import address
from dhara.audience.messages.models import Message
from dhara.kit.files.actions import store_picture
from tests.make import catalog as make
from tests.web.storefront.test_crawlers import picture_bytes

pytestmark = pytest.mark.django_db
GOOD = {"kind": "text", "html": '<p>Read <a href="https://dhaka.example.org/a">this</a>, {name|friend}.</p>'}


@pytest.fixture
def shop(now: datetime) -> make.Shop:
    made = make.shop(now, language="en")
    actions.set_letterhead(made.studio, by=made.by, at=now, sender="House 4, Dhaka", colour="river")
    return made


def found(shop: make.Shop, now: datetime, **words: Any) -> set[tuple[str, str, str]]:
    content = {"en": {"subject": "A boat for you", "blocks": [GOOD], **words}}
    made = actions.write(shop.studio, rules.BROADCAST, content, by=shop.by, at=now)
    return {(each.level, each.code, each.place) for each in queries.checks(made)}


def test_a_good_letter_has_nothing_to_find(shop: make.Shop, now: datetime) -> None:
    assert found(shop, now) == set()


def test_an_empty_letter_says_so_in_each_language(shop: make.Shop, now: datetime) -> None:
    made = actions.write(shop.studio, rules.BROADCAST, {"bn": {}, "en": {}}, by=shop.by, at=now)
    told = {(each.code, each.place) for each in queries.checks(made)}
    assert told == {(code, f"{lang}.{part}") for lang in ("bn", "en") for code, part in _EMPTY}
    assert {each.place for each in queries.checks(made, language="bn")} == {"bn.subject", "bn.blocks"}


_EMPTY = (("no_subject", "subject"), ("empty", "blocks"))


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        ({"subject": "BUY NOW DHAKA"}, ("warning", "shouting", "en.subject")),
        ({"subject": "Really???"}, ("warning", "exclaiming", "en.subject")),
        ({"subject": "a " * 40}, ("note", "long_subject", "en.subject")),
        ({"subjects": ["A boat for you"]}, ("warning", "same_subject", "en.subjects")),
        ({"subject": "For {name}"}, ("warning", "no_fallback", "en.subject")),
        ({"preheader": "For {first_name}"}, ("warning", "no_fallback", "en.preheader")),
    ],
)
def test_the_lines_above_the_letter(
    shop: make.Shop, now: datetime, words: dict[str, Any], finding: tuple[str, str, str]
) -> None:
    assert found(shop, now, **words) == {finding}


@pytest.mark.parametrize(
    ("block", "finding"),
    [
        ({"kind": "button", "label": "", "url": "https://dhaka.org/"}, ("error", "no_label", "en.blocks.1.label")),
        ({"kind": "button", "label": "Go", "url": ""}, ("error", "no_url", "en.blocks.1.url")),
        ({"kind": "button", "label": "Go", "url": "https://bit.ly/x"}, ("warning", "shortener", "en.blocks.1.url")),
        ({"kind": "button", "label": "Go", "url": "http://10.0.0.1/"}, ("error", "private_host", "en.blocks.1.url")),
        ({"kind": "image", "picture": 0}, ("error", "no_picture", "en.blocks.1.picture")),
        ({"kind": "offer", "offer": 0}, ("error", "no_offer", "en.blocks.1.offer")),
        ({"kind": "heading", "text": ""}, ("warning", "empty_block", "en.blocks.1.text")),
        ({"kind": "list", "items": ["{name}"]}, ("warning", "no_fallback", "en.blocks.1.items")),
        (
            {"kind": "text", "html": '<p><a href="https://evil.org/">www.bank.org/login</a></p>'},
            ("error", "other_host", "en.blocks.1.html"),
        ),
    ],
)
def test_blocks(shop: make.Shop, now: datetime, block: dict[str, Any], finding: tuple[str, str, str]) -> None:
    assert found(shop, now, blocks=[GOOD, block]) == {finding}


def test_a_picture_wants_words(shop: make.Shop, now: datetime) -> None:
    picture = store_picture(picture_bytes((40, 40)), name="a.png", at=now, studio_ref=shop.studio.pk)
    block = {"kind": "image", "picture": picture.pk}
    assert found(shop, now, blocks=[block]) == {("warning", "no_alt", "en.blocks.0.alt")}
    assert found(shop, now, blocks=[{**block, "alt": "A boat"}]) == set()


def test_gmail_cuts_long_letters(shop: make.Shop, now: datetime) -> None:
    long = {"kind": "text", "html": "<p>" + "Dhaka and the river " * 900 + "</p>"}
    assert {each[1] for each in found(shop, now, blocks=[long] * 4)} == set()
    assert {each[1] for each in found(shop, now, blocks=[long] * 5)} == {"big"}
    assert {each[1] for each in found(shop, now, blocks=[long] * 6)} == {"too_big"}


def test_without_a_sender_it_is_said(now: datetime) -> None:
    other = make.shop(now, "Rafi", language="en")
    assert found(other, now) == {("warning", "no_sender", "letterhead")}


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/x",
        "https://intranet/",
        "https://a.local/",
        "http://192.168.1.4/",
        "http://[::1]/",
        "http://127.1/",
    ],
)
def test_hosts_of_ones_own_network(url: str) -> None:
    assert [each.code for each in address(url, "x")] == ["private_host"]


def test_the_gravest_comes_first(shop: make.Shop, now: datetime) -> None:
    content = {"en": {"subject": "For {name}", "blocks": []}}
    made: Message = actions.write(shop.studio, rules.BROADCAST, content, by=shop.by, at=now)
    assert [each.level for each in queries.checks(made)] == ["error", "warning"]

"""Segments and rules on their pages: made without scripts, counted while one edits, refused in words."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.audience.contacts import actions as contacts
from dhara.audience.models import AutomationRule, ContactTag, Segment, Tag
from dhara.kit.actor import SYSTEM
from dhara.people.models import Studio
from tests.make import catalog, people
from tests.make import segments as make
from tests.make.catalog import Shop
from tests.make.console import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def studio(db: None) -> Studio:
    return people.studio(people.account("nadia@example.com", password=people.PASSWORD))


@pytest.fixture
def nadia(studio: Studio) -> Client:
    return signed_in(studio.members.get(role="owner").account)


def address(studio: Studio, rest: str) -> str:
    return f"/studio/{studio.handle}/audience/{rest}"


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return str(response.content.decode())


def person(studio: Studio, email: str, at: datetime, *tags: Tag) -> None:
    made = contacts.find_or_make(studio, email, by=SYSTEM, at=at, language="bn")
    ContactTag.objects.bulk_create(ContactTag(contact=made, tag=tag, at=at) for tag in tags)


def test_a_segment_is_made_row_by_row_without_scripts(studio: Studio, nadia: Client, now: datetime) -> None:
    buyer = Tag.objects.create(studio=studio, name="buyer", created_at=now)
    person(studio, "rahim@example.com", now, buyer)
    person(studio, "karim@example.com", now)
    page = address(studio, "segments/new/")
    assert "Save the segment" in text(nadia.get(page))
    form = {"name": "Not buyers", "join": "all", "g0-join": "all", "g0-r0-what": "tag", "g0-r0-no": "1"}
    shown = text(nadia.post(page, {**form, "do": "update"}))
    assert f'<option value="{buyer.pk}">buyer</option>' in shown
    assert 'value="Not buyers"' in shown
    form["g0-r0-thing"] = str(buyer.pk)
    shown = text(nadia.post(page, {**form, "do": "add-row:0"}))
    assert "g0-r1-what" in shown
    assert not Segment.objects.exists()
    form |= {"g0-r1-what": "language", "g0-r1-value": "bn"}
    saved = nadia.post(page, {**form, "do": "save"}, follow=True)
    made = Segment.objects.get()
    assert made.rules == {"all": [{"not": {"tag": buyer.pk}}, {"language": "bn"}]}
    assert made.count == 1
    shown = text(saved)
    assert "karim@example.com" in shown
    assert "rahim@example.com" not in shown
    assert "Everybody who does not have the tag “buyer”, and reads Bengali." in shown


def test_what_was_saved_comes_back_into_the_editor(studio: Studio, nadia: Client, now: datetime) -> None:
    rules = {
        "any": [
            {"all": [{"bought": "any", "within_days": 30, "times": 2}, {"active": True, "since": "2026-01-05"}]},
            {"any": [{"not": {"source": "form"}}, {"bought": "any", "amount": 500_50, "currency": "BDT"}]},
        ]
    }
    made = make.segment(studio, rules, at=now)
    page = address(studio, f"segments/{made.pk}/edit/")
    form = _filled(text(nadia.get(page)))
    assert nadia.post(page, {**form, "do": "save", "name": "Other"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.rules) == ("Other", rules)


def test_rules_that_the_editor_can_not_show_stay_as_they_are(studio: Studio, nadia: Client, now: datetime) -> None:
    rules = {"all": [{"not": {"any": [{"language": "bn"}, {"status": "known"}]}}]}
    made = make.segment(studio, rules, at=now)
    page = address(studio, f"segments/{made.pk}/edit/")
    shown = text(nadia.get(page))
    assert "A program made these rules" in shown
    nadia.post(page, {**_filled(shown), "name": "Renamed", "do": "save"})
    made.refresh_from_db()
    assert (made.name, made.rules) == ("Renamed", rules)


def test_the_count_lives_while_one_edits(studio: Studio, nadia: Client, now: datetime) -> None:
    for number in range(3):
        person(studio, f"reader{number}@example.com", now)
    form = {"g0-join": "all", "g0-r0-what": "language", "g0-r0-value": "bn"}
    count = address(studio, "segments/count/")
    shown = text(nadia.post(count, form, **HTMX))
    assert "3 people now" in shown
    assert "0 of them get letters" in shown
    assert "Everybody who reads Bengali." in shown
    shown = text(nadia.post(count, {**form, "g0-r0-what": "bought", "g0-r0-thing": "any", "g0-r0-when": "within"}))
    assert "Please enter a number." in shown


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"what": "tag", "thing": "999"}, "not there any more"),
        ({"what": "tag", "thing": "<script>"}, "Please enter a number."),
        ({"what": "bought", "thing": "any", "sum": "amount", "least": "much"}, "Please enter the amount in digits"),
        ({"what": "active", "when": "since", "day": "soon"}, "Please enter a day."),
        ({"what": "language", "value": "fr"}, "can not be understood"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    studio: Studio, nadia: Client, row: dict[str, str], words: str
) -> None:
    form = {f"g0-r0-{name}": value for name, value in row.items()}
    shown = text(nadia.post(address(studio, "segments/new/"), {"name": "My <b>name", **form, "do": "save"}), 422)
    assert words in shown
    assert 'value="My &lt;b&gt;name"' in shown
    assert not Segment.objects.exists()


def test_hostile_forms_are_only_wrong(studio: Studio, nadia: Client) -> None:
    rows = {f"g{group}-r{row}-what": "language" for group in range(0, 400, 20) for row in range(0, 400, 10)}
    page = address(studio, "segments/new/")
    assert nadia.post(page, {**rows, "do": "drop-row:x:-1:²"}).status_code == 200
    assert nadia.post(page, {**rows, "name": "x", "do": "save"}).status_code == 422
    assert nadia.post(page, {"do": "add-row:99"}).status_code == 200


def test_a_name_is_needed_once(studio: Studio, nadia: Client, now: datetime) -> None:
    make.segment(studio, at=now, name="Readers")
    page, form = address(studio, "segments/new/"), {"g0-r0-what": "active", "do": "save"}
    assert "There is a segment of this name." in text(nadia.post(page, {**form, "name": "readers"}), 422)
    assert "Please give it a name" in text(nadia.post(page, {**form, "name": " "}), 422)
    assert Segment.objects.count() == 1


def test_a_segment_is_removed_and_its_people_stay(studio: Studio, nadia: Client, now: datetime) -> None:
    made = make.segment(studio, at=now)
    person(studio, "rahim@example.com", now)
    nadia.post(address(studio, f"segments/{made.pk}/removal/"))
    assert not Segment.objects.exists()
    assert studio.contacts.count() == 1


def test_lists_ask_as_often_for_one_as_for_twenty(studio: Studio, nadia: Client, now: datetime) -> None:
    tags = [Tag.objects.create(studio=studio, name=f"tag {number}", created_at=now) for number in range(20)]
    asked = []
    for page, more in (("segments/", _segment), ("rules/", _rule)):
        counts = []
        for chosen in (tags[:1], tags[1:]):
            for tag in chosen:
                more(studio, tag, now)
            with CaptureQueriesContext(connection) as queries:
                text(nadia.get(address(studio, page)))
            counts.append(len(queries))
        asked.append(counts)
    assert all(first == later for first, later in asked), asked


def _segment(studio: Studio, tag: Tag, at: datetime) -> None:
    make.segment(studio, {"any": [{"tag": tag.pk}, {"bought": "any"}]}, at=at, name=tag.name)


def _rule(studio: Studio, tag: Tag, at: datetime) -> None:
    make.rule(studio, "tagged", {"do": "untag", "tag": tag.pk}, ref=f"tag:{tag.pk}", at=at)


def test_a_rule_is_written_in_plain_words(studio: Studio, nadia: Client, now: datetime) -> None:
    offer = catalog.offer(now, Shop(studio, studio.members.get(role="owner").account, SYSTEM), "Guide")
    tag = Tag.objects.create(studio=studio, name="buyer", created_at=now)
    page = address(studio, "rules/new/")
    form = {"kind": "bought", "thing": str(offer.pk), "e0-do": "tag", "e0-thing": str(tag.pk)}
    shown = text(nadia.post(page, {**form, "do": "add"}, **HTMX))
    assert "e1-do" in shown
    assert "<html" not in shown
    saved = nadia.post(page, {**form, "e1-do": "notify", "do": "save"}, follow=True)
    shown = text(saved)
    for words in ("When somebody buys “Guide”", "give the tag “buyer”", "tell the studio", "not used yet"):
        assert words in shown
    made = AutomationRule.objects.get()
    assert (made.kind, made.ref) == ("bought", f"offer:{offer.pk}")
    again = _filled(text(nadia.get(address(studio, f"rules/{made.pk}/"))))
    nadia.post(address(studio, f"rules/{made.pk}/"), {**again, "do": "drop:0"})
    nadia.post(address(studio, f"rules/{made.pk}/"), {**again, "kind": "subscribed", "do": "save"})
    made.refresh_from_db()
    assert (made.kind, made.ref, len(made.effects)) == ("subscribed", "", 2)


def test_a_rule_goes_off_and_on_and_away(studio: Studio, nadia: Client, now: datetime) -> None:
    made = make.rule(studio, at=now)
    nadia.post(address(studio, f"rules/{made.pk}/switch/"), {"on": "0"})
    made.refresh_from_db()
    assert not made.active
    assert "Switch on" in text(nadia.get(address(studio, "rules/")))
    nadia.post(address(studio, f"rules/{made.pk}/switch/"), {"on": "1"})
    made.refresh_from_db()
    assert made.active
    nadia.post(address(studio, f"rules/{made.pk}/removal/"))
    assert not AutomationRule.objects.exists()


def test_an_incomplete_rule_says_what_is_missing(studio: Studio, nadia: Client) -> None:
    page = address(studio, "rules/new/")
    assert "There is none yet" in text(nadia.get(page))
    assert "Please complete" in text(nadia.post(page, {"kind": "bought", "e0-do": "tag", "do": "save"}), 422)
    assert not AutomationRule.objects.exists()


def _filled(page: str) -> dict[str, str]:
    """What a browser would send of the form as it is."""

    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.form: dict[str, str] = {}
            self.select = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "select":
                self.select = given.get("name") or ""
            if tag == "option" and self.select and ("selected" in given or self.select not in self.form):
                self.form[self.select] = given.get("value") or ""
            if tag == "input" and given.get("name"):
                self.form[str(given["name"])] = given.get("value") or ""

        def handle_endtag(self, tag: str) -> None:
            if tag == "select":
                self.select = ""

    reader = Reader()
    reader.feed(page[page.index("</header>") :] if "</header>" in page else page)
    return reader.form

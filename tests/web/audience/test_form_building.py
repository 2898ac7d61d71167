"""Building a form: its questions change places, a new field is made where it is missing, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from dhara.audience.models import Field, Form
from dhara.people.models import Studio
from dhara.web.audience.forms.builder import in_order, moved
from tests.make import forms as make
from tests.make import people
from tests.make.console import signed_in

pytestmark = pytest.mark.django_db
TYPED = {"name": "Checklist", "tone": "river", "place": "page", "confirm": "on"}


@pytest.fixture
def studio() -> Studio:
    studio = people.studio()
    make.field(studio)
    make.field(studio, "size")
    return studio


@pytest.fixture
def nadia(studio: Studio) -> Client:
    return signed_in(studio.members.get().account)


def new_of(studio: Studio) -> str:
    return f"/studio/{studio.handle}/audience/forms/new/"


def order_in(page: str) -> list[str]:
    return re.findall(r'name="order" value="([^"]+)"', page)


def test_the_order_of_the_page_is_kept(nadia: Client, studio: Studio) -> None:
    asks = {"ask_name": "may", "ask_city": "must", "ask_size": "may", "order": ["size", "city", "name"]}
    nadia.post(new_of(studio), {**TYPED, **asks})
    form = Form.objects.get()
    assert [each["field"] for each in form.questions] == ["size", "city", "name"]
    make.field(studio, "zip")
    shown = nadia.get(f"/studio/{studio.handle}/audience/forms/{form.pk}/building/").content.decode()
    assert order_in(shown) == ["size", "city", "name", "zip"]


def test_a_button_moves_a_question_and_keeps_what_is_typed(nadia: Client, studio: Studio) -> None:
    asks = {"ask_name": "may", "ask_city": "must", "order": ["name", "city", "size"]}
    typed: dict[str, Any] = {"name": "", "title_en": "Kept <b>", "tone": "night", "place": "popup", **asks}
    shown = nadia.post(new_of(studio), {**typed, "do": "up:city"})
    page = shown.content.decode()
    assert (shown.status_code, order_in(page)) == (200, ["city", "name", "size"])
    assert "Kept &lt;b&gt;" in page
    assert re.search(r'value="up:city"[^>]* disabled[^>]* autofocus', page)
    assert re.search(r'value="night"[^>]* checked', page)
    assert re.search(r'name="confirm"(?![^>]* checked)', page)
    assert "field-error" not in page
    assert not Form.objects.exists()


@pytest.mark.parametrize("do", ["up:nothing", "down:", "up:name", "sideways:city"])
def test_a_move_that_there_is_not_changes_nothing(do: str, nadia: Client, studio: Studio) -> None:
    shown = nadia.post(new_of(studio), {"order": ["name", "city", "size"], "do": do}).content.decode()
    assert order_in(shown) == ["name", "city", "size"]
    assert not Form.objects.exists()


@pytest.mark.parametrize("do", ["field", ""])
def test_a_field_is_made_on_the_page_and_asked_for(do: str, nadia: Client, studio: Studio) -> None:
    typed = {**TYPED, "title_en": "Kept", "ask_size": "must", "order": ["size", "name", "city"]}
    new = {"new-label": "Colour", "new-kind": "choice", "new-choices": "red\nblue"}
    page = nadia.post(new_of(studio), {**typed, **new, "do": do}).content.decode()
    made = Field.objects.get(key="colour")
    assert (made.kind, made.choices) == ("choice", ["red", "blue"])
    assert order_in(page) == ["size", "name", "city", "colour"]
    assert re.search(r'name="ask_colour" autofocus>.*?value="may" selected', page)
    assert "Kept" in page
    assert not Form.objects.exists()


@pytest.mark.parametrize(
    "new", [{"new-label": ""}, {"new-label": "Colour", "new-kind": "choice"}, {"new-label": "x", "new-kind": "odd"}]
)
def test_what_is_wrong_with_a_field_is_said_where_it_is_typed(
    new: dict[str, str], nadia: Client, studio: Studio
) -> None:
    shown = nadia.post(new_of(studio), {**TYPED, "title_en": "Kept", "new-kind": "text", "do": "field", **new})
    page = shown.content.decode()
    assert shown.status_code == 422
    assert 'class="more mt-4" open' in page
    assert "Kept" in page
    assert Field.objects.count() == 2


def test_who_may_not_make_fields_is_offered_none(studio: Studio) -> None:
    editor = people.member(studio, role="editor").account
    page = signed_in(editor).get(new_of(studio)).content.decode()
    assert 'name="do" value="field"' not in page
    assert 'value="up:city"' in page
    signed_in(editor).post(new_of(studio), {"new-label": "Colour", "new-kind": "text", "do": "field"})
    assert Field.objects.count() == 2


def test_orders_are_read_with_care() -> None:
    assert in_order(["a", "b", "c"], ["c", "x", "c", "a"]) == ["c", "a", "b"]
    assert moved(["a", "b"], "b", -1) == ["b", "a"]
    assert moved(["a", "b"], "b", 1) == ["a", "b"]

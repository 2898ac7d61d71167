"""The studio's pages about its forms: build, open, share, see who filled it in; and what others are refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dhara.audience.forms import actions
from dhara.audience.forms.rules import Origin
from dhara.audience.models import Form, Submission
from dhara.kit import clock
from dhara.people.models import Studio
from tests.make import checkout, people
from tests.make import forms as make
from tests.make.console import signed_in

pytestmark = pytest.mark.django_db
TYPED = {"name": "Checklist", "tone": "river", "place": "popup", "after_seconds": "৫", "confirm": "on"}


@pytest.fixture
def studio() -> Studio:
    return people.studio()


@pytest.fixture
def nadia(studio: Studio) -> Client:
    return signed_in(studio.members.get().account)


def at(studio: Studio, rest: str = "") -> str:
    return f"/studio/{studio.handle}/audience/forms/{rest}"


def test_a_form_is_built_opened_and_shared(nadia: Client, studio: Studio) -> None:
    tag, field = make.tag(studio), make.field(studio)
    magnet = checkout.tier(studio, pricing="free", title="The list").offer
    assert "Make the first form" in nadia.get(at(studio)).content.decode()
    typed = {**TYPED, "magnet": magnet.pk, "tags": [tag.pk], f"ask_{field.key}": "must", "ask_name": "may"}
    made = nadia.post(at(studio, "new/"), {**typed, "title_en": "Mine"})
    form = Form.objects.get()
    assert made["Location"] == at(studio, f"{form.pk}/")
    assert (form.magnet, form.tags, form.look["after_seconds"]) == (magnet, [tag.pk], 5)
    assert form.questions == [{"field": "name", "required": False}, {"field": "city", "required": True}]
    assert nadia.post(at(studio, f"{form.pk}/state/"), {"to": "publish"}).status_code == 302
    shown = nadia.get(at(studio, f"{form.pk}/")).content.decode()
    assert f"/f/{form.token}/embed.js" in shown
    assert "&lt;form method=&quot;post&quot;" in shown
    code = nadia.get(at(studio, f"{form.pk}/code.svg"))
    assert code["Content-Type"] == "image/svg+xml"
    assert b"<svg" in code.content
    nadia.post(at(studio, f"{form.pk}/building/"), {**typed, "name": "Other"})
    form.refresh_from_db()
    assert (form.name, form.status) == ("Other", "open")
    nadia.post(at(studio, f"{form.pk}/copy/"))
    assert Form.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"tone": "pink"},
        {"after_seconds": "900"},
        {"magnet": "99"},
        {"tags": ["99"]},
        {"title_bn": "x" * 121},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(wrong: dict[str, Any], nadia: Client, studio: Studio) -> None:
    answer = nadia.post(at(studio, "new/"), {**TYPED, "title_en": "Kept <b>", **wrong})
    assert answer.status_code == 422
    assert "Kept &lt;b&gt;" in answer.content.decode()
    assert not Form.objects.exists()


def test_who_filled_it_in_is_listed_exported_and_set_aside(nadia: Client, studio: Studio, now: datetime) -> None:
    make.field(studio)
    form = make.form(studio, questions=[{"field": "city"}], at=now)
    one = make.submit(form, "a@mailinator.com", at=now, city="=1+1")
    make.submit(form, "b@example.org", at=now, trap="x")
    listed = nadia.get(at(studio, f"{form.pk}/submissions/")).content.decode()
    assert "a@mailinator.com" in listed
    assert "an address for a few minutes" in listed
    only = nadia.get(at(studio, f"{form.pk}/submissions/?state=refused")).content.decode()
    assert "a@mailinator.com" not in only
    table = nadia.get(at(studio, f"{form.pk}/submissions/export.csv")).getvalue()
    assert "'=1+1" in table.decode()
    assert table.decode().startswith("\ufeffemail,")
    assert "submissions/export.csv?state=refused" in only
    assert b"=1+1" not in nadia.get(at(studio, f"{form.pk}/submissions/export.csv?state=refused")).getvalue()
    nadia.post(at(studio, f"{form.pk}/submissions/{one.pk}/refusal/"))
    assert Submission.objects.get(pk=one.pk).status == "refused"


def test_another_studios_form_is_not_there(nadia: Client, studio: Studio, now: datetime) -> None:
    other = make.form(people.studio(people.account("omar@example.com"), handle="omar"), at=now)
    for path in ("", "building/", "code.svg", "submissions/", "submissions/export.csv"):
        assert nadia.get(at(studio, f"{other.pk}/{path}")).status_code == 404
    for path in ("state/", "copy/", "building/"):
        assert nadia.post(at(studio, f"{other.pk}/{path}"), {"to": "close", **TYPED}).status_code == 404
    other.refresh_from_db()
    assert (other.status, Form.objects.count()) == ("open", 1)


def test_a_list_asks_as_often_for_twenty_as_for_one(
    nadia: Client, studio: Studio, now: datetime, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.form(studio, at=now)
    nadia.get(at(studio))
    with CaptureQueriesContext(connection) as one:
        nadia.get(at(studio))
    for _number in range(19):
        make.form(studio, at=now)
    with django_assert_max_num_queries(len(one)):
        nadia.get(at(studio))


def test_a_preview_shows_what_is_typed_and_keeps_nothing(nadia: Client, studio: Studio) -> None:
    page = nadia.get(at(studio, "new/")).content.decode()
    address = page.partition('data-preview="')[2].partition('"')[0]
    shown = Client().post(address, {"title_en": "Typed <i>", "language": "en", "tone": "night", "ask_name": "may"})
    text = shown.content.decode()
    assert "Typed &lt;i&gt;" in text
    assert 'data-tone="night"' in text
    assert "Your name" in text
    assert Client().post("/f/preview/nonsense/").status_code == 404
    assert not Form.objects.exists()


def test_its_page_shows_what_it_brought(nadia: Client, studio: Studio) -> None:
    at_now = clock.now()
    form = make.form(studio, at=at_now)
    shown = nadia.get(at(studio, f"{form.pk}/")).content.decode()
    assert "From seen to confirmed" not in shown
    actions.see(form, Origin(page="https://blog.example/post", utm={"source": "<i>"}, ip="203.0.113.7"), at=at_now)
    make.submit(form, at=at_now - timedelta(days=20))
    month = nadia.get(at(studio, f"{form.pk}/")).content.decode()
    assert month.count("line-of-") == 3
    assert "blog.example/post" in month
    assert "facebook" in month
    assert "&lt;i&gt;" in month
    week = nadia.get(at(studio, f"{form.pk}/?days=7")).content.decode()
    assert "facebook" not in week.split("Share it")[0]
    assert nadia.get(at(studio, f"{form.pk}/?days=%E0%A7%AD")).status_code == 200

"""The list of contacts tags all that its filters find: asked first, then with its progress."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from dhara.audience.contacts import rules
from dhara.audience.contacts.actions import bulk
from dhara.audience.models import ContactTag, Tag, Tagging
from dhara.people.models import Studio
from tests.make import audience as make
from tests.make import people

pytestmark = pytest.mark.django_db
BASE = "/studio/nadia/audience/contacts/"
ALL = f"{BASE}taggings/"


@pytest.fixture
def studio(cast: people.Cast) -> Studio:
    return cast.studio


@pytest.fixture
def nadia(cast: people.Cast) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(cast.nadia)
    return client


def test_the_filters_of_the_list_are_asked_about_first(nadia: Client, studio: Studio) -> None:
    fair = make.tag(studio, "Fair")
    make.contact(studio, "mina@x.example")
    make.contact(studio, "mita@x.example", state=rules.KNOWN)
    listed = nadia.get(f"{BASE}?state=known&q=mi&at=").content.decode()
    assert f"{ALL}?state=known&amp;q=mi" in listed
    asked = nadia.get(f"{ALL}?state=known&q=mi").content.decode()
    assert "1 contact" in asked
    assert "found by “mi”" in asked
    assert not Tagging.objects.exists()
    done = nadia.post(ALL, {"q": "mi", "state": "known", "where": "", "tag": fair.pk, "do": "tag"})
    assert done["Location"] == f"{ALL}{Tagging.objects.get().pk}/"
    assert [each.contact.email for each in ContactTag.objects.all()] == ["mita@x.example"]
    page = nadia.get(done["Location"]).content.decode()
    assert "Tag with “Fair”" in page
    assert "hx-get" not in page
    nadia.post(ALL, {"where": fair.pk, "tag": fair.pk, "do": "untag"})
    assert not ContactTag.objects.exists()
    nadia.post(ALL, {"name": "New one", "do": "tag"})
    assert ContactTag.objects.filter(tag__name="New one").count() == 2


def test_many_show_how_far_they_are_and_can_be_stopped(
    nadia: Client, studio: Studio, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "STEP", 2)
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 1)
    for n in range(4):
        make.contact(studio, f"n{n}@x.example")
    place = nadia.post(ALL, {"name": "Fair", "do": "tag"})["Location"]
    assert f'hx-get="{place}progress/"' in nadia.get(place).content.decode()
    bulk.go_on(Tagging.objects.get().pk, at=now, step=2)
    assert "50%" in nadia.get(f"{place}progress/").content.decode()
    assert nadia.post(ALL, {"name": "Other", "do": "tag"}).status_code == 422
    nadia.post(f"{place}cancellation/")
    assert Tagging.objects.get().status == rules.CANCELLED
    assert "stopped" in nadia.get(place).content.decode()


def test_a_filter_that_is_gone_does_not_mean_everybody(nadia: Client, studio: Studio) -> None:
    make.contact(studio)
    fair = make.tag(studio, "Fair")
    for lost in ({"where": "99"}, {"state": "nothing"}, {"tag": "99"}, {"tag": "", "name": ""}):
        assert nadia.post(ALL, {"tag": fair.pk, "do": "tag", **lost}).status_code in (404, 422)
    assert not ContactTag.objects.exists()
    assert not Tagging.objects.exists()
    assert Tag.objects.count() == 1


def test_those_who_only_look_are_not_asked(cast: people.Cast, studio: Studio) -> None:
    make.contact(studio)
    editor = Client()
    editor.force_login(cast.rafi)
    assert "taggings/" not in editor.get(BASE).content.decode()
    assert editor.get(ALL).status_code == 403
    assert editor.post(ALL, {"name": "x"}).status_code == 403

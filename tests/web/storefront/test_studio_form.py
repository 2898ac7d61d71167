"""A form on a studio's page: the one that its seller chose, as long as it is open; it works without scripts."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.audience.forms import actions
from dhara.audience.forms.models import Form, Showing, Submission
from tests.make import catalog, people
from tests.make import forms as make
from tests.make.console import signed_in

pytestmark = pytest.mark.django_db
WORDS = {"en": {"title": "Letters <b>", "button": "Send it"}}


@pytest.fixture
def shown(soon: datetime) -> Form:
    shop = catalog.shop(soon, "Nadia")
    form = make.form(shop.studio, texts=WORDS, questions=[{"field": "name"}], at=soon)
    return actions.put_on_page(form, on=True, by=make.owner_of(shop.studio), at=soon)


def page_of(form: Form, client: Client | None = None, query: str = "") -> str:
    return (client or Client(headers={"accept-language": "en"})).get(f"/@{form.studio.handle}{query}").content.decode()


def test_a_visitor_signs_up_on_the_studios_page(shown: Form, frozen: Any) -> None:
    page = page_of(shown, query="?utm_source=card")
    assert "Letters &lt;b&gt;" in page
    form = re.search(rf'<form method="post" action="(/f/{shown.token}/)".*?</form>', page, re.DOTALL)
    assert form
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.group()))
    frozen.shift(30)
    answer = Client().post(form.group(1), {"email": "mitu@example.org", "name": "Mitu", "website": "", **hidden})
    assert answer["Location"] == f"/f/{shown.token}/thanks/"
    submission = Submission.objects.get()
    assert (submission.email, submission.utm) == ("mitu@example.org", {"source": "card"})
    assert submission.page.endswith(f"/@{shown.studio.handle}?utm_source=card")
    assert Showing.objects.get().page.endswith(f"/@{shown.studio.handle}")


def test_it_is_not_there_when_closed_taken_off_or_beyond_the_first_page(shown: Form, soon: datetime) -> None:
    by = make.owner_of(shown.studio)
    assert f"/f/{shown.token}/" in page_of(shown)
    assert f"/f/{shown.token}/" not in page_of(shown, query="?after=1")
    actions.close(shown, by=by, at=soon)
    assert f"/f/{shown.token}/" not in page_of(shown)
    actions.publish(shown, by=by, at=soon)
    actions.put_on_page(shown, on=False, by=by, at=soon)
    assert f"/f/{shown.token}/" not in page_of(shown)


def test_one_takes_the_place_of_another(shown: Form, soon: datetime) -> None:
    studio = shown.studio
    other = make.form(studio, at=soon)
    nadia = signed_in(studio.members.get(role="owner").account)
    base = f"/studio/{studio.handle}/audience/forms"
    assert 'name="on" value="1"' in nadia.get(f"{base}/{other.pk}/").content.decode()
    nadia.post(f"{base}/{other.pk}/page/", {"on": "1"})
    assert [form.pk for form in Form.objects.filter(on_page=True)] == [other.pk]
    nadia.post(f"{base}/{other.pk}/page/", {"on": "0"})
    assert not Form.objects.filter(on_page=True).exists()
    viewer = signed_in(people.member(studio, role="viewer").account)
    assert viewer.post(f"{base}/{other.pk}/page/", {"on": "1"}).status_code == 403
    assert not Form.objects.filter(on_page=True).exists()


def test_a_browser_may_keep_its_copy_of_the_page(shown: Form, frozen: Any) -> None:
    first = Client().get(f"/@{shown.studio.handle}")
    frozen.shift(5)
    again = Client().get(f"/@{shown.studio.handle}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304

"""The contacts of a studio on its pages."""

from __future__ import annotations

import html
import re
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dhara.audience.automations.actions import happened
from dhara.audience.automations.queries import sentence
from dhara.audience.contacts import actions, rules
from dhara.audience.forms import actions as forms
from dhara.audience.models import Consent, Contact, ContactTag, Field, Tag
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.web.audience.views import names
from tests.make import audience as make
from tests.make import forms as make_forms
from tests.make import people, segments

HERE = "/studio/nadia/audience/"


@pytest.fixture
def cast(db: None, frozen: Any) -> people.Cast:
    return people.cast()


def _client(account: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


@pytest.fixture
def nadia(cast: people.Cast) -> Client:
    return _client(cast.nadia)


def _many(cast: people.Cast, number: int, now: datetime) -> None:
    tag, other = Tag.objects.first() or make.tag(cast.studio), make.tag(cast.studio, f"t{number}")
    for n in range(number):
        contact = make.contact(cast.studio, f"n{number}.{n}@x.example", name=f"Reader {n}")
        for each in (tag, other):
            actions.tag(contact, each.pk, by=GUEST, at=now)


def test_the_list_asks_the_same_for_one_and_twenty(nadia: Client, cast: people.Cast, now: datetime) -> None:
    counts = []
    for many in (1, 20):
        _many(cast, many, now)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = nadia.get(f"{HERE}contacts/?q=reader")
        counts.append(len(asked))
        assert page.content.decode().count("contact-row") >= many
    assert counts[0] == counts[1] <= 14


def test_the_timeline_asks_the_same_for_one_and_twenty(nadia: Client, cast: people.Cast, now: datetime) -> None:
    counts = []
    for many in (1, 20):
        contact = make.contact(cast.studio, f"m{many}@x.example")
        for n in range(many):
            tag = make.tag(cast.studio, f"tag {many} {n}")
            actions.tag(contact, tag.pk, by=GUEST, at=now)
        actions.note(contact, "A <b>note</b>", by=people_actor(cast), at=now)
        with CaptureQueriesContext(connection) as asked:
            page = nadia.get(f"{HERE}contacts/{contact.pk}/").content.decode()
        counts.append(len(asked))
        assert page.count("Got the tag") == many
        assert "A &lt;b&gt;note&lt;/b&gt;" in page
    assert counts[0] == counts[1] <= 22


def people_actor(cast: people.Cast) -> Any:
    from dhara.kit.actor import person

    return person(cast.nadia.pk)


def test_an_empty_audience_says_what_to_do(nadia: Client) -> None:
    page = nadia.get(f"{HERE}", follow=True).content.decode()
    assert f'href="{HERE}imports/"' in page
    assert f'href="{HERE}contacts/new/"' in page


def test_search_and_filters(nadia: Client, cast: people.Cast, now: datetime) -> None:
    mina = make.contact(cast.studio, "mina@x.example", name="মিনা")
    make.contact(cast.studio, "gone@x.example", state=rules.UNSUBSCRIBED)
    tag = make.tag(cast.studio)
    actions.tag(mina, tag.pk, by=GUEST, at=now)

    def found(query: str) -> list[str]:
        page = nadia.get(f"{HERE}contacts/?{query}").content.decode()
        return [each for each in ("mina@x.example", "gone@x.example") if each in page]

    assert found("q=মিন") == ["mina@x.example"]
    assert found("state=unsubscribed") == ["gone@x.example"]
    assert found(f"tag={tag.pk}") == ["mina@x.example"]
    assert found("") == found("state=nonsense&tag=99&at=%3Cx") == ["mina@x.example", "gone@x.example"]
    assert found("q=nobody") == []


def test_pages_lead_there_and_back(nadia: Client, cast: people.Cast, now: datetime, monkeypatch: Any) -> None:
    ids = [make.contact(cast.studio, f"p{n}@x.example").pk for n in range(5)][::-1]
    from dhara.audience.contacts import queries

    first = queries.page(cast.studio, queries.Filters(), size=2)
    second = queries.page(cast.studio, queries.Filters(), first.older, size=2)
    third = queries.page(cast.studio, queries.Filters(), second.older, size=2)
    back = queries.page(cast.studio, queries.Filters(), second.newer, size=2)
    seen = [[each.pk for each in page.contacts] for page in (first, second, third, back)]
    assert seen == [ids[:2], ids[2:4], ids[4:], ids[:2]]
    assert (first.newer, third.older, back.newer) == ("", "", "")


def test_who_is_chosen_is_tagged_and_untagged(nadia: Client, cast: people.Cast) -> None:
    one, two = (make.contact(cast.studio, f"{n}@x.example").pk for n in "ab")
    answer = nadia.post(f"{HERE}contacts/tagging/", {"contact": [one, two], "name": "Fair", "do": "tag", "back_q": "x"})
    assert answer["Location"].endswith("contacts/?q=x")
    tag = Tag.objects.get(name="Fair")
    assert ContactTag.objects.filter(tag=tag).count() == 2
    nadia.post(f"{HERE}contacts/tagging/", {"contact": [one], "tag": tag.pk, "do": "untag"})
    assert ContactTag.objects.get().contact_id == two
    for tag_id in ("", "999999", "x", "9" * 30):
        nadia.post(f"{HERE}contacts/tagging/", {"contact": [one], "tag": tag_id})
    assert ContactTag.objects.count() == 1


def test_adding_by_hand_asks_where_the_consent_is_from(nadia: Client, cast: people.Cast) -> None:
    typed = {"email": "new@x.example", "name": "Rina", "language": "bn"}
    nadia.post(f"{HERE}contacts/new/", typed)
    assert Contact.objects.get().status == rules.KNOWN
    refused = nadia.post(f"{HERE}contacts/new/", {**typed, "agreed": "on"})
    assert refused.status_code == 422
    assert not Consent.objects.exists()
    nadia.post(f"{HERE}contacts/new/", {**typed, "agreed": "on", "words": "Paper list, book fair"})
    assert Contact.objects.get().status == rules.SUBSCRIBED
    assert (Consent.objects.get().text, Consent.objects.get().source) == ("Paper list, book fair", "hand")
    actions.unsubscribe(Contact.objects.get(), by=GUEST, at=Consent.objects.get().at, source="link")
    again = nadia.post(f"{HERE}contacts/new/", {**typed, "agreed": "on", "words": "She said yes"})
    assert again.status_code == 422
    assert Contact.objects.get().status == rules.UNSUBSCRIBED


def test_details_are_kept_one_by_one(nadia: Client, cast: people.Cast) -> None:
    city, age = make.field(cast.studio, "city"), make.field(cast.studio, "age", kind=rules.NUMBER)
    mina = make.contact(cast.studio)
    typed = {"name": "Mina", "language": "en", f"field_{city.pk}": "Dhaka", f"field_{age.pk}": "old"}
    refused = nadia.post(f"{HERE}contacts/{mina.pk}/details/", typed)
    assert refused.status_code == 422
    assert "Please enter a number." in refused.content.decode()
    nadia.post(f"{HERE}contacts/{mina.pk}/details/", {**typed, f"field_{age.pk}": "৩২"})
    mina.refresh_from_db()
    assert (mina.name, mina.language, mina.fields) == ("Mina", "en", {"city": "Dhaka", "age": 32})


def test_leaving_by_hand_wants_a_reason(nadia: Client, cast: people.Cast) -> None:
    mina = make.contact(cast.studio)
    nadia.post(f"{HERE}contacts/{mina.pk}/unsubscription/", {"words": " "})
    mina.refresh_from_db()
    assert mina.status == rules.SUBSCRIBED
    nadia.post(f"{HERE}contacts/{mina.pk}/unsubscription/", {"words": "Asked by phone"})
    mina.refresh_from_db()
    assert mina.status == rules.UNSUBSCRIBED
    assert "Asked by phone" in nadia.get(f"{HERE}contacts/{mina.pk}/").content.decode()


def test_erase_and_merge(nadia: Client, cast: people.Cast) -> None:
    mina, other, third = (make.contact(cast.studio, f"{n}@x.example") for n in ("mina", "other", "third"))
    found = nadia.get(f"{HERE}contacts/{mina.pk}/merging/?q=oth").content.decode()
    assert "other@x.example" in found
    assert "third@x.example" not in found
    nadia.post(f"{HERE}contacts/{mina.pk}/merging/", {"other": other.pk})
    assert not Contact.objects.filter(pk=other.pk).exists()
    nadia.post(f"{HERE}contacts/{mina.pk}/merging/", {"other": mina.pk})
    assert Contact.objects.filter(pk=mina.pk).exists()
    nadia.post(f"{HERE}contacts/{third.pk}/erasure/")
    assert nadia.get(f"{HERE}contacts/{third.pk}/").status_code == 404
    assert nadia.get(f"{HERE}contacts/{10**30}/").status_code == 404


def test_tags_and_fields_are_made_renamed_and_deleted(nadia: Client, cast: people.Cast) -> None:
    nadia.post(f"{HERE}tags/", {"name": "Book fair"})
    nadia.post(f"{HERE}tags/", {"name": "book FAIR"})
    tag = Tag.objects.get()
    nadia.post(f"{HERE}tags/{tag.pk}/", {"name": "Fair"})
    nadia.post(f"{HERE}fields/", {"label": "Your city", "kind": "text"})
    assert nadia.post(f"{HERE}fields/", {"label": "Size", "kind": "choice", "choices": "one"}).status_code == 422
    nadia.post(f"{HERE}fields/", {"label": "আপনার মাপ", "kind": "choice", "choices": "ছোট\nবড়"})
    assert list(Field.objects.order_by("id").values_list("key", flat=True)) == ["your_city", "আপনার_মাপ"]
    mina = make.contact(cast.studio, fields={"your_city": "Dhaka", "আপনার_মাপ": "ছোট"})
    page = nadia.get(f"{HERE}fields/").content.decode()
    assert page.count("1 contact<") == 2
    city = Field.objects.get(key="your_city")
    nadia.post(f"{HERE}fields/{city.pk}/removal/")
    mina.refresh_from_db()
    assert mina.fields == {"আপনার_মাপ": "ছোট"}
    nadia.post(f"{HERE}tags/{tag.pk}/removal/")
    assert not Tag.objects.exists()


def test_a_tag_tells_who_put_it_on_and_who_took_it_off(
    nadia: Client, cast: people.Cast, now: datetime, monkeypatch: Any
) -> None:
    vip, by = make.tag(cast.studio, "vip"), person(cast.nadia.pk)
    mina, mita = (make.contact(cast.studio, f"{name}@x.example", name=name.title()) for name in ("mina", "mita"))
    actions.tag(mina, vip.pk, by=by, at=now)
    form = make_forms.form(cast.studio, tags=[vip.pk], at=now)
    forms.confirm(make_forms.submit(form, "mita@x.example", at=now).token, by=GUEST, at=now)
    made = segments.rule(cast.studio, "bought", {"do": "untag", "tag": vip.pk}, at=now)
    happened(mita, "bought", "offer:1", by=SYSTEM, at=now, key="bought:1")
    answer, rule = nadia.get(f"{HERE}tags/{vip.pk}/"), sentence(made)
    page = html.unescape(answer.content.decode())
    assert [(each.contact_id, on, who) for each, on, who in answer.context["rows"]] == [
        (mita.pk, False, f"by the rule: {rule}"),
        (mita.pk, True, f"in the form “{form.name}”"),
        (mina.pk, True, cast.nadia.get_full_name()),
    ]
    assert all(words in page for words in (rule, form.name, "taken off", "put on"))
    assert "1 contact has it" in page
    told = html.unescape(nadia.get(f"{HERE}contacts/{mita.pk}/").content.decode())
    assert f"by the rule: {rule}" in told
    monkeypatch.setattr(names, "STEP", 2)
    first = nadia.get(f"{HERE}tags/{vip.pk}/").content.decode()
    older = re.search(r"\?before=\d+", first)
    assert older is not None
    assert "Mina" in nadia.get(f"{HERE}tags/{vip.pk}/{older[0]}").content.decode()
    actions.erase(mita, by=by, at=now)
    assert "taken off" not in nadia.get(f"{HERE}tags/{vip.pk}/").content.decode()
    support, viewer = _client(cast.mitu), _client(cast.rafi)
    assert support.get(f"{HERE}tags/{vip.pk}/").status_code == viewer.get(f"{HERE}tags/{vip.pk}/").status_code == 200
    assert viewer.post(f"{HERE}tags/{vip.pk}/", {"name": "x"}).status_code == 403
    other = make.tag(people.studio(cast.karim, handle="second"))
    assert nadia.get(f"{HERE}tags/{other.pk}/").status_code == 404


def test_the_table_holds_no_formula(nadia: Client, cast: people.Cast) -> None:
    make.field(cast.studio, "city")
    make.contact(cast.studio, "evil@x.example", name='=HYPERLINK("x")', fields={"city": "@SUM(A1)"})
    make.contact(cast.studio, "other@x.example")
    answer = nadia.get(f"{HERE}contacts/export.csv?q=evil")
    text = answer.getvalue().decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "'@SUM" in text
    assert "other@x.example" not in text


def test_an_editor_sees_but_does_not_touch(cast: people.Cast) -> None:
    mina = make.contact(cast.studio)
    rafi = _client(cast.rafi)
    page = rafi.get(f"{HERE}contacts/{mina.pk}/").content.decode()
    assert "erasure" not in page
    assert rafi.post(f"{HERE}contacts/{mina.pk}/erasure/").status_code == 403
    assert _client(cast.karim).get(f"{HERE}contacts/{mina.pk}/").status_code == 404

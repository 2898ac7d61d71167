"""Forms over the API."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from dhara.api.v1.schemas import form_results
from dhara.audience.forms import actions, rules
from dhara.audience.forms.rules import Origin
from dhara.audience.models import Form, Submission
from dhara.kit.actor import GUEST
from dhara.kit.mail.models import Letter
from tests.api.door import Program, key_of, problem
from tests.make import audience, catalog, people
from tests.make import forms as make

pytestmark = pytest.mark.django_db
BASE = "/studios/nadia/forms"


@pytest.fixture
def here(now: datetime, frozen: Any) -> people.Cast:
    return people.cast()


@pytest.fixture
def program(here: people.Cast, now: datetime) -> Program:
    return Program(key_of(here.nadia, now, "audience:read", "audience:write", studio=here.studio))


def body(answer: HttpResponse) -> dict[str, Any]:
    assert answer.status_code < 300, answer.content
    return dict(json.loads(answer.content))


def sent(program: Program, wanted: dict[str, Any], key: str = "", path: str = BASE) -> HttpResponse:
    return program.post(path, wanted, Idempotency_Key=key or uuid.uuid4().hex)


def test_a_form_is_made_changed_opened_and_closed(here: people.Cast, program: Program, now: datetime) -> None:
    make.field(here.studio, "city")
    audience.tag(here.studio, "Fair")
    words = {"title": "Free checklist", "words": "Ten points.\nOn one page.", "button": "Send it"}
    wanted = {"name": "Checklist", "questions": [{"field": "city", "required": True}], "texts": {"en": words}}
    made = body(sent(program, {**wanted, "tags": ["fair"]}))
    form = Form.objects.get()
    assert made["url"].endswith(f"/f/{form.token}/")
    assert (made["status"], made["tags"], made["questions"]) == ("draft", ["Fair"], wanted["questions"])
    assert {part: made["texts"]["en"][part] for part in words} == words
    assert made["texts"]["bn"]["title"] == rules.usual_words("bn")["title"]
    one = f"{BASE}/{form.pk}"
    changed = body(program.post(one, {**wanted, "name": "Other", "look": {"place": "popup", "after_seconds": 5}}))
    assert (changed["name"], changed["tags"], changed["look"]["after_seconds"]) == ("Other", [], 5)
    assert body(program.post(f"{one}/state", {"to": "publish"}))["status"] == "open"
    assert body(program.post(f"{one}/state", {"to": "close"}))["status"] == "closed"
    assert program.post(f"{one}/state", {"to": "close"}).status_code == 409
    assert body(program.get(one)) == body(program.get(BASE))["items"][0]


def test_what_is_sent_twice_is_made_once(here: people.Cast, program: Program) -> None:
    key = uuid.uuid4().hex
    first, again = (body(sent(program, {"name": "Checklist"}, key)) for _time in range(2))
    assert first == again
    problem(sent(program, {"name": "Another"}, key), 409, "idempotency_key_reused")
    problem(program.post(BASE, {"name": "Keyless"}), 422, "invalid")
    copies = f"{BASE}/{first['id']}/copies"
    copied, once_more = (body(sent(program, {}, key, copies)) for _time in range(2))
    assert (copied["id"], copied["status"]) == (once_more["id"], "draft")
    assert Form.objects.count() == 2
    refused = uuid.uuid4().hex
    problem(sent(program, {"name": "x", "magnet": 1}, refused), 422, "magnet_unknown")
    assert body(sent(program, {"name": "x"}, refused))["name"] == "x"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"tags": ["none of ours"]}, "tag_unknown"),
        ({"questions": [{"field": "none"}]}, "question_unknown"),
        ({"questions": [{"field": "name"}, {"field": "name"}]}, "question_unknown"),
        ({"magnet": 2**40}, "magnet_unknown"),
        ({"look": {"tone": "pink"}}, "invalid"),
        ({"name": "  "}, "form_name"),
    ],
)
def test_what_is_wrong_leaves_nothing(here: people.Cast, program: Program, wrong: dict[str, Any], code: str) -> None:
    problem(sent(program, {"name": "Checklist", **wrong}), 422, code)
    assert not Form.objects.exists()


def test_a_promise_that_can_not_be_kept_opens_nothing(here: people.Cast, program: Program, now: datetime) -> None:
    shop = catalog.Shop(here.studio, here.nadia, catalog.person(here.nadia.pk))
    free = catalog.offer(now, shop, tiers=[catalog.free()])
    paid = catalog.offer(now, shop)
    good, bad = (body(sent(program, {"name": "x", "magnet": each.pk})) for each in (free, paid))
    assert (good["magnet"], good["magnet_lost"], bad["magnet_lost"]) == (free.pk, False, True)
    assert body(program.post(f"{BASE}/{good['id']}/state", {"to": "publish"}))["status"] == "open"
    problem(program.post(f"{BASE}/{bad['id']}/state", {"to": "publish"}), 422, "magnet_not_free")


def test_where_it_can_be_put(here: people.Cast, program: Program) -> None:
    form = make.form(here.studio, texts={here.studio.language: {"title": "<Checklist>"}})
    said = body(program.get(f"{BASE}/{form.pk}/embed-code"))
    assert said["url"].endswith(f"/f/{form.token}/")
    assert said["frame"] == f"{said['url']}frame/"
    assert f'src="{said["url"]}embed.js"' in said["script"]
    assert "&lt;Checklist&gt;" in said["script"]
    assert f'action="{said["url"]}"' in said["plain"]


def test_who_filled_it_in_and_what_is_spam(here: people.Cast, program: Program, now: datetime) -> None:
    form, other = make.form(here.studio, questions=[{"field": "name", "required": False}]), make.form(here.studio)
    waits = make.submit(form, "a@mailinator.com", at=now, name="Mitu")
    make.submit(other, "b@example.com", at=now)
    (item,) = body(program.get(f"{BASE}/{form.pk}/submissions"))["items"]
    assert (item["email"], item["state"], item["answers"], item["warning"]) == (
        "a@mailinator.com", "waiting", {"name": "Mitu"}, "disposable",
    )  # fmt: skip
    assert (item["utm"], item["contact"]) == ({"source": "facebook"}, waits.contact_id)
    assert body(program.get(f"{BASE}/{form.pk}/submissions", state="confirmed"))["items"] == []
    assert program.post(f"{BASE}/{other.pk}/submissions/{waits.pk}/refusal", {}).status_code == 404
    refused = f"{BASE}/{form.pk}/submissions/{waits.pk}/refusal"
    assert body(program.post(refused, {}))["state"] == "refused"
    assert program.post(refused, {}).status_code == 409
    assert body(program.get(f"{BASE}/{form.pk}"))["submitted"] == 0


def test_a_form_of_one_s_own_passes_on_what_it_was_told(here: people.Cast, program: Program, now: datetime) -> None:
    form = make.form(here.studio, questions=[{"field": "name", "required": True}])
    path, key = f"{BASE}/{form.pk}/submissions", uuid.uuid4().hex
    wanted = {
        "email": "Mitu@x.example",
        "answers": {"name": "Mitu", "x": 1},
        "page": "https://own.example/",
        "ip": "::1",
    }
    first, again = (body(sent(program, wanted, key, path)) for _time in range(2))
    assert first == again
    assert (first["state"], first["answers"], first["page"]) == ("waiting", {"name": "Mitu"}, "https://own.example/")
    kept = Submission.objects.get()
    assert (kept.ip, kept.consent, kept.contact.status) == ("::1", form.texts["bn"]["consent"], "pending")
    assert Letter.objects.filter(to_email="mitu@x.example").count() == 1
    problem(sent(program, {**wanted, "answers": {}}, path=path), 422, "answer_missing")
    problem(sent(program, {**wanted, "ip": "here"}, path=path), 422, "ip_invalid")
    left = audience.contact(here.studio, state="unsubscribed")
    body(sent(program, {"email": left.email, "answers": {"name": "M"}}, path=path))
    left.refresh_from_db()
    assert left.status == "pending"  # asked, and not written to before the answer
    program.post(f"{BASE}/{form.pk}/state", {"to": "close"})
    problem(sent(program, wanted, path=path), 409, "form_closed")


def test_its_numbers_and_its_table_are_those_of_its_pages(
    here: people.Cast, program: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make.form(here.studio, questions=[{"field": "name", "required": False}])
    actions.see(form, Origin(page="https://blog.example/post", utm={"source": "facebook"}, ip="203.0.113.1"), at=now)
    actions.see(form, Origin(page="", utm={}, ip="203.0.113.2"), at=now)
    proved = make.submit(form, "a@example.org", at=now, name='=HYPERLINK("x")')
    actions.confirm(proved.token, by=GUEST, at=now)
    make.submit(form, "b@example.org", at=now + timedelta(minutes=5))
    path = f"{BASE}/{form.pk}"
    said = body(program.get(f"{path}/numbers", days="7"))
    assert (len(said["days"]), said["days"][-1]) == (
        7, {"day": now.date().isoformat(), "seen": 2, "submitted": 2, "confirmed": 1},
    )  # fmt: skip
    assert said["sources"][0] == {"name": "facebook", "seen": 1, "submitted": 2, "confirmed": 1}
    monkeypatch.setattr(form_results, "MOST", 1)
    assert body(program.get(f"{path}/numbers"))["sources"][1] == {
        "name": None, "seen": 1, "submitted": 0, "confirmed": 0,
    }  # fmt: skip
    problem(program.get(f"{path}/numbers", days="91"), 422, "invalid")
    answer = program.get(f"{path}/submissions.csv")
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert [(line[0], line[1], line[-1]) for line in lines[1:]] == [
        ("b@example.org", "waiting", ""), ("a@example.org", "confirmed", "'=HYPERLINK(\"x\")"),
    ]  # fmt: skip
    assert lines[0][-1] == "name"
    only = program.get(f"{path}/submissions.csv", state="confirmed").getvalue()
    assert (b"a@example.org" in only, b"b@example.org" in only) == (True, False)
    problem(Program(key_of(here.mitu, now)).get(f"{path}/submissions.csv"), 403, "role")
    problem(Program(key_of(_viewer(here), now)).get(f"{path}/numbers"), 403, "role")
    foreign = make.form(people.studio(here.karim, handle="second"))
    for what in ("numbers", "submissions.csv"):
        problem(program.get(f"{BASE}/{foreign.pk}/{what}"), 404, "not_found")


def test_roles_are_those_of_the_pages(here: people.Cast, now: datetime) -> None:
    form = make.form(here.studio)
    waits = make.submit(form, at=now)
    refusal = f"{BASE}/{form.pk}/submissions/{waits.pk}/refusal"
    editor, support, viewer = (Program(key_of(each, now)) for each in (here.rafi, here.mitu, _viewer(here)))
    assert sent(editor, {"name": "x"}).status_code == 201
    problem(editor.post(refusal, {}), 403, "role")
    problem(sent(support, {"name": "x"}), 403, "role")
    problem(support.post(f"{BASE}/{form.pk}/state", {"to": "close"}), 403, "role")
    assert support.post(refusal, {}).status_code == 200
    for path in (BASE, f"{BASE}/{form.pk}", f"{BASE}/{form.pk}/submissions", f"{BASE}/{form.pk}/embed-code"):
        problem(viewer.get(path), 403, "role")
    second = people.studio(here.karim, handle="second")
    foreign = make.form(second)
    problem(Program(key_of(here.nadia, now)).get(f"{BASE}/{foreign.pk}"), 404, "not_found")
    assert Submission.objects.get().status == rules.REFUSED
    assert Form.objects.get(pk=form.pk).status == rules.OPEN


def _viewer(here: people.Cast) -> Any:
    account = people.account("viewer@example.com")
    people.member(here.studio, account, role="viewer")
    return account

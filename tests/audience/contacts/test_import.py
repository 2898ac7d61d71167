"""An import brings people in once, and never back."""

from __future__ import annotations

import tracemalloc
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import pytest

from dhara.audience.contacts import actions, queries, rules
from dhara.audience.contacts.actions import carrying
from dhara.audience.models import Consent, Contact, ContactImport, ContactTag, Tag
from dhara.audience.suppression.actions import suppress
from dhara.audience.suppression.rules import BY_HAND, key_of
from dhara.kit import clock, queue
from dhara.kit.actor import SYSTEM
from dhara.kit.models import RecordedFact
from dhara.kit.refusal import Conflict, Invalid
from dhara.people.models import Studio
from tests.make import audience as make
from tests.make import people

pytestmark = pytest.mark.django_db
AGREED = {"agreed": True, "words": "Signed at the book fair", "update": True}


@pytest.fixture
def studio() -> Studio:
    return people.studio()


def _lines(number: int) -> bytes:
    return b"email,name\n" + b"".join(f"n{n}@x.example,Reader {n}\n".encode() for n in range(number))


def test_people_come_in_with_consent_tags_and_fields(studio: Studio, now: datetime) -> None:
    make.field(studio, "city", label="শহর")
    tag = make.tag(studio, "fair")
    content = "নাম,ইমেইল,শহর,ট্যাগ\nমিনা,Mina@X.example,ঢাকা,vip; FAIR\nTuli,tuli@x.example,,\n".encode()
    found = make.carried_in(make.csv_import(studio, content), at=now, tag_ids=[tag.pk], **AGREED)
    assert (found.status, found.added, found.problems, found.lines) == (rules.DONE, 2, 0, 2)
    mina = Contact.objects.get(email="mina@x.example")
    assert (mina.status, mina.name, mina.fields, mina.subscribed_at) == (rules.SUBSCRIBED, "মিনা", {"city": "ঢাকা"}, now)
    assert sorted(each.tag.name for each in mina.tagged.all()) == ["fair", "vip"]
    consent = Consent.objects.get(contact=mina)
    assert (consent.text, consent.source, consent.given) == (AGREED["words"], f"import:{found.pk}", True)
    assert make.kinds(mina) == ["imported", "tagged", "tagged", "subscribed"]
    assert RecordedFact.objects.get(name="audience.ContactsImported").data == {
        "import_id": found.pk, "added": 2, "changed": 0,
    }  # fmt: skip
    assert RecordedFact.objects.filter(name="audience.ContactSubscribed").count() == 2


def test_without_consent_they_are_only_known(studio: Studio, now: datetime) -> None:
    make.carried_in(make.csv_import(studio, _lines(2)), at=now)
    assert set(Contact.objects.values_list("status", flat=True)) == {rules.KNOWN}
    assert not Consent.objects.exists()


@pytest.mark.parametrize("state", [rules.UNSUBSCRIBED, rules.BOUNCED, rules.COMPLAINED, rules.ERASED])
def test_nobody_who_left_comes_back(state: str, studio: Studio, now: datetime) -> None:
    make.contact(studio, "n0@x.example", state=state)
    suppress(None, key_of("n1@x.example"), BY_HAND, at=now)
    before = list(Contact.objects.values())
    found = make.carried_in(make.csv_import(studio, _lines(3)), at=now, **AGREED)
    assert (found.kept_out, found.added, found.changed) == (2, 1, 0)
    assert list(Contact.objects.exclude(email="n2@x.example").values()) == before


def test_who_is_there_is_updated_or_left_alone(studio: Studio, now: datetime) -> None:
    make.contact(studio, "n0@x.example", state=rules.KNOWN, name="Old name")
    found = make.carried_in(make.csv_import(studio, _lines(1)), at=now, **{**AGREED, "update": False})
    assert (Contact.objects.get().name, Contact.objects.get().status, found.changed) == ("Old name", rules.KNOWN, 0)
    found = make.carried_in(make.csv_import(studio, _lines(1)), at=now, **AGREED)
    assert (Contact.objects.get().name, found.added, found.changed) == ("Reader 0", 0, 1)
    assert Contact.objects.get().status == rules.SUBSCRIBED


def test_a_killed_worker_loses_its_step_and_nothing_else(studio: Studio, now: datetime, monkeypatch: Any) -> None:
    found = make.csv_import(studio, _lines(25))
    by = people.person(studio.members.get().account_id)
    actions.start_import(studio, found.pk, found.mapping, AGREED, by=by, at=now)
    assert actions.carry_in(found.pk, at=now, step=10)
    with monkeypatch.context() as broken:
        broken.setattr(carrying, "_subscribe", _dies)
        with pytest.raises(SystemExit):
            actions.carry_in(found.pk, at=now, step=10)
    found.refresh_from_db()
    assert (found.lines, Contact.objects.count()) == (10, 10)
    while actions.carry_in(found.pk, at=now, step=10):
        pass
    found.refresh_from_db()
    assert (found.status, found.lines, found.added, Consent.objects.count()) == (rules.DONE, 25, 25, 25)
    assert not actions.carry_in(found.pk, at=now)


def _dies(*_arguments: object) -> None:
    raise SystemExit


def test_the_queue_carries_it_in(studio: Studio, now: datetime) -> None:
    found = make.csv_import(studio, _lines(1200))
    by = people.person(studio.members.get().account_id)
    actions.start_import(studio, found.pk, found.mapping, {"update": True}, by=by, at=now)
    queue.drain(now)
    found.refresh_from_db()
    assert (found.status, found.added, queries.percent(found)) == (rules.DONE, 1200, 100)


def test_a_stopped_one_stays_where_it_is(studio: Studio, now: datetime) -> None:
    found = make.csv_import(studio, _lines(20))
    by = people.person(studio.members.get().account_id)
    actions.start_import(studio, found.pk, found.mapping, {}, by=by, at=now)
    actions.carry_in(found.pk, at=now, step=10)
    actions.stop_import(studio, found.pk, by=by, at=now)
    assert not actions.carry_in(found.pk, at=now)
    assert Contact.objects.count() == 10
    with pytest.raises(Conflict):
        actions.start_import(studio, found.pk, found.mapping, {}, by=by, at=now)


def test_each_bad_line_is_named_with_its_reason(studio: Studio, now: datetime) -> None:
    make.field(studio, "age", kind=rules.NUMBER, label="Age")
    content = b'email,age\nfine@x.example,30\n=cmd|x,1\n,2\nodd@x.example,old\n"never@x.example,9\nlast@x.example,1\n'
    found = make.carried_in(make.csv_import(studio, content), at=now)
    assert (found.added, found.problems) == (3, 3)
    told = "".join(queries.problems_csv(found, lang="en")).removeprefix("\ufeff").splitlines()
    assert [line.split(",")[0] for line in told] == ["Line", "3", "4", "5", "6"]
    assert "'=cmd" in told[1]
    assert "“old” does not suit the field “Age”" in told[3]
    assert Contact.objects.get(email="odd@x.example").fields == {}


@pytest.mark.parametrize("content", [b"PK\x03\x04xlsx", b"", b"\n\n\n", b"%PDF-1.7"])
def test_what_is_no_table_is_refused(content: bytes, studio: Studio) -> None:
    with pytest.raises(Invalid):
        make.csv_import(studio, content)
    assert not ContactImport.objects.exists()


def test_columns_have_to_make_sense(studio: Studio, now: datetime) -> None:
    found, by = make.csv_import(studio, _lines(1)), people.person(studio.members.get().account_id)
    for columns, options, code in (
        ({"1": "name"}, {}, "no_email_column"),
        ({"0": "email", "1": "email"}, {}, "column_twice"),
        ({"0": "email", "1": "field:none"}, {}, "column_unknown"),
        ({"0": "email"}, {"agreed": True, "words": " "}, "consent_words"),
    ):
        with pytest.raises((Invalid, Conflict)) as refused:
            actions.start_import(studio, found.pk, columns, options, by=by, at=now)
        assert refused.value.code == code
    assert ContactTag.objects.count() == Tag.objects.count() == 0


def test_files_are_kept_for_a_month(studio: Studio, now: datetime) -> None:
    found = make.carried_in(make.csv_import(studio, _lines(1)), at=now)
    actions.forget_files(before=now)
    found.file.refresh_from_db()
    assert found.file.state == "ready"
    actions.forget_files(before=clock.now())
    found.file.refresh_from_db()
    assert found.file.state == "deleted"


def test_memory_stays_flat_however_large_the_file(studio: Studio, now: datetime) -> None:
    """Some 12 MB of wide lines: nothing of it but the step at hand is in memory."""
    wide = b"x" * 4_000
    with TemporaryFile() as table:
        table.write(b"email;name;junk\n")
        for number in range(3_000):
            table.write(b"p%d@x.example;P%d;%s\n" % (number, number, wide))
        table.seek(0)
        tracemalloc.start()
        try:
            found = actions.receive_import(studio, cast(BinaryIO, table), "wide.csv", by=SYSTEM, at=now)
            make.carried_in(found, at=now, step=200)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert Contact.objects.filter(studio=studio).count() == 3_000
    assert peak < 9 * 1024 * 1024

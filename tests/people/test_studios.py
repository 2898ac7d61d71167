"""Opening, editing, moving, suspending and closing a studio."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.actor import operator, person
from dhara.kit.mail.models import Letter
from dhara.kit.models import RecordedFact, Transition
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.people.models import Member, Notice, RetiredHandle, Studio
from dhara.people.studios import actions, queries, rules
from tests.make import people
from tests.people import refused


def facts(name: str) -> list[dict[str, Any]]:
    return [fact.data for fact in RecordedFact.objects.filter(name=f"people.{name}").order_by("id")]


@pytest.mark.parametrize(
    ("typed", "clean"),
    [("nadia", "nadia"), (" @Nadia ", "nadia"), ("nadia_২৪", "nadia_24"), ("n4d", "n4d"), ("a" * 30, "a" * 30)],
)
def test_handles_as_people_type_them(typed: str, clean: str) -> None:
    assert rules.clean_handle(typed) == clean


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "handle_length"),
        ("ab", "handle_length"),
        ("a" * 31, "handle_length"),
        ("নাদিয়া", "handle_letters"),
        ("na dia", "handle_letters"),
        ("nadia-d", "handle_letters"),
        ("_nadia", "handle_letters"),
        ("nadia_", "handle_letters"),
        ("na__dia", "handle_letters"),
        ("12345", "handle_letters"),
        ("nadia\n", "nadia"),
        ("admin", "handle_reserved"),
        ("Ad_Min", "handle_reserved"),
        ("dhara_help", "handle_reserved"),
    ],
)
def test_handles_that_are_refused(typed: str, code: str) -> None:
    if code == "nadia":
        assert rules.clean_handle(typed) == code
        return
    with pytest.raises(Invalid) as refusal:
        rules.clean_handle(typed)
    assert (refusal.value.code, refusal.value.field) == (code, "handle")


@given(st.text(max_size=40))
def test_a_clean_handle_stays_clean(typed: str) -> None:
    try:
        handle = rules.clean_handle(typed)
    except Invalid:
        return
    assert rules.clean_handle(handle) == handle
    assert handle.isascii()


@given(st.text(max_size=320))
def test_a_link_is_https_or_http_or_refused(url: str) -> None:
    try:
        links = rules.clean_details({"links": [{"label": "", "url": url}]})["links"]
    except Invalid:
        return
    assert all(link["url"].lower().startswith(("http://", "https://")) and len(link["url"]) <= 300 for link in links)


@pytest.mark.django_db
def test_open(now: datetime) -> None:
    nadia = people.account("nadia@example.com")
    made = actions.open_studio(
        account_id=nadia.pk,
        handle="@Nadia",
        name="  নাদিয়ার   স্টুডিও ",
        links=[{"label": "", "url": "www.behance.net/nadia"}, {"label": "", "url": ""}],
        by=person(nadia.pk),
        at=now,
    )
    made.refresh_from_db()
    assert (made.handle, made.name, made.currency, made.language) == ("nadia", "নাদিয়ার স্টুডিও", "BDT", "bn")
    assert made.links == [{"label": "behance.net", "url": "https://www.behance.net/nadia"}]
    assert Member.objects.get(studio=made).role == rules.OWNER
    assert facts("StudioOpened") == [{"studio_id": made.pk, "account_id": nadia.pk}]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"currency": "XXX"}, "currency"),
        ({"language": "fr"}, "language"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"tagline": "x" * 141}, "tagline"),
        ({"links": [{"label": "x", "url": "javascript:alert(1)"}]}, "links"),
        ({"links": [{"label": "x", "url": "https://u:p@example.com"}]}, "links"),
        ({"links": [{"label": "x", "url": f"example.com/{n}"} for n in range(9)]}, "links"),
    ],
)
def test_open_refuses_and_writes_nothing(details: dict[str, Any], field: str) -> None:
    nadia = people.account("nadia@example.com")
    with pytest.raises(Invalid) as refusal:
        people.studio(nadia, **{"name": "Nadia", **details})
    if details != {"name": " "}:
        assert refusal.value.field == field
    assert not Studio.objects.exists()


@pytest.mark.django_db
def test_a_taken_handle_names_its_field() -> None:
    people.studio(handle="nadia")
    with pytest.raises(Conflict) as refusal:
        people.studio(people.account(), handle="NADIA")
    assert (refusal.value.code, refusal.value.field) == ("handle_taken", "handle")
    with pytest.raises(IntegrityError), transaction.atomic():
        Studio.objects.create(
            handle="Nadia", name="x", status="open", status_at=people.LONG_AGO, created_at=people.LONG_AGO
        )


@pytest.mark.django_db
def test_nobody_hoards_studios() -> None:
    karim = people.account()
    for number in range(rules.MAX_OWNED):
        people.studio(karim, handle=f"karim{number}")
    with refused("too_many_studios"):
        people.studio(karim, handle="karim_more")


@pytest.mark.django_db
def test_edit_records_what_changed_and_only_then(now: datetime) -> None:
    cast = people.cast()
    by = person(cast.nadia.pk)
    actions.edit_studio(cast.studio.pk, name="New", tagline="", by=by, at=now)
    actions.edit_studio(cast.studio.pk, name="New", by=by, at=now)
    assert facts("StudioEdited") == [{"studio_id": cast.studio.pk, "fields": "name"}]
    with pytest.raises(NotAllowed):
        actions.edit_studio(cast.studio.pk, name="Mine", by=person(cast.rafi.pk), at=now)
    with pytest.raises(NotFoundHere):
        actions.edit_studio(cast.studio.pk, name="Mine", by=person(cast.karim.pk), at=now)
    cast.studio.refresh_from_db()
    assert cast.studio.name == "New"


@pytest.mark.django_db
def test_a_handle_retires_redirects_and_is_never_given_away(now: datetime) -> None:
    cast = people.cast()
    by = person(cast.nadia.pk)
    actions.change_handle(cast.studio.pk, handle="nadia_design", by=by, at=now)
    assert queries.by_handle("Nadia") == (cast.studio, "nadia_design")
    assert queries.by_handle("nadia_design") == (cast.studio, None)
    assert not queries.is_free("nadia")
    assert queries.is_free("nadia", studio_id=cast.studio.pk)
    with refused("handle_taken"):
        people.studio(cast.karim, handle="nadia")
    with refused("handle_rest"):
        actions.change_handle(cast.studio.pk, handle="nadia", by=by, at=now + timedelta(days=13))
    actions.change_handle(cast.studio.pk, handle="nadia", by=by, at=now + timedelta(days=14))
    assert [row.handle for row in RetiredHandle.objects.all()] == ["nadia_design"]
    assert [fact["new"] for fact in facts("HandleChanged")] == ["nadia_design", "nadia"]


@pytest.mark.django_db
def test_suspend_tells_every_member_and_writes_to_owners(now: datetime) -> None:
    cast = people.cast()
    boss = operator(people.account("boss@example.com").pk)
    reason = "Two offers sell the work of somebody else."
    actions.suspend(cast.studio.pk, reason=reason, by=boss, at=now)
    cast.studio.refresh_from_db()
    assert cast.studio.status == rules.SUSPENDED
    assert Transition.objects.get(lifecycle="studio").reason == reason
    told = Notice.objects.filter(kind="studio_suspended")
    assert {notice.account for notice in told} == {cast.nadia, cast.rafi, cast.mitu}
    assert all(notice.data["reason"] == reason for notice in told)
    letter = Letter.objects.get(name="studio_suspended")
    assert letter.to_email == "nadia@example.com"
    assert reason in letter.text
    assert reason in letter.html
    assert queries.by_handle("nadia") == (None, None)
    actions.reinstate(cast.studio.pk, by=boss, at=now)
    assert queries.by_handle("nadia") == (cast.studio, None)


@pytest.mark.django_db
def test_suspend_needs_the_operator_a_reason_and_an_open_studio(now: datetime) -> None:
    cast = people.cast()
    boss = operator(people.account("boss@example.com").pk)
    with pytest.raises(NotAllowed):
        actions.suspend(cast.studio.pk, reason="because I want it", by=person(cast.nadia.pk), at=now)
    with pytest.raises(Invalid):
        actions.suspend(cast.studio.pk, reason="no", by=boss, at=now)
    actions.suspend(cast.studio.pk, reason="a reason that is long", by=boss, at=now)
    with pytest.raises(Conflict):
        actions.suspend(cast.studio.pk, reason="a reason that is long", by=boss, at=now)
    with pytest.raises(Conflict):
        actions.close(cast.studio.pk, by=person(cast.nadia.pk), at=now)


@pytest.mark.django_db
def test_close_is_an_owners_verb_and_final(now: datetime) -> None:
    cast = people.cast()
    actions.invite(cast.studio.pk, email="new@example.com", role="viewer", by=person(cast.nadia.pk), at=now)
    for who, refusal in ((cast.rafi, NotAllowed), (cast.karim, NotFoundHere)):
        with pytest.raises(refusal):
            actions.close(cast.studio.pk, by=person(who.pk), at=now)
    actions.close(cast.studio.pk, by=person(cast.nadia.pk), at=now)
    assert not cast.studio.invitations.exists()
    assert not queries.is_free("nadia")
    with pytest.raises(Refused):
        actions.edit_studio(cast.studio.pk, name="Again", by=person(cast.nadia.pk), at=now)

"""Inviting, joining, changing roles, leaving; alone and at the same moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import person
from dhara.kit.mail.models import Letter
from dhara.kit.models import RecordedFact
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, Refused
from dhara.people.models import Invitation, Member, Notice, RetiredHandle, Studio
from dhara.people.studios import actions, rules
from tests.make import people
from tests.make.race import at_once
from tests.people import refused


@pytest.mark.django_db
def test_invite_and_join(now: datetime) -> None:
    cast = people.cast()
    made = actions.invite(cast.studio.pk, email=" Karim@Example.com ", role="manager", by=person(cast.nadia.pk), at=now)
    letter = Letter.objects.get(name="invitation")
    assert (letter.to_email, letter.language) == ("karim@example.com", "en")
    assert f"/account/invitations/{made.token}/" in letter.text
    assert made.token not in str([fact.data for fact in RecordedFact.objects.all()])
    joined = actions.accept_invitation(made.token, account_id=cast.karim.pk, by=person(cast.karim.pk), at=now)
    assert joined.role == "manager"
    notice = Notice.objects.get(kind="member_joined")
    assert (notice.account, notice.data["person"]) == (cast.nadia, "Karim")
    with pytest.raises(NotFoundHere):
        actions.accept_invitation(made.token, account_id=cast.karim.pk, by=person(cast.karim.pk), at=now)


@pytest.mark.django_db
def test_only_the_proven_address_takes_an_invitation(now: datetime) -> None:
    cast = people.cast()
    made = actions.invite(cast.studio.pk, email="new@example.com", role="owner", by=person(cast.nadia.pk), at=now)
    for stranger in (cast.karim, people.account("new@example.com", proven=False)):
        with pytest.raises(NotAllowed):
            actions.accept_invitation(made.token, account_id=stranger.pk, by=person(stranger.pk), at=now)
    assert Member.objects.filter(studio=cast.studio).count() == 3


@pytest.mark.django_db
def test_invitations_expire_are_withdrawn_and_renewed(now: datetime) -> None:
    cast = people.cast()
    by, karim = person(cast.nadia.pk), cast.karim
    first = actions.invite(cast.studio.pk, email=karim.email, role="viewer", by=by, at=now)
    with pytest.raises(NotFoundHere):
        actions.accept_invitation(first.token, account_id=karim.pk, by=person(karim.pk), at=now + timedelta(days=7))
    with refused("invited_just_now"):
        actions.invite(cast.studio.pk, email=karim.email, role="editor", by=by, at=now + timedelta(minutes=5))
    later = now + timedelta(hours=1)
    second = actions.invite(cast.studio.pk, email=karim.email, role="editor", by=by, at=later)
    with pytest.raises(NotFoundHere):
        actions.accept_invitation(first.token, account_id=karim.pk, by=person(karim.pk), at=later)
    actions.withdraw_invitation(cast.studio.pk, invitation_id=second.pk, by=by, at=later)
    with pytest.raises(NotFoundHere):
        actions.accept_invitation(second.token, account_id=karim.pk, by=person(karim.pk), at=later)


@pytest.mark.django_db
def test_bad_invitations(now: datetime) -> None:
    cast = people.cast()
    by = person(cast.nadia.pk)
    for email, role, refusal in (
        ("nonsense", "viewer", Invalid),
        ("x@example.com", "king", Invalid),
        ("rafi@example.com", "viewer", Conflict),
    ):
        with pytest.raises(refusal):
            actions.invite(cast.studio.pk, email=email, role=role, by=by, at=now)
    for who, refusal in ((cast.rafi, NotAllowed), (cast.karim, NotFoundHere)):
        with pytest.raises(refusal):
            actions.invite(cast.studio.pk, email="x@example.com", role="viewer", by=person(who.pk), at=now)
    for number in range(20):
        actions.invite(cast.studio.pk, email=f"{number}@example.com", role="viewer", by=by, at=now)
    with refused("too_many_invitations"):
        actions.invite(cast.studio.pk, email="21@example.com", role="viewer", by=by, at=now)
    assert Invitation.objects.count() == Letter.objects.count() == 20


@pytest.mark.django_db
def test_there_is_always_an_owner(now: datetime) -> None:
    cast = people.cast()
    by = person(cast.nadia.pk)
    for call in (
        lambda: actions.leave(cast.studio.pk, account_id=cast.nadia.pk, by=by, at=now),
        lambda: actions.remove_member(cast.studio.pk, account_id=cast.nadia.pk, by=by, at=now),
        lambda: actions.change_role(cast.studio.pk, account_id=cast.nadia.pk, role="viewer", by=by, at=now),
    ):
        with refused("last_owner"):
            call()
    actions.change_role(cast.studio.pk, account_id=cast.rafi.pk, role=rules.OWNER, by=by, at=now)
    actions.leave(cast.studio.pk, account_id=cast.nadia.pk, by=by, at=now)
    assert [member.account for member in Member.objects.filter(role=rules.OWNER)] == [cast.rafi]
    assert Notice.objects.get(kind="member_left").account == cast.rafi


@pytest.mark.django_db
def test_members_go_by_themselves_or_by_an_owner(now: datetime) -> None:
    cast = people.cast()
    with pytest.raises(NotAllowed):
        actions.leave(cast.studio.pk, account_id=cast.mitu.pk, by=person(cast.rafi.pk), at=now)
    with pytest.raises(NotAllowed):
        actions.remove_member(cast.studio.pk, account_id=cast.mitu.pk, by=person(cast.rafi.pk), at=now)
    actions.leave(cast.studio.pk, account_id=cast.mitu.pk, by=person(cast.mitu.pk), at=now)
    actions.remove_member(cast.studio.pk, account_id=cast.rafi.pk, by=person(cast.nadia.pk), at=now)
    with pytest.raises(NotFoundHere):
        actions.leave(cast.studio.pk, account_id=cast.rafi.pk, by=person(cast.rafi.pk), at=now)
    removed = [f.data["removed"] for f in RecordedFact.objects.filter(name="people.MemberLeft").order_by("id")]
    assert removed == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_both_go(now: datetime) -> None:
    cast = people.cast()
    people.member(cast.studio, cast.karim, role=rules.OWNER)
    answers = at_once(
        *(
            lambda who=who: actions.leave(cast.studio.pk, account_id=who.pk, by=person(who.pk), at=now)
            for who in (cast.nadia, cast.karim)
        )
    )
    assert sorted(isinstance(answer, Conflict) for answer in answers) == [False, True]
    assert Member.objects.filter(studio=cast.studio, role=rules.OWNER).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_invitation_is_taken_once(now: datetime) -> None:
    cast = people.cast()
    made = actions.invite(cast.studio.pk, email=cast.karim.email, role="viewer", by=person(cast.nadia.pk), at=now)
    by = person(cast.karim.pk)
    answers = at_once(
        *[lambda: actions.accept_invitation(made.token, account_id=cast.karim.pk, by=by, at=now) for _ in range(4)]
    )
    assert sum(isinstance(answer, Member) for answer in answers) == 1
    assert RecordedFact.objects.filter(name="people.MemberJoined").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_handle_goes_to_one_of_many() -> None:
    owners = [people.account(f"{number}@example.com") for number in range(4)]
    answers = at_once(*(lambda who=who: people.studio(who, handle="sundarban") for who in owners))
    assert sum(isinstance(answer, Studio) for answer in answers) == 1
    assert all(answer.code == "handle_taken" for answer in answers if isinstance(answer, Refused))


@pytest.mark.django_db(transaction=True)
def test_a_handle_that_retires_right_now_is_not_given_away(now: datetime) -> None:
    cast = people.cast()
    answers = at_once(
        lambda: actions.change_handle(cast.studio.pk, handle="nadia_two", by=person(cast.nadia.pk), at=now),
        lambda: people.studio(cast.karim, handle="nadia"),
    )
    assert isinstance(answers[0], Studio)
    assert isinstance(answers[1], Conflict)
    assert RetiredHandle.objects.get().studio_id == cast.studio.pk

"""Who belongs to a studio: invite, accept, change a role, remove, leave.

Every verb locks the studio's row first, so that two owners who leave at once do it one after the other.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.people.accounts.models import Account
from dhara.people.accounts.queries import proven_emails
from dhara.people.notices.actions import tell
from dhara.people.studios import mail, queries, rules
from dhara.people.studios.actions.loading import locked, locked_for
from dhara.people.studios.facts import InvitationWithdrawn, MemberInvited, MemberJoined, MemberLeft, RoleChanged
from dhara.people.studios.models import Invitation, Member, Studio

VALID_FOR = timedelta(days=7)
PAUSE = timedelta(minutes=10)
MAX_OPEN = 20


@transaction.atomic
def invite(studio_id: int, *, email: str, role: str, by: Actor, at: datetime) -> Invitation:
    """Ask an address to join and send it a letter; asking again renews the invitation (not within 10 minutes)."""
    studio = locked_for(studio_id, "edit_members", by)
    email, role = _clean_email(email), _clean_role(role)
    same = Member.objects.filter(studio=studio, account__emailaddress__email=email)
    if same.filter(account__emailaddress__verified=True).exists():
        raise Conflict("member_already", _("This person is a member already."), "email")
    waiting = Invitation.objects.filter(studio=studio, accepted_at__isnull=True)
    before = waiting.filter(email=email).first()
    if before is None and waiting.filter(expires_at__gt=at).count() >= MAX_OPEN:
        raise Conflict("too_many_invitations", _("Twenty invitations are open already. Withdraw some first."))
    if before and before.created_at > at - PAUSE:
        raise Conflict("invited_just_now", _("This address was invited a moment ago."), "email")
    if before:
        before.delete()
    inviter = by.id or queries.owners_of(studio_id)[0].account_id  # Dhara itself asks in an owner's name
    invitation = Invitation.objects.create(
        studio=studio,
        email=email,
        role=role,
        token=secrets.token_urlsafe(32),
        invited_by_id=inviter,
        created_at=at,
        expires_at=at + VALID_FOR,
    )
    record(MemberInvited(studio_id, invitation.pk, role), by=by, at=at, studio_id=studio_id)
    mail.invitation(invitation, at=at)
    return invitation


@transaction.atomic
def withdraw_invitation(studio_id: int, *, invitation_id: int, by: Actor, at: datetime) -> None:
    locked_for(studio_id, "edit_members", by)
    gone, _detail = Invitation.objects.filter(pk=invitation_id, studio_id=studio_id, accepted_at__isnull=True).delete()
    if not gone:
        raise NotFoundHere
    record(InvitationWithdrawn(studio_id, invitation_id), by=by, at=at, studio_id=studio_id)


@transaction.atomic
def accept_invitation(token: str, *, account_id: int, by: Actor, at: datetime) -> Member:
    """Join. Raises NotFoundHere (used, withdrawn, expired), NotAllowed for an account without the invited address."""
    found = queries.invitation(token, at)
    studio = locked(found.studio_id) if found else None
    invitation = queries.invitation(token, at)  # again, now that nobody else can take it
    if invitation is None or studio is None:
        raise NotFoundHere("invitation_gone", _("This invitation is no longer valid. Ask for a new one."))
    if invitation.email.lower() not in proven_emails(account_id):
        raise NotAllowed(
            "other_address",
            _("This invitation was sent to another email address. Add and confirm that address first."),
        )
    if queries.role_of(account_id, studio.pk) is not None:
        raise Conflict("member_already", _("You are a member of this studio already."))
    member = Member.objects.create(studio=studio, account_id=account_id, role=invitation.role, since=at)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=at)
    record(MemberJoined(studio.pk, account_id, member.role), by=by, at=at, studio_id=studio.pk)
    _tell_owners(studio, "member_joined", member.account, key=f"joined:{invitation.pk}", at=at)
    return member


@transaction.atomic
def change_role(studio_id: int, *, account_id: int, role: str, by: Actor, at: datetime) -> Member:
    """Give a member another role. Raises Conflict `last_owner` when nobody would own the studio."""
    locked_for(studio_id, "edit_members", by)
    member, role = _member(studio_id, account_id), _clean_role(role)
    if member.role == role:
        return member
    _keep_an_owner(member)
    old, member.role = member.role, role
    member.save(update_fields=["role"])
    record(RoleChanged(studio_id, account_id, old, role), by=by, at=at, studio_id=studio_id)
    return member


@transaction.atomic
def remove_member(studio_id: int, *, account_id: int, by: Actor, at: datetime) -> None:
    """Take somebody's membership away (an owner's verb)."""
    studio = locked_for(studio_id, "edit_members", by)
    _part(studio, _member(studio_id, account_id), removed=account_id != by.id, by=by, at=at)


@transaction.atomic
def leave(studio_id: int, *, account_id: int, by: Actor, at: datetime) -> None:
    """Go, whatever the role; the last owner can not."""
    studio = locked(studio_id)
    if by.kind == "person" and by.id != account_id:
        raise NotAllowed
    _part(studio, _member(studio_id, account_id), removed=False, by=by, at=at)


def _part(studio: Studio, member: Member, *, removed: bool, by: Actor, at: datetime) -> None:
    _keep_an_owner(member)
    account, key = member.account, f"left:{member.pk}"
    member.delete()
    record(MemberLeft(studio.pk, account.pk, removed), by=by, at=at, studio_id=studio.pk)
    _tell_owners(studio, "member_removed" if removed else "member_left", account, key=key, at=at)


def _keep_an_owner(member: Member) -> None:
    others = Member.objects.filter(studio_id=member.studio_id, role=rules.OWNER).exclude(pk=member.pk)
    if member.role == rules.OWNER and not others.exists():
        raise Conflict("last_owner", _("A studio needs an owner. Make somebody else an owner first."))


def _member(studio_id: int, account_id: int) -> Member:
    member = Member.objects.select_related("account").filter(studio_id=studio_id, account_id=account_id).first()
    if member is None:
        raise NotFoundHere
    return member


def _clean_role(role: str) -> str:
    if role not in rules.ROLES:
        raise Invalid("unknown_role", _("Please choose one of the roles."), "role")
    return role


def _clean_email(email: str) -> str:
    email = clean_text(email).lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid("bad_email", _("This is not a complete email address."), "email") from error
    return email


def _tell_owners(studio: Studio, kind: str, account: Account, *, key: str, at: datetime) -> None:
    for owner in queries.owners_of(studio.pk).exclude(account=account):
        tell(
            account_id=owner.account_id,
            topic="team",
            kind=kind,
            data={"studio": studio.name, "person": account.get_full_name()},
            key=f"{key}:{owner.account_id}",
            studio_id=studio.pk,
            at=at,
        )

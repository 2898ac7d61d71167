"""Open a conversation about a subject, or find the one that there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.locale.text import shorten
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.accounts.models import Account
from dhara.people.conversations import rules
from dhara.people.conversations.models import Conversation, Party
from dhara.people.conversations.queries import about, key_of
from dhara.people.conversations.rules import limits
from dhara.people.studios.models import Member, Studio
from dhara.people.studios.rules import OPEN


@dataclass(frozen=True)
class Customer:
    """Who is on the other side of the studio: an account, or a guest's proven `email`."""

    name: str
    language: str
    account_id: int | None = None
    email: str = ""


@transaction.atomic
def open_about(
    subject: str, *, title: str, studio_id: int, customer: Customer, agreed: bool = False, by: Actor, at: datetime
) -> Conversation:
    """The conversation about `subject` ("offer:5"); the door has made sure that these two may talk about it.

    Raises NotFoundHere for a studio that is not there, Conflict (own_studio, blocked, blocked_by_you), TooMany.
    """
    known = about(subject, studio_id=studio_id, account_id=customer.account_id)
    if known is not None:
        return known
    studio = Studio.objects.filter(pk=studio_id).first()
    if studio is None:
        raise NotFoundHere
    by_customer = by.id == customer.account_id
    _may_open(subject, studio, customer, by_customer=by_customer, at=at)
    try:
        with transaction.atomic():
            return _open(subject, title, studio, customer, agreed=agreed, at=at)
    except IntegrityError:  # somebody opened it at this very moment
        found = about(subject, studio_id=studio_id, account_id=customer.account_id)
        if found is None:
            raise
        return found


def _open(subject: str, title: str, studio: Studio, customer: Customer, *, agreed: bool, at: datetime) -> Conversation:
    made = Conversation.objects.create(
        studio=studio,
        subject=subject,
        title=shorten(title, 130)[:140],
        key=key_of(subject, studio.pk, customer.account_id),
        opened_at=at,
        last_at=at,
        agreed_at=at if agreed else None,
    )
    Party.objects.create(
        conversation=made, role=rules.STUDIO, studio=studio, name=studio.name, language=studio.language
    )
    Party.objects.create(
        conversation=made,
        role=rules.CUSTOMER,
        account_id=customer.account_id,
        email="" if customer.account_id else customer.email.strip().lower(),
        name=customer.name[:120],
        language=customer.language,
    )
    return made


def _may_open(subject: str, studio: Studio, customer: Customer, *, by_customer: bool, at: datetime) -> None:
    if customer.account_id and Member.objects.filter(studio=studio, account=customer.account_id).exists():
        raise Conflict("own_studio", _("This is your own studio. Write to your team directly."))
    both = pair(studio.pk, customer.account_id, customer.email)
    blocked = dict(both.filter(blocked_at__isnull=False).values_list("role", "blocked_at"))
    mine, theirs = (rules.CUSTOMER, rules.STUDIO) if by_customer else (rules.STUDIO, rules.CUSTOMER)
    limits.unblocked(blocked.get(mine), blocked.get(theirs))
    if subject.startswith("order:") or not by_customer:
        return
    if studio.status != OPEN:
        raise NotFoundHere
    _not_too_many(customer.account_id, at=at)


def _not_too_many(account_id: int | None, *, at: datetime) -> None:
    account = Account.objects.filter(pk=account_id).first() if account_id else None
    if account is None:
        raise NotFoundHere
    recent = Conversation.objects.filter(parties__account=account, opened_at__gt=at - limits.DAY)
    counted = recent.exclude(subject__startswith="order:").aggregate(all=Count("id"), of=Count("studio", distinct=True))
    limits.may_open(counted["all"], counted["of"], at - account.joined_at)


def pair(studio_id: int, account_id: int | None, email: str = "") -> QuerySet[Party]:
    """Both sides of all conversations between a studio and one person."""
    who = {"account": account_id} if account_id else {"email": email.strip().lower()}
    theirs = Party.objects.filter(role=rules.CUSTOMER, conversation__studio=studio_id, **who)
    return Party.objects.filter(conversation__in=theirs.values("conversation"))

"""What others know and tell: that two have agreed, and that a guest's address belongs to an account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from dhara.people.accounts.models import Account
from dhara.people.accounts.queries import proven_emails
from dhara.people.conversations import rules
from dhara.people.conversations.models import Conversation, Party


def agree(studio_ids: Collection[int], *, account_id: int | None, email: str = "", at: datetime) -> int:
    """These studios and this person have a deal: from now on they read each other's contacts. One statement."""
    who = Q(email=email.strip().lower()) if email else Q()
    who = who | Q(account=account_id) if account_id else who
    theirs = Party.objects.filter(who, role=rules.CUSTOMER, conversation__studio__in=studio_ids)
    mine = Conversation.objects.filter(pk__in=theirs.values("conversation"), agreed_at__isnull=True)
    return mine.update(agreed_at=at)


@transaction.atomic
def claim(account_id: int) -> int:
    """What somebody has written as a guest becomes their account's, with each address that they have proven."""
    account = Account.objects.get(pk=account_id)
    guest = Party.objects.filter(role=rules.CUSTOMER, account=None, email__in=proven_emails(account_id))
    return guest.update(account=account, email="")

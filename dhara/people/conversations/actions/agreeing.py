"""What others know and tell: that two have agreed, and that a guest's address belongs to an account."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from dhara.kit import rows
from dhara.people.accounts.models import Account
from dhara.people.accounts.queries import proven_emails
from dhara.people.conversations import rules
from dhara.people.conversations.models import Party


def agree(studio_ids: Collection[int], *, account_id: int | None, email: str = "", at: datetime) -> int:
    """These studios and this person have a deal: from now on they read each other's contacts. One statement."""
    address = email.strip().lower()
    if not address and account_id is None:
        return 0
    with rows.cursor() as cursor:
        cursor.execute(_AGREE, [at, rules.CUSTOMER, list(studio_ids), account_id, address])
        return int(cursor.rowcount)


# Every sale passes here. A guest has an address, everybody else an account, so "" is nobody's.
_AGREE = """
UPDATE people_conversation c SET agreed_at = %s FROM people_party p
 WHERE p.conversation_id = c.id AND p.role = %s AND c.studio_id = ANY(%s::bigint[]) AND c.agreed_at IS NULL
   AND (p.account_id = %s::bigint OR (p.email <> '' AND p.email = %s))
"""


@transaction.atomic
def claim(account_id: int) -> int:
    """What somebody has written as a guest becomes their account's, with each address that they have proven."""
    account = Account.objects.get(pk=account_id)
    guest = Party.objects.filter(role=rules.CUSTOMER, account=None, email__in=proven_emails(account_id))
    return guest.update(account=account, email="")

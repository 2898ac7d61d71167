"""Mail notices of what is still unread."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from dhara.people.accounts.models import Account
from dhara.people.conversations import mail
from dhara.people.conversations.actions.sides import VERB
from dhara.people.conversations.models import Party
from dhara.people.conversations.queries import other_side, unread_of
from dhara.people.conversations.rules import limits
from dhara.people.notices.models import MailPreference
from dhara.people.studios.models import Member
from dhara.people.studios.rules import role_may

MOST_SHOWN = 10


@transaction.atomic
def remind(party_id: int, message_id: int, *, at: datetime) -> int:
    """Write to whoever has not read this message yet: one mail with all that is unread. Returns how many were written.

    None while an earlier mail about this conversation has led to no look at it.
    """
    party = Party.objects.select_for_update(of=("self",)).select_related("conversation__studio").get(pk=party_id)
    unread = list(unread_of(party))
    if not any(each.pk == message_id for each in unread):
        return 0
    if party.muted or not limits.may_mail(party.mailed_at, party.looked_at):
        return 0
    sent = 0
    other = other_side(party)
    for reader in _readers(party):
        mail.new_messages(party, reader, other, unread[-MOST_SHOWN:], at=at)
        sent += 1
    Party.objects.filter(pk=party.pk).update(mailed_at=at)
    return sent


def _readers(party: Party) -> Iterator[mail.Reader]:
    if party.studio_id is None and party.account_id is None:
        yield mail.Reader(party.email, party.name, party.language)
        return
    for account in _accounts(party):
        yield mail.Reader(account.email, account.get_full_name(), account.language, account.pk)


def _accounts(party: Party) -> list[Account]:
    if party.studio_id is None:
        mine = [party.account] if party.account and party.account.is_active else []
    else:
        members = Member.objects.filter(studio=party.studio_id, account__is_active=True).select_related("account")
        mine = [each.account for each in members.order_by("id") if role_may(each.role, VERB)]
    silent = MailPreference.objects.filter(account__in=mine, topic="message", by_mail=False)
    without = set(silent.values_list("account_id", flat=True))
    return [each for each in mine if each.pk not in without]

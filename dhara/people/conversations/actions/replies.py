"""Answers by mail: taken as a message of whoever the address was made for, or told why not."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.kit.actor import GUEST, Actor, person
from dhara.kit.locale.languages import in_language
from dhara.kit.refusal import Refused
from dhara.kit.signed import read as signed
from dhara.people.accounts.models import Account
from dhara.people.accounts.queries import proven_emails
from dhara.people.conversations import incoming, mail, rules
from dhara.people.conversations.actions.uploading import upload
from dhara.people.conversations.actions.writing import write
from dhara.people.conversations.models import Message, Party

TAKEN, AGAIN, REFUSED, IGNORED, UNKNOWN = "taken", "again", "refused", "ignored", "unknown"


def take_mail(raw: bytes, *, at: datetime) -> str:
    """Read one message that came to a reply address; returns TAKEN, AGAIN (known before), REFUSED (its writer is told
    why), IGNORED (a program wrote it, or nobody can be told), UNKNOWN (the address is none of ours).
    """
    reply = incoming.read(raw, settings.REPLY_ADDRESS)
    if reply.by_program or not reply.sender:
        return IGNORED
    found = _side(reply.token)
    if found is None:
        return UNKNOWN
    party, account = found
    key = f"mail:{party.pk}:{reply.message_id}"[:140] if reply.message_id else ""
    if key and Message.objects.filter(key=key).exists():
        return AGAIN
    if reply.sender not in _addresses(party, account):
        stranger = mail.Reader(reply.sender, "", party.language)
        return _refuse(party, stranger, "stranger", f"{reply.sender}:{at:%Y-%m-%d}", at)
    try:
        _write(party, account, reply, key, at)
    except Refused as refusal:
        with in_language(account.language if account else party.language):
            return _refuse(party, _reader(party, account), str(refusal.message), reply.message_id or at.isoformat(), at)
    return TAKEN


def _side(token: str) -> tuple[Party, Account | None] | None:
    said = signed(mail.PURPOSE, token)
    party_id, _dash, account_id = (said or "").rstrip("-").partition("-")
    if not (party_id.isdecimal() and account_id.isdecimal()):
        return None
    party = Party.objects.select_related("conversation__studio").filter(pk=int(party_id)).first()
    account = Account.objects.filter(pk=int(account_id), is_active=True).first() if int(account_id) else None
    if party is None or (int(account_id) and account is None):
        return None
    return party, account


def _addresses(party: Party, account: Account | None) -> set[str]:
    """From where an answer may come: an address that the account has proven, or the guest's own."""
    if account is not None:
        return {account.email.lower(), *proven_emails(account.pk)}
    return {party.email} if party.email else set()


def _write(party: Party, account: Account | None, reply: incoming.Reply, key: str, at: datetime) -> None:
    by: Actor = person(account.pk) if account else GUEST
    files = [upload(party.pk, content, name=name, by=by, at=at).pk for name, content in reply.files]
    write(party_id=party.pk, body=reply.text, files=files, by=by, at=at, via=rules.MAIL, key=key)


def _reader(party: Party, account: Account | None) -> mail.Reader:
    if account is None:
        return mail.Reader(party.email, party.name, party.language)
    return mail.Reader(account.email, account.get_full_name(), account.language, account.pk)


def _refuse(party: Party, reader: mail.Reader, reason: str, mark: str, at: datetime) -> str:
    """Once for each message; to a stranger once a day, without the address of the page."""
    with in_language(reader.language):
        if reason == "stranger":
            reason = _("It came from another address than the one that we had written to. Send it from that one.")
        mail.not_taken(party, reader, reason=reason, key=f"reply_not_taken:{party.pk}:{mark}"[:200], at=at)
    return REFUSED

"""Queue letters: everybody of an audience by one statement, or one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, SmallIntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from dhara.audience.contacts import rules as people
from dhara.audience.contacts.models import Contact
from dhara.audience.messages import actions as messages
from dhara.audience.messages.models import Message
from dhara.audience.sending import rules
from dhara.audience.sending.actions.waking import wake
from dhara.audience.sending.models import Delivery, Lane
from dhara.audience.suppression.models import Suppression
from dhara.kit import rows


@transaction.atomic
def queue_for(
    message: Message,
    contacts: QuerySet[Contact] | Iterable[int],
    *,
    source: str,
    due_at: datetime | Combinable,
    at: datetime,
    variant: int | Combinable = 0,
) -> int:
    """Freeze the audience of a message: one delivery for each of these contacts who may be written; returns how many.

    `contacts` are a queryset (not sliced) or ids. `due_at` and `variant` may be expressions over a contact, such as
    `queries.in_own_zone`.
    Who is in already is left as they are, so that it may be called again. The message is frozen.
    """
    Lane.objects.get_or_create(message=message, defaults={"studio_id": message.studio_id, "source": source})
    Lane.objects.filter(message=message).update(finished_at=None, source=source)
    _freeze(message, at)
    if not isinstance(contacts, QuerySet):
        contacts = Contact.objects.filter(pk__in=list(contacts))
    chosen = contacts.filter(studio=message.studio_id)
    due = Cast(due_at if isinstance(due_at, Combinable) else Value(due_at), DateTimeField())
    number = Cast(variant if isinstance(variant, Combinable) else Value(variant), SmallIntegerField())
    found = may_be_written(chosen).annotate(due=due, number=number).order_by()
    sql, params = found.values_list("pk", "email", "language", "number", "due").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.format(chosen=sql), [*params, message.studio_id, message.pk, source])
        count: int = cursor.rowcount
    wake(message.studio_id, when=at, at=at)
    return count


_INSERT = """
WITH chosen(id, email, language, variant, due_at) AS ({chosen})
INSERT INTO audience_delivery (studio_id, message_id, contact_id, rotation, source, state, domain, language, variant,
  attempts, fence, due_at, provider_id, reason)
SELECT %s, %s, id, 0, %s, 'queued', split_part(email, '@', -1), language, variant, 0, 0, due_at, '', '' FROM chosen
ON CONFLICT (message_id, contact_id, rotation) DO NOTHING
"""


def may_be_written(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """Those who are subscribed, have an address, and whose address is not suppressed."""
    of_them = Suppression.objects.filter(email_key=OuterRef("email_key")).filter(
        Q(studio=OuterRef("studio")) | Q(studio=None)
    )
    return contacts.filter(~Exists(of_them), status=people.SUBSCRIBED).exclude(email="")


@transaction.atomic
def queue_one(
    message: Message,
    contact: Contact,
    *,
    source: str,
    due_at: datetime,
    at: datetime,
    rotation: int = 0,
    variant: int = 0,
) -> Delivery:
    """One letter to one contact; the same delivery however often it is asked for.

    Whether they may be written is asked when it leaves: until then somebody may leave, or come back.
    """
    _keep_lane(message)
    _freeze(message, at)
    made, _is_new = Delivery.objects.get_or_create(
        message=message,
        contact=contact,
        rotation=rotation,
        defaults={
            "studio_id": message.studio_id,
            "source": source,
            "state": rules.QUEUED,
            "domain": contact.email.rpartition("@")[2],
            "language": contact.language,
            "variant": variant,
            "due_at": due_at,
        },
    )
    wake(message.studio_id, when=due_at, at=at)
    return made


def _freeze(message: Message, at: datetime) -> None:
    if message.frozen_at is None:
        messages.freeze(message, at=at)


def _keep_lane(message: Message) -> None:
    """The lane of a message that is sent one by one is made with its first letter."""
    with rows.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audience_lane (message_id, studio_id, source, paused_for, sent, bounced, complained)"
            " VALUES (%s, %s, '', '', 0, 0, 0) ON CONFLICT (message_id) DO NOTHING",
            [message.pk, message.studio_id],
        )

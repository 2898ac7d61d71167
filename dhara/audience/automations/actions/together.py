"""Many things that happened at once, such as the lines of an order: contacts and events by one statement.

Every sale passes here, so a studio without rules and sequences costs an order this one statement and nothing more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from dhara.audience.automations.actions.happened import follow
from dhara.audience.contacts import rules
from dhara.audience.contacts.models import Contact
from dhara.audience.suppression.rules import key_of
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid


@dataclass(frozen=True)
class Happening:
    """One event; `amount` in minor units of `currency`, `key` makes it happen once."""

    studio_id: int
    kind: str
    subject: str
    key: str
    amount: int = 0
    currency: str = ""


@transaction.atomic(savepoint=False)
def happened_all(
    email: str, happenings: Sequence[Happening], *, name: str, language: str, source: str, by: Actor, at: datetime
) -> int:
    """Keep what one person did, in one studio or several, and let it have its effects; how many events are new.

    Where they are no contact yet they become one, `known`: nobody is subscribed by what they do elsewhere. An address
    that no letter can reach is nobody's.
    """
    try:
        address = rules.clean_email(email)
    except Invalid:
        return 0
    name = clean_text(name)[: rules.MAX_NAME]
    new = _keep(address, happenings, name=name, language=language, source=source, at=at)
    # Rules of one studio can not reach the contacts of another.
    cared_for = [(contact_id, kind, subject) for contact_id, kind, subject, cared in new if cared]
    if cared_for:
        found = Contact.objects.in_bulk({contact_id for contact_id, _kind, _subject in cared_for})
        for contact_id, kind, subject in cared_for:
            follow(found[contact_id], kind, subject, by=by, at=at)
    return len(new)


def _keep(
    address: str, happenings: Sequence[Happening], *, name: str, language: str, source: str, at: datetime
) -> list[tuple[int, str, str, bool]]:
    """(contact, kind, subject, whether anything waits for it) of each new event, in the order given."""
    studios = sorted({each.studio_id for each in happenings})
    values: dict[str, Any] = {
        "email": address,
        "email_key": key_of(address),
        "name": name,
        "language": language,
        "source": source[:40],
        "at": at,
        "studios": studios,
        "words": [rules.found_by(studio, address, name) for studio in studios],
        "events": json.dumps([vars(each) for each in happenings]),
    }
    with rows.cursor() as cursor:
        cursor.execute(_KEEP, values)
        return list(cursor.fetchall())


_KEEP = """
WITH given AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(%(events)s::jsonb)
    AS e(studio_id bigint, kind text, subject text, key text, amount bigint, currency text)
), contacts AS (
  INSERT INTO audience_contact (status, status_at, version, studio_id, email, email_key, name, language, time_zone,
                                fields, source, created_at, active_at, found_by)
  SELECT 'known', %(at)s, 0, studio_id, %(email)s, %(email_key)s, %(name)s, %(language)s, '', '{}', %(source)s, %(at)s,
         %(at)s, words::tsvector
    FROM unnest(%(studios)s::bigint[], %(words)s::text[]) AS s(studio_id, words)
  ON CONFLICT (studio_id, email) WHERE NOT (email = '') DO UPDATE
    SET active_at = GREATEST(audience_contact.active_at, EXCLUDED.active_at)
  RETURNING id, studio_id
), kept AS (
  INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at, key)
  SELECT g.studio_id, c.id, g.kind, g.subject, g.amount, g.currency, '{}', %(at)s, g.key
    FROM given g JOIN contacts c USING (studio_id)
  ON CONFLICT (key) DO NOTHING RETURNING id, studio_id, contact_id, kind, subject
)
SELECT k.contact_id, k.kind, k.subject,
       EXISTS (SELECT FROM audience_automationrule r
                WHERE r.studio_id = k.studio_id AND r.kind = k.kind AND r.ref IN ('', k.subject) AND r.active)
       OR EXISTS (SELECT FROM audience_trigger t
                   WHERE t.studio_id = k.studio_id AND t.kind = k.kind AND t.ref IN ('', k.subject))
  FROM kept k ORDER BY k.id
"""

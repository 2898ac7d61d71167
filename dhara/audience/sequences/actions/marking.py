"""What sequences change on contacts, for many at once, as `contacts.actions` would one by one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dhara.audience.contacts.facts import ContactTagged, ContactUntagged
from dhara.kit import rows
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.actions import record_all

# (contact, tag, studio, sequence)
Pair = tuple[int, int, int, int]

_TAG = """
WITH given AS (
  SELECT DISTINCT ON (g.contact, g.tag) g.contact, g.tag, g.studio, g.sequence
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS g(contact, tag, studio, sequence)
    JOIN audience_tag t ON t.id = g.tag AND t.studio_id = g.studio
), put AS (
  INSERT INTO audience_contacttag (contact_id, tag_id, at) SELECT contact, tag, %s FROM given ORDER BY tag, contact
  ON CONFLICT (tag_id, contact_id) DO NOTHING RETURNING contact_id, tag_id
), told AS (
  INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at)
  SELECT g.studio, p.contact_id, 'tagged', 'tag:' || p.tag_id, 0, '',
         jsonb_build_object('source', 'sequence:' || g.sequence), %s
    FROM put p JOIN given g ON g.contact = p.contact_id AND g.tag = p.tag_id
)
SELECT p.contact_id, p.tag_id, g.studio FROM put p JOIN given g ON g.contact = p.contact_id AND g.tag = p.tag_id
"""
_UNTAG = """
WITH given AS (
  SELECT DISTINCT ON (g.contact, g.tag) g.contact, g.tag, g.studio, g.sequence
    FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[]) AS g(contact, tag, studio, sequence)
    JOIN audience_tag t ON t.id = g.tag AND t.studio_id = g.studio
), put AS (
  DELETE FROM audience_contacttag c USING given g WHERE c.contact_id = g.contact AND c.tag_id = g.tag
  RETURNING c.contact_id, c.tag_id, g.studio, g.sequence
), told AS (
  INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at)
  SELECT studio, contact_id, 'untagged', 'tag:' || tag_id, 0, '', jsonb_build_object('source', 'sequence:' || sequence),
         %s
    FROM put
)
SELECT contact_id, tag_id, studio FROM put
"""


def tag(pairs: Sequence[Pair], *, at: datetime) -> None:
    """(contact, tag, studio, sequence) each; who has it keeps it. A tag that the studio has no more is passed over.

    Two statements, however many they are.
    """
    if pairs:
        with rows.cursor() as cursor:
            cursor.execute(_TAG, [*map(list, zip(*pairs, strict=True)), at, at])
            new = cursor.fetchall()
        record_all([(ContactTagged(contact, tag), studio) for contact, tag, studio in new], by=SYSTEM, at=at)


def untag(pairs: Sequence[Pair], *, at: datetime) -> None:
    """The other way round."""
    if pairs:
        with rows.cursor() as cursor:
            cursor.execute(_UNTAG, [*map(list, zip(*pairs, strict=True)), at])
            gone = cursor.fetchall()
        record_all([(ContactUntagged(contact, tag), studio) for contact, tag, studio in gone], by=SYSTEM, at=at)


_FIELD = """
WITH put AS (
  UPDATE audience_contact c SET fields = {change}
   WHERE c.id = ANY(%(contacts)s) AND c.status <> 'erased' AND (c.fields -> %(key)s) IS DISTINCT FROM %(value)s::jsonb
     AND EXISTS (SELECT 1 FROM audience_field f WHERE f.studio_id = c.studio_id AND f.key = %(key)s)
  RETURNING c.id, c.studio_id
)
INSERT INTO audience_event (studio_id, contact_id, kind, subject, amount, currency, data, at)
SELECT studio_id, id, 'field', 'field:' || %(key)s, 0, '', %(data)s::jsonb, %(at)s FROM put
"""
_SET = _FIELD.format(change="c.fields || jsonb_build_object(%(key)s::text, %(value)s::jsonb)")
_EMPTY = _FIELD.format(change="c.fields - %(key)s::text")


def set_fields(given: Sequence[tuple[int, int, str, Any]], *, at: datetime) -> None:
    """(contact, studio, key, value) each, the value clean; None empties it. Of a field that is gone nothing is kept."""
    groups: dict[tuple[int, str, str | None], list[int]] = defaultdict(list)
    for contact_id, studio_id, key, value in given:
        groups[studio_id, key, None if value is None else json.dumps(value)].append(contact_id)
    for (_studio, key, text), contacts in groups.items():
        data = json.dumps({"value": None if text is None else json.loads(text)})
        values = {"contacts": contacts, "key": key, "value": text, "data": data, "at": at}
        with rows.cursor() as cursor:
            cursor.execute(_EMPTY if text is None else _SET, values)

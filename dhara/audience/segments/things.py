"""What rules of a studio can name: tags, fields, offers, forms, letters, sequences.

Sequences ask segments where they branch, so that their tables are reached here by name.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.apps import apps

from dhara.audience.contacts.models import Field
from dhara.kit.locale.languages import LANGS

# kind → the table, and the column by which a thing is called.
_TABLES: Final = {
    "tag": ("audience.Tag", "name"),
    "offer": ("catalog.Offer", "title"),
    "form": ("audience.Form", "name"),
    "sequence": ("audience.Sequence", "name"),
    "message": ("audience.Message", "content"),
}
MOST_CHOICES: Final = 500
Names = Mapping[tuple[str, Any], str]


def fields(studio_id: int) -> dict[str, Field]:
    return {field.key: field for field in Field.objects.filter(studio_id=studio_id).order_by("id")}


def names(studio_id: int, wanted: Mapping[str, Collection[Any]]) -> dict[tuple[str, Any], str]:
    """How the studio's own things are called, by kind and id (for fields: key). What is not there is left out."""
    found: dict[tuple[str, Any], str] = {}
    for kind, ids in wanted.items():
        if kind == "field":
            rows = Field.objects.filter(studio_id=studio_id, key__in=ids).values_list("key", "label")
        else:
            rows = _things(kind).filter(studio_id=studio_id, pk__in=ids).values_list("pk", _TABLES[kind][1])
        found |= {(kind, key): _name(name) for key, name in rows}
    return found


def choices(studio_id: int, kind: str) -> list[tuple[Any, str]]:
    """(id, name) of the studio's things of a kind, for a list to choose from: the newest ones, by name."""
    if kind == "field":
        return [(field.key, field.label) for field in fields(studio_id).values()]
    rows = _things(kind).filter(studio_id=studio_id).order_by("-pk")
    found = [(key, _name(name)) for key, name in rows.values_list("pk", _TABLES[kind][1])[:MOST_CHOICES]]
    return found if kind == "message" else sorted(found, key=lambda each: each[1].lower())


def _things(kind: str) -> Any:
    return apps.get_model(_TABLES[kind][0])._default_manager


def _name(value: Any) -> str:
    """A letter is called by its subject, in the first language that has one."""
    if not isinstance(value, dict):
        return str(value)
    subjects = [str(value[lang].get("subject") or "") for lang in LANGS if isinstance(value.get(lang), dict)]
    return next((subject for subject in subjects if subject), "–")

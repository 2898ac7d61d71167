"""The tags and the fields that a studio has. Members only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules
from dhara.audience.contacts.models import ContactTag, Field, Tag
from dhara.kit.actor import Actor
from dhara.kit.locale.slugs import slugify
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

MAX_CHOICES = 60


@transaction.atomic
def make_tag(studio: Studio, name: str, *, by: Actor, at: datetime) -> Tag:
    """Raises Invalid (tag_name) or Conflict (tag_taken, too_many_tags), on field `name`."""
    require_actor(by, studio, "edit_contacts")
    if Tag.objects.filter(studio=studio).count() >= rules.MAX_TAGS:
        raise Conflict("too_many_tags", _("This studio has as many tags as there can be."), "name")
    return _write_tag(Tag(studio=studio, name=_tag_name(name), created_at=at))


def tags_named(studio: Studio, names: Iterable[str], *, by: Actor, at: datetime) -> list[Tag]:
    """The tags of these names, those that are missing made anew."""
    wanted = list(dict.fromkeys(name for name in map(clean_text, names) if name))
    there = {tag.name.lower(): tag for tag in Tag.objects.filter(studio=studio)}
    return [there.get(name.lower()) or make_tag(studio, name, by=by, at=at) for name in wanted]


@transaction.atomic
def rename_tag(studio: Studio, tag_id: int, name: str, *, by: Actor) -> Tag:
    tag = _tag(studio, tag_id, by)
    tag.name = _tag_name(name)
    return _write_tag(tag)


@transaction.atomic
def delete_tag(studio: Studio, tag_id: int, *, by: Actor) -> int:
    """From all contacts, too; how many had it."""
    tag = _tag(studio, tag_id, by)
    many, _each = ContactTag.objects.filter(tag=tag).delete()
    tag.delete()
    return many


@transaction.atomic
def make_field(studio: Studio, label: str, kind: str, choices: Sequence[str] = (), *, by: Actor, at: datetime) -> Field:
    """A field, known to programs and letters by a key made of its label. Raises Invalid or Conflict with the field."""
    require_actor(by, studio, "edit_contacts")
    if kind not in rules.FIELD_KINDS:
        raise Invalid("kind_unknown", _("Please choose one of the list."), "kind")
    taken = set(Field.objects.filter(studio=studio).values_list("key", flat=True))
    if len(taken) >= rules.MAX_FIELDS:
        raise Conflict("too_many_fields", _("This studio has as many fields as there can be."), "label")
    label = _label(label)
    base = slugify(label).replace("-", "_")[:36] or "field"
    key = next(each for each in (base, *(f"{base}_{n}" for n in range(2, 99))) if each not in taken)
    return Field.objects.create(
        studio=studio, key=key, label=label, kind=kind, choices=_choices(kind, choices), created_at=at
    )


@transaction.atomic
def edit_field(studio: Studio, field_id: int, label: str, choices: Sequence[str] = (), *, by: Actor) -> Field:
    """Other words for it; its key and its kind stay, so that what is written goes on to be read."""
    field = _field(studio, field_id, by)
    field.label, field.choices = _label(label), _choices(field.kind, choices)
    field.save(update_fields=["label", "choices"])
    return field


@transaction.atomic
def delete_field(studio: Studio, field_id: int, *, by: Actor) -> int:
    """With its value of every contact; how many had one."""
    field = _field(studio, field_id, by)
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY, [field.key, studio.pk, field.key])
        many = int(cursor.rowcount)
    field.delete()
    return many


_EMPTY = "UPDATE audience_contact SET fields = fields - %s::text WHERE studio_id = %s AND jsonb_exists(fields, %s)"


def _tag(studio: Studio, tag_id: int, by: Actor) -> Tag:
    require_actor(by, studio, "edit_contacts")
    tag = Tag.objects.select_for_update().filter(studio=studio, pk=tag_id).first()
    if tag is None:
        raise NotFoundHere("tag_gone", _("This tag is not there any more."))
    return tag


def _field(studio: Studio, field_id: int, by: Actor) -> Field:
    require_actor(by, studio, "edit_contacts")
    field = Field.objects.select_for_update().filter(studio=studio, pk=field_id).first()
    if field is None:
        raise NotFoundHere("field_gone", _("This field is not there any more."))
    return field


def _write_tag(tag: Tag) -> Tag:
    try:
        with transaction.atomic():
            tag.save()
    except IntegrityError as error:
        raise Conflict("tag_taken", _("There is a tag of this name already."), "name") from error
    return tag


def _tag_name(name: str) -> str:
    name = clean_text(name)
    if not name or len(name) > 60:
        raise Invalid("tag_name", _("A tag's name has 1 to 60 characters."), "name")
    return name


def _label(label: str) -> str:
    label = clean_text(label)
    if not label or len(label) > 80:
        raise Invalid("field_label", _("A field's name has 1 to 80 characters."), "label")
    return label


def _choices(kind: str, choices: Sequence[str]) -> list[str]:
    if kind != rules.CHOICE:
        return []
    found = list(dict.fromkeys(word[:80] for word in map(clean_text, choices) if word))
    if not 2 <= len(found) <= MAX_CHOICES:
        raise Invalid("field_choices", _("Please give 2 to 60 words to choose from."), "choices")
    return found

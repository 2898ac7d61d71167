"""What a letter may consist of, for whom it is filled in, and what is found wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.audience.messages.blocks import Fields, clean_block, line
from dhara.kit.locale.languages import LANGS
from dhara.kit.refusal import Invalid

BROADCAST, SEQUENCE, CONFIRMATION = "broadcast", "sequence", "confirmation"
PURPOSES: Final = {
    BROADCAST: _("broadcast"),
    SEQUENCE: _("letter of a sequence"),
    CONFIRMATION: _("confirmation"),
}
LONGEST_SUBJECT: Final = 200
LONGEST_PREHEADER: Final = 200
MOST_SUBJECTS: Final = 4
MOST_BLOCKS: Final = 60
ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS: Final = (ERROR, WARNING, NOTE)

Words = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """One reader of one letter, and the letter's own headers: all that `Compiled.fill` needs, no table behind it.

    `email` as `kit.mail.rules.clean_address` gives it. `fields` is the contact's {key: value}. `message_id` has its
    angle brackets; `at` is the Date. `from_email` is the provider's sender. With `delivery_id` 0 nothing is tracked to
    a person, with `contact_id` 0 nobody can be unsubscribed (a preview, a test). `links` are addresses for
    `{link:confirm}` and `{link:file}`; `headers` are further ones.
    """

    contact_id: int
    delivery_id: int
    email: str
    name: str
    fields: Mapping[str, Any]
    message_id: str
    at: datetime
    from_email: str
    headers: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `level` is "error" (it can not be sent so), "warning" or "note"; `place` as in Invalid."""

    level: str
    code: str
    words: Any
    place: str = ""


def clean(content: Any, fields: Fields = None) -> dict[str, Words]:
    """Content as it is stored: {language: {"subject", "subjects", "preheader", "blocks"}}.

    Drafts may have empty parts (`queries.checks` names them). `fields` are the keys of the studio's fields, None for
    any. Raises Invalid whose `field` is the place: `bn.subject`, `en.blocks.2.url`. Idempotent.
    """
    if not isinstance(content, dict) or not content:
        raise Invalid("content_missing", _("A letter needs words in one language at least."))
    if set(content) - set(LANGS):
        raise Invalid("language_unknown", _("A letter can be written in Bengali and English."))
    return {lang: _clean_words(content[lang], lang, fields) for lang in LANGS if lang in content}


def _clean_words(words: Any, lang: str, fields: Fields) -> Words:
    words = words if isinstance(words, dict) else {}
    blocks, others = words.get("blocks"), words.get("subjects")
    blocks = blocks if isinstance(blocks, list) else []
    others = others if isinstance(others, list) else []
    if len(blocks) > MOST_BLOCKS:
        raise Invalid("too_many", _("A letter has sixty blocks at most."), f"{lang}.blocks")
    subjects = [line(each, f"{lang}.subjects.{n}", LONGEST_SUBJECT, fields) for n, each in enumerate(others)]
    subjects = [each for each in subjects if each]
    if len(subjects) > MOST_SUBJECTS:
        raise Invalid("too_many", _("Five subjects can be compared at most."), f"{lang}.subjects")
    return {
        "subject": line(words.get("subject"), f"{lang}.subject", LONGEST_SUBJECT, fields),
        "subjects": subjects,
        "preheader": line(words.get("preheader"), f"{lang}.preheader", LONGEST_PREHEADER, fields),
        "blocks": [clean_block(block, f"{lang}.blocks.{n}", fields) for n, block in enumerate(blocks)],
    }


def subject_of(words: Words, variant: int = 0) -> str:
    """Variant 0 is `subject`, those from 1 on are `subjects`; a variant that is not there is the first."""
    others: list[str] = words.get("subjects", [])
    return str(others[variant - 1] if 0 < variant <= len(others) else words.get("subject", ""))


def language_for(content: Mapping[str, Any], wanted: str, own: str) -> str:
    """The language in which a reader gets the letter: theirs, else the studio's `own`, else the one there is.

    For a letter without words it is the studio's.
    """
    return next((lang for lang in (wanted, own, *content) if lang in content), own)

"""What workers hand in: the fields of a campaign's form, and whether answers fit them. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid

TEXT, CHOICE, NUMBER, LINK, SCREENSHOT, FILE = "text", "choice", "number", "link", "screenshot", "file"
SORTS: Final[dict[str, Any]] = {
    TEXT: gettext_lazy("in words"),
    CHOICE: gettext_lazy("one of several"),
    NUMBER: gettext_lazy("a number"),
    LINK: gettext_lazy("an address of the web"),
    SCREENSHOT: gettext_lazy("a picture of the screen"),
    FILE: gettext_lazy("a file"),
}
UPLOADED: Final = (SCREENSHOT, FILE)
# What can be compared between workers, and with a known answer.
COMPARED: Final = (CHOICE, NUMBER, TEXT)
MOST_FIELDS, MOST_CHOICES, MOST_WORDS, MOST_ANSWER, MOST_LINK = 20, 30, 300, 5_000, 2_000
_PICTURES: Final = ("image/png", "image/jpeg", "image/webp")
_PLAIN: Final = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,6})?")


@dataclass(frozen=True)
class Field:
    """`key` stays when the words change. `least` and `most` bound a number, or the letters of a text."""

    key: str
    words: str
    sort: str = TEXT
    needed: bool = True
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    def kept(self) -> dict[str, Any]:
        return {**asdict(self), "choices": list(self.choices)}


def read(kept: Sequence[Mapping[str, Any]]) -> list[Field]:
    return [Field(**{**each, "choices": tuple(each["choices"])}) for each in kept]


def clean_fields(given: Sequence[Field]) -> list[Field]:
    """Raises Invalid with the field `proof_<n>`."""
    if not given:
        raise Invalid("proof_missing", _("Say what workers hand in, so that you can tell whether it is done."), "proof")
    if len(given) > MOST_FIELDS:
        raise Invalid("proof_many", _("At most %(most)s questions.") % {"most": MOST_FIELDS}, "proof")
    if len({each.key for each in given}) != len(given):
        raise Invalid("proof_twice", _("Two questions have the same key."), "proof")
    return [_field(each, f"proof_{place}") for place, each in enumerate(given)]


def _field(given: Field, name: str) -> Field:
    words = clean_text(given.words)
    choices = tuple(dict.fromkeys(filter(None, (clean_text(each) for each in given.choices))))
    if given.sort not in SORTS or not re.fullmatch(r"[a-z0-9_]{1,40}", given.key):
        raise Invalid("proof_sort", _("Choose how the question is answered."), name)
    if not words or len(words) > MOST_WORDS:
        raise Invalid("proof_words", _("Write the question in at most %(most)s letters.") % {"most": MOST_WORDS}, name)
    if given.sort == CHOICE and not 2 <= len(choices) <= MOST_CHOICES:
        raise Invalid("proof_choices", _("Give two answers or more to choose from."), name)
    if given.least is not None and given.most is not None and given.least > given.most:
        raise Invalid("proof_bounds", _("The least is more than the most."), name)
    bounded = given.sort in (NUMBER, TEXT)
    return Field(
        given.key,
        words,
        given.sort,
        bool(given.needed),
        choices if given.sort == CHOICE else (),
        given.least if bounded else None,
        given.most if bounded else None,
    )


def clean_answers(
    fields: Sequence[Field], answers: Mapping[str, Any], files: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Answers as they are kept, by key; those to unknown questions are left out.

    `files` are the types of the files by the key of their question, as their content says. Raises Invalid naming the
    field by its key.
    """
    found: dict[str, Any] = {}
    for field in fields:
        if field.sort in UPLOADED:
            _check_files(field, files.get(field.key, ()))
            continue
        given = clean_text(str(answers.get(field.key, "") or "")[: MOST_ANSWER + 1], lines=field.sort == TEXT)
        if not given:
            if field.needed:
                raise Invalid("answer_missing", _("Please answer this: %(words)s") % {"words": field.words}, field.key)
            continue
        found[field.key] = _CLEANERS[field.sort](field, given)
    return found


def _check_files(field: Field, types: Sequence[str]) -> None:
    if not types and field.needed:
        raise Invalid("file_missing", _("Please add the file: %(words)s") % {"words": field.words}, field.key)
    if field.sort == SCREENSHOT and any(each not in _PICTURES for each in types):
        raise Invalid("not_a_picture", _("This is not a picture. Take a PNG, JPEG or WEBP."), field.key)


def _text(field: Field, given: str) -> str:
    least, most = field.least or 0, min(field.most or MOST_ANSWER, MOST_ANSWER)
    if not least <= len(given) <= most:
        words = _("Write between %(least)s and %(most)s letters.") % {"least": least, "most": most}
        raise Invalid("text_length", words, field.key)
    return given


def _choice(field: Field, given: str) -> str:
    if given not in field.choices:
        raise Invalid("choice_unknown", _("Please choose one of the answers."), field.key)
    return given


def _number(field: Field, given: str) -> str:
    plain = to_latin(given).replace(",", "")
    try:
        value = Decimal(plain) if _PLAIN.fullmatch(plain) else None
    except InvalidOperation:
        value = None
    if value is None:
        raise Invalid("not_a_number", _("Please enter a number."), field.key)
    if (field.least is not None and value < field.least) or (field.most is not None and value > field.most):
        raise Invalid("number_range", _("This number can not be right. Please look again."), field.key)
    return format(value.normalize() if value else Decimal(0), "f")


def _link(field: Field, given: str) -> str:
    try:
        parts = urlsplit(given)
        sound = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        sound = False
    if not sound or len(given) > MOST_LINK or " " in given:
        raise Invalid("bad_link", _("Please enter a complete address that begins with https://."), field.key)
    return given


_CLEANERS: Final = {TEXT: _text, CHOICE: _choice, NUMBER: _number, LINK: _link}

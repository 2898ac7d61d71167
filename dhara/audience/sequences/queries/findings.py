"""What keeps a draft from being published, in words: what its steps lack, and what its letters do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.audience.sequences import rules
from dhara.audience.sequences.models import Sequence
from dhara.audience.sequences.queries.reading import letters_of, says_something
from dhara.audience.sequences.rules import Problem


def findings(sequence: Sequence) -> list[Problem]:
    """Those of the graph in the order of reading, then those of the letters."""
    return [*rules.problems(sequence.draft), *empty_letters(sequence)]


def empty_letters(sequence: Sequence) -> list[Problem]:
    """The steps whose letter has no subject or nothing in it."""
    letters = {each.pk: each for each in letters_of(sequence)}
    return [
        Problem(name, _lacking(letters[node["message"]].content))
        for name, node in rules.of_kind(sequence.draft, rules.SEND)
        if node["message"] in letters and not says_something(letters[node["message"]])
    ]


def _lacking(content: dict[str, dict[str, object]]) -> str:
    if any(each.get("subject") for each in content.values()):
        return _("Only its subject is there: write this email.")
    return _("This email has no subject yet.")

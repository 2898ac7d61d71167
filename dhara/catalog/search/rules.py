"""The words under which an offer is found, and what a typed search asks for. Pure.

The `tsvector` and `tsquery` values are written here, word by word, instead of by PostgreSQL's parser: it would cut
Bengali words differently from one system locale to the next. Both sides go through `search_key`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dhara.kit.locale.text import search_key

WEIGHTS: Final = "ABCD"
# Words of titles and tags are also kept under a mark that no word can contain, so that the index itself can tell
# offers named so from offers that only mention it.
NAMED: Final = "="
MAX_WORDS: Final = 4_000  # of one offer; PostgreSQL knows positions up to 16,383
MAX_NAMED: Final = 200
MAX_PLACES: Final = 12  # of one word in one offer
MAX_WORD: Final = 60  # signs; longer ones are cut on both sides
MAX_ASKED: Final = 12  # words of one search
MAX_TYPED: Final = 400


def vector(texts: Sequence[str], named: str = "") -> str:
    """The `tsvector` literal of up to four texts with the weights A to D; `named` are title and tags."""
    return vector_of([search_key(text).split() for text in texts], search_key(named).split())


def vector_of(texts: Sequence[Sequence[str]], named: Sequence[str] = ()) -> str:
    """The same of texts that are cut into words (as `search_key` leaves them) already."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, text in zip(WEIGHTS, texts, strict=False):
        for word in text[: MAX_WORDS - position]:
            position += 1
            found = places.setdefault(word[:MAX_WORD], [])
            if len(found) < MAX_PLACES:
                found.append(f"{position}{weight}")
    for word in named[:MAX_NAMED]:
        places.setdefault(NAMED + word[:MAX_WORD], ["1A"])
    return " ".join([f"'{word}':{','.join(found)}" for word, found in places.items()])


def words(text: str) -> list[str]:
    """What is looked for; empty when nothing typed can be a word. Takes any input."""
    found = search_key(text[:MAX_TYPED]).split()[:MAX_ASKED]
    return [word[:MAX_WORD] for word in found]


def query(wanted: Sequence[str], *, mark: str = "") -> str:
    """The `tsquery` literal that asks for all the words, the last one as a beginning."""
    whole = [f"'{mark}{word}'" for word in wanted[:-1]]
    return " & ".join([*whole, f"'{mark}{wanted[-1]}':*"])

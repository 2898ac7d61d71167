"""The doors of the audience: the seller's pages, and what subscribers see."""

from __future__ import annotations

from typing import Final

from tests.web.rights import EVERYBODY, NOBODY, SECRET, Rights

AUDIENCE: Final[dict[str, Rights]] = {
    # --- the links of letters
    "letters/data/<secret:token>/": (SECRET, NOBODY),
    "letters/data/<secret:token>/data.json": (SECRET, NOBODY),
    "letters/data/<secret:token>/data.csv": (SECRET, NOBODY),
    "letters/data/<secret:token>/erasure/": (SECRET, SECRET),
    "letters/<secret:token>/": (SECRET, SECRET),
    "letters/<secret:token>/subscription/": (NOBODY, SECRET),
    "letters/<secret:token>/data/": (NOBODY, SECRET),
    "letters/<str:token>/unsubscribe/": (EVERYBODY, EVERYBODY),
    "l/<str:token>/": (SECRET, NOBODY),
    "o/<str:token>.gif": (EVERYBODY, NOBODY),
}

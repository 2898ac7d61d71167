"""Licence keys of purchases as their owners see them."""

from __future__ import annotations

from collections.abc import Sequence

from dhara.delivery.licences.queries import of_grants
from dhara.delivery.models import Grant, Licence

# The kinds of offers of which a grant has keys.
WITH_KEYS = ("licence",)


def licences_of(grants: Sequence[Grant]) -> dict[int, list[Licence]]:
    """By the grant's id, with the machines; no query where nothing was bought that has keys."""
    ids = [grant.pk for grant in grants if grant.offer.kind in WITH_KEYS]
    return of_grants(ids) if ids else {}

"""Cursors: where a page ended, signed, so that they are opaque and can not be made up.

Pages go on after the last row that was shown, not after a number of rows: what is added or sold in between neither
repeats nor hides anything.
"""

from __future__ import annotations

import hashlib
from typing import Any, Protocol, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import NotFoundHere

M = TypeVar("M", bound=Model)


class Asked(Protocol):
    """What every list is asked with. `limit` is a number of rows."""

    cursor: str | None
    limit: int


class CursorUnknown(NotFoundHere):
    default_code = "cursor_unknown"
    default_message = _("This cursor is not one of this list. Please begin with its first page.")


class Cursors:
    """The cursors of one list as it was asked for: those of another list, or of other filters, are refused."""

    def __init__(self, name: str, **filters: Any) -> None:
        asked = hashlib.sha256(repr(sorted(filters.items())).encode()).hexdigest()[:16]
        self._signer = signing.Signer(salt=f"dhara.api.cursor.{name}.{asked}", sep=".")

    def write(self, mark: Any) -> str:
        """`mark` is plain JSON."""
        return self._signer.sign_object(mark)

    def read(self, cursor: str | None) -> Any:
        """The mark, None for the first page. Raises CursorUnknown."""
        if cursor is None:
            return None
        try:
            return self._signer.unsign_object(cursor)
        except (signing.BadSignature, ValueError) as wrong:
            raise CursorUnknown() from wrong

    def page(self, found: QuerySet[M], asked: Asked) -> tuple[list[M], str | None]:
        """Its rows, the latest first, and the cursor of the next page; `found` is ordered by its newest id."""
        before = self.read(asked.cursor)
        rows = list((found.filter(pk__lt=before) if before else found)[: asked.limit + 1])
        shown = rows[: asked.limit]
        return shown, self.write(shown[-1].pk) if len(rows) > len(shown) else None

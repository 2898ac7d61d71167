"""Cursors: where a page ended, signed, so that they are opaque and can not be made up.

Pages go on after the last row that was shown, not after a number of rows: what is added or sold in between neither
repeats nor hides anything.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import NotFoundHere


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

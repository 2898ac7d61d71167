"""The doors of a person's own webhooks: only theirs. See doors.py."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, BUYER, EVERYBODY, NOBODY, Rights

_PAGE: Final = "account/webhooks/<int:endpoint_id>/"
_ONE: Final = "api/v1/me/webhooks/<webhook>"
HOOKS_OF_PERSONS: Final[dict[str, Rights]] = {
    "account/webhooks/": (ACCOUNT, ACCOUNT),
    _PAGE: (BUYER, BUYER),
    f"{_PAGE}secret/": (NOBODY, BUYER),
    f"{_PAGE}switching/": (NOBODY, BUYER),
    f"{_PAGE}tests/": (NOBODY, BUYER),
    f"{_PAGE}removal/": (NOBODY, BUYER),
    f"{_PAGE}messages/<int:message_id>/replay/": (NOBODY, BUYER),
    "api/v1/me/webhook-events": (EVERYBODY, NOBODY),
    "api/v1/me/webhooks": (ACCOUNT, ACCOUNT),
    _ONE: (BUYER, BUYER),
    f"{_ONE}/secret": (NOBODY, BUYER),
    f"{_ONE}/switching": (NOBODY, BUYER),
    f"{_ONE}/tests": (NOBODY, BUYER),
    f"{_ONE}/removal": (NOBODY, BUYER),
    f"{_ONE}/messages": (BUYER, NOBODY),
    f"{_ONE}/messages/<message>/replay": (NOBODY, BUYER),
}

"""Short-lived signed links. Whoever reads one must still ask whether the right behind it holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from dhara.kit.refusal import NotFoundHere

_EXPIRES = "~"


class LinkInvalid(NotFoundHere):
    """The token was not made by us, or for something else."""

    default_code = "link_invalid"
    default_message = _("This link is not valid. Please check that it was copied completely.")


class LinkExpired(NotFoundHere):
    """The token was ours; its time is over. `payload` is what it held, to offer a new one."""

    status = 410
    default_code = "link_expired"
    default_message = _("This link has expired.")

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__()
        self.payload = payload


def sign(payload: dict[str, Any], seconds: int, at: datetime, *, purpose: str = "download") -> str:
    """A token for an address, good until `seconds` after `at`. `payload` is plain JSON; it can be read by anybody."""
    until = int((at + timedelta(seconds=seconds)).timestamp())
    return _signer(purpose).sign_object({**payload, _EXPIRES: until})


def read(token: str, at: datetime, *, purpose: str = "download") -> dict[str, Any]:
    """The payload. Raises LinkInvalid or LinkExpired; a token of another purpose is invalid."""
    try:
        payload = _signer(purpose).unsign_object(token)
        until = payload.pop(_EXPIRES)
    except (signing.BadSignature, ValueError, KeyError, AttributeError) as error:
        raise LinkInvalid from error
    if at.timestamp() >= until:
        raise LinkExpired(payload)
    return dict(payload)


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(salt=f"dhara.link.{purpose}")

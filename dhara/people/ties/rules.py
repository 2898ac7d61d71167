"""What ties two accounts, for how long a mark counts and is kept, and how it is hashed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

DEVICE: Final = "device"
PAYOUT: Final = "payout"
REASONS: Final[dict[str, Any]] = {DEVICE: _("the same device"), PAYOUT: _("the same payout account")}
COUNTS: Final = timedelta(days=90)
KEPT: Final = timedelta(days=180)
LEAST_WHY: Final = 10
# Who is refused once more within this time leaves the moment as it stands: reading a page again writes nothing.
TOLD_AGAIN: Final = timedelta(hours=1)

REFUSALS: Final[dict[str, Any]] = {
    DEVICE: _(
        "The same device is used on both sides here, and work with oneself is not paid. If you are two people, write "
        "to %(address)s: the operator can allow it. Nothing that was agreed on or earned before is touched."
    ),
    PAYOUT: _(
        "The same payout account is used on both sides here, and work with oneself is not paid. If you are two people, "
        "write to %(address)s: the operator can allow it. Nothing that was agreed on or earned before is touched."
    ),
}


def hashed(reason: str, said: str) -> str:
    """64 hexadecimal digits that tell nothing without SECRET_KEY."""
    return salted_hmac(f"people.ties.{reason}", said, algorithm="sha256").hexdigest()

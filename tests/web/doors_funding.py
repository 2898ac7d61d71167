"""The doors to paying for work: the buyer's own page, and the way back from the gateway, which knows a secret."""

from __future__ import annotations

from typing import Final

from tests.web.rights import BUYER, NOBODY, SECRET, Rights

FUNDING: Final[dict[str, Rights]] = {
    "pay/work/<int:engagement_id>/": (NOBODY, BUYER),
    "pay/<secret:token>/": (BUYER, NOBODY),
    "pay/<secret:token>/payment/": (NOBODY, BUYER),
    "pay/<secret:token>/return/<secret:ref>/": (SECRET, SECRET),
}

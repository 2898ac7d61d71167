"""The doors of campaigns: all of them are the buyer's own."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, BUYER, NOBODY, Rights

_ONE: Final = "campaigns/<int:campaign_id>/"

CAMPAIGNS: Final[dict[str, Rights]] = {
    "campaigns/": (ACCOUNT, NOBODY),
    "campaigns/new/": (ACCOUNT, ACCOUNT),
    _ONE: (BUYER, NOBODY),
    f"{_ONE}edit/<str:part>/": (BUYER, BUYER),
    f"{_ONE}estimate/": (BUYER, NOBODY),
    f"{_ONE}payment/": (NOBODY, BUYER),
    f"{_ONE}begin/": (NOBODY, BUYER),
    f"{_ONE}pause/": (NOBODY, BUYER),
    f"{_ONE}resumption/": (NOBODY, BUYER),
    f"{_ONE}stop/": (BUYER, BUYER),
    f"{_ONE}results/": (BUYER, NOBODY),
    f"{_ONE}results/<str:shape>/": (BUYER, NOBODY),
    f"{_ONE}review/": (BUYER, NOBODY),
    f"{_ONE}review/acceptances/": (NOBODY, BUYER),
    f"{_ONE}review/pictures/<int:picture_of>/": (BUYER, NOBODY),
    f"{_ONE}review/<int:proof_id>/": (BUYER, NOBODY),
    f"{_ONE}review/<int:proof_id>/<str:deed>/": (NOBODY, BUYER),
}

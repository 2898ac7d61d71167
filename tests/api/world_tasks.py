"""What the examples of campaigns and tasks speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.work.campaigns import actions
from tests.make import campaigns as make
from tests.make import people, programs
from tests.make.catalog import Shop

_NAMES: Final = (
    "campaign", "draft_campaign", "offered_campaign", "proof", "other_proof", "task", "open_campaign",
    "project", "funding",
)  # fmt: skip
ID: Final = {name: 7_700_401 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"campaign": ID["campaign"], "task": ID["task"], "funding": ID["funding"]}
ONLY: Final[dict[str, dict[str, int]]] = {
    **dict.fromkeys(("change_campaign", "set_items"), {"campaign": ID["draft_campaign"]}),
    "fund_campaign": {"campaign": ID["offered_campaign"]},
    "fund_work": {"work": ID["project"]},
    "reject_proof": {"task": ID["proof"]},
}
BODIES: Final[dict[str, Any]] = {
    "AcceptProofsIn": {"tasks": [ID["other_proof"]]},
    "ClaimIn": {"campaign": ID["open_campaign"]},
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """Of Nadia's one runs, with two proofs, one is offered, one a draft; she begins to pay a project.

    Of Karim's two she has taken a task of one.
    """
    karim = people.Account.objects.get(email="karim@example.com")
    mine = programs.running(shop.owner, now, positions=60)
    proofs = [make.submitted(mine, number, now) for number in (11, 12)]
    under_way, open_ = (programs.running(karim, now, positions=60, per_worker=50) for _each in range(2))
    offered = actions.offer(actions.make(make.draft(), by=shop.by, at=now).pk, by=shop.by, at=now)
    funding = programs.begun(make.worker(13)[0], shop.owner, now)
    return {
        "offered_campaign": offered.pk,
        "project": funding.engagement_id,
        "funding": funding.pk,
        "campaign": mine.pk,
        "draft_campaign": actions.make(make.draft(), by=shop.by, at=now).pk,
        "proof": proofs[0].pk,
        "other_proof": proofs[1].pk,
        "task": actions.claim(under_way, shop.studio, by=shop.by, at=now).pk,
        "open_campaign": open_.pk,
    }

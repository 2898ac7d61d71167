"""What the examples of cases speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.kit.actor import Actor, operator, person
from dhara.trust.disputes import actions
from dhara.trust.models import Case
from dhara.work.models import Unit
from tests.make import cases as make
from tests.make import gigs, people
from tests.make.catalog import Shop

_NAMES: Final = ("case", "shown", "settlement", "claim", "own_case", "ruled_case", "calm", "calm_unit")
ID: Final = {name: 7_700_501 + place for place, name in enumerate(_NAMES)}
ADDRESS: Final = {"case": ID["case"], "shown": ID["shown"], "settlement": ID["settlement"]}
ONLY: Final[dict[str, dict[str, int]]] = {
    "open_case": {"work": ID["calm"], "unit": ID["calm_unit"]},
    "move_case": {"case": ID["own_case"]},
    "appeal_case": {"case": ID["ruled_case"]},
}
BODIES: Final[dict[str, Any]] = {
    "ConcedeIn": {"statement": ID["claim"]},
    "CaseStateIn": {"to": "withdraw"},
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """Of one gig of Nadia's: a case of Karim's who showed a file and proposed something, one that Nadia opened, one
    ruled against her, and work without a case."""
    karim, boss = people.Account.objects.get(email="karim@example.com"), people.account("boss@example.com")
    sold = gigs.offer(now, shop, title="A sign")
    by = person(karim.pk)

    def delivered() -> Unit:
        return make.delivered(now, sold, by=by, email=karim.email)

    case, own = make.opened(delivered(), now, by=by), make.opened(delivered(), now, by=shop.by)
    ruled, calm = _ruled(delivered(), by, operator(boss.pk), now), delivered()
    return {
        "case": case.pk,
        "shown": make.shown(case, now, by).pk,
        "settlement": actions.propose(case.pk, to_worker=10_000, text="A part of it?", by=by, at=now).pk,
        "claim": case.statements.earliest("id").pk,
        "own_case": own.pk,
        "ruled_case": ruled.pk,
        "calm": calm.engagement_id,
        "calm_unit": calm.pk,
    }


def _ruled(unit: Unit, by: Actor, boss: Actor, now: datetime) -> Case:
    case = make.opened(unit, now, by=by)
    return actions.rule(case.pk, to_worker=10_000, text="Little of it is blue.", by=boss, at=now)

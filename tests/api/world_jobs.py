"""What the examples of jobs, proposals and fundings speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.kit.actor import person
from dhara.work.jobs import actions as jobs
from dhara.work.jobs.rules import Asked, Question
from dhara.work.models import Job
from dhara.work.proposals import actions
from tests.make import jobs as make
from tests.make import people
from tests.make.catalog import Shop

_NAMES: Final = ("job", "draft_job", "search", "proposal", "applied", "offered")
ID: Final = {name: 7_700_301 + place for place, name in enumerate(_NAMES)}
SLUG: Final = "a-logo-1f0a9e42"
ADDRESS: Final = {"job": ID["job"], "job_slug": SLUG, "search": ID["search"], "proposal": ID["proposal"]}
ONLY: Final[dict[str, dict[str, int]]] = {
    **dict.fromkeys(("change_job", "move_job"), {"job": ID["draft_job"]}),
    "revise_proposal": {"proposal": ID["applied"]},
    "agree_to_offer": {"proposal": ID["offered"]},
}
BODIES: Final[dict[str, Any]] = {
    "InviteIn": {"studio": "worker2"},
    "ProposalIn": {"answers": {"q1": "Those of six shops in Tangail."}},
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """A job of Karim's for which Nadia has not applied and one for which she has; Nadia's own, with proposals."""
    nadia, karim = shop.owner, people.Account.objects.get(email="karim@example.com")
    jobs.ensure_skills()
    asked = (Question("q1", "Which signs have you drawn?", True),)
    Job.objects.filter(pk=make.posted(karim, now, questions=asked).pk).update(slug=SLUG)
    applied = make.proposed(make.posted(karim, now), shop.studio, nadia, now)
    mine, draft = make.posted(nadia, now, wanted=2), make.draft(nadia, now)
    proposal, offered = (make.proposed(mine, *make.worker(number), now) for number in (1, 3))
    make.worker(2)
    actions.offer(offered.pk, by=person(make.buyer("worker3@example.com").pk), at=now)
    search = jobs.save_search("Signs", Asked(text="sign", skills=(1,)), by=person(nadia.pk), at=now)
    return {
        "job": mine.pk,
        "draft_job": draft.pk,
        "search": search.pk,
        "proposal": proposal.pk,
        "applied": applied.pk,
        "offered": offered.pk,
    }

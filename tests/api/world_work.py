"""What the examples of work and of conversations speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from dhara.kit.actor import person
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions
from tests.api import world_cases, world_hooks, world_hours, world_jobs, world_reviews, world_tasks
from tests.make import conversations, gigs, people
from tests.make.catalog import Shop

_NAMES: Final = (
    "work", "fresh", "fresh_unit", "active", "active_unit", "asking", "change", "gig", "talk", "filed", "file",
)  # fmt: skip
ID: Final = {
    **{name: 7_700_201 + place for place, name in enumerate(_NAMES)},
    **world_jobs.ID,
    **world_tasks.ID,
    **world_cases.ID,
    **world_reviews.ID,
    **world_hours.ID,
    **world_hooks.ID,
}
ADDRESS: Final = {
    "work": ID["work"],
    "change": ID["change"],
    "conversation": ID["talk"],
    "file": ID["file"],
    **world_jobs.ADDRESS,
    **world_tasks.ADDRESS,
    **world_cases.ADDRESS,
    **world_reviews.ADDRESS,
    **world_hours.ADDRESS,
}
ONLY: Final[dict[str, dict[str, int]]] = {
    "take_step": {"work": ID["fresh"], "unit": ID["fresh_unit"]},
    "propose_change": {"work": ID["active"], "unit": ID["active_unit"]},
    "answer_change": {"work": ID["asking"]},
    "get_work_file": {"work": ID["filed"]},
    **world_jobs.ONLY,
    **world_tasks.ONLY,
    **world_cases.ONLY,
    **world_reviews.ONLY,
    **world_hours.ONLY,
    **world_hooks.ONLY,
}
BODIES: Final[dict[str, Any]] = {
    "VerbIn": {"verb": "start"},
    "ReadIn": {"message": None},
    **world_jobs.BODIES,
    **world_tasks.BODIES,
    **world_cases.BODIES,
    **world_reviews.BODIES,
}


def made(shop: Shop, now: datetime) -> dict[str, int]:
    """A gig of Nadia's: ordered, begun, delivered; one whose buyer wants to end it; and a question about it.

    Made before what must stay under way, since the orders run what is due.
    """
    karim = people.Account.objects.get(email="karim@example.com")
    in_trust = world_cases.made(shop, now) | world_reviews.made(shop, now)
    gig = gigs.offer(now, shop)
    buyer = {"by": person(karim.pk), "email": karim.email}
    done, fresh, active, asking, filed = (gigs.ordered(now, gig, **buyer) for _each in range(5))
    for unit in (done, active, asking):
        actions.act(unit.pk, "start", by=shop.by, at=now)
    actions.act(done.pk, "deliver", by=shop.by, at=now, text="Three drafts.", content={"link": "https://example.com/1"})
    actions.act(done.pk, "ask_revision", by=person(karim.pk), at=now, text="Larger letters, please.")
    change = changes.propose(asking.pk, "cancel", text="The shop is closed.", by=person(karim.pk), at=now)
    talk = conversations.conversation(shop.studio, karim, at=now, subject=f"offer:{gig.pk}", title=gig.title)
    conversations.write(talk, karim, "Do you draw in Bengali too?", at=now)
    elsewhere = conversations.conversation(people.studio(karim, handle="karim"), shop.owner, at=now)
    conversations.write(elsewhere, shop.owner, "Do you print on cloth?", at=now)
    return {
        "work": done.engagement_id,
        "fresh": fresh.engagement_id,
        "fresh_unit": fresh.pk,
        "active": active.engagement_id,
        "active_unit": active.pk,
        "asking": asking.engagement_id,
        "change": change.pk,
        "gig": gig.pk,
        "filed": filed.engagement_id,
        "file": gigs.handed_in(filed, person(karim.pk), now).pk,
        "talk": talk.pk,
        **world_jobs.made(shop, now),
        **world_tasks.made(shop, now),
        **world_hours.made(shop, now),
        **world_hooks.made(shop, now),
        **in_trust,
    }

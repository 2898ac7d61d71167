"""Campaigns of small tasks: one that its buyer looks through, one that waits for workers, one that is over.

The texts stand in tasks.toml. Each is played by the real actions, at its own moments; one that is there already is left
alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dhara.cli.demo import cast, own_jobs, paying
from dhara.kit.actor import person
from dhara.people.models import Studio
from dhara.work.campaigns import actions, queries
from dhara.work.campaigns.rules.draft import Draft
from dhara.work.campaigns.rules.proof import Field
from dhara.work.models import Campaign, Unit

WORDS = Path(__file__).with_name("tasks.toml")
READY, PAID, BEGUN = timedelta(minutes=40), timedelta(minutes=45), timedelta(hours=1)
BETWEEN, TOOK, LOOKED = timedelta(minutes=25), timedelta(minutes=3), timedelta(hours=20)


def play(studios: dict[str, Studio], anchor: datetime, say: Callable[[str], None]) -> None:
    """Make what is missing; `anchor` is the present of the world."""
    plans = tomllib.loads(WORDS.read_text("utf-8"))["campaign"]
    known = set(Campaign.objects.values_list("title", flat=True))
    for plan in plans:
        if plan["title"] not in known:
            _play(plan, studios, anchor)
    say(f"{len(plans)} campaigns of small tasks are there")


@own_jobs.again
def _play(plan: dict[str, Any], studios: dict[str, Studio], anchor: datetime) -> None:
    with own_jobs.batch() as others:
        campaign = _begun(plan, anchor, others)
        _done(plan, campaign, studios, anchor)
        actions.count(at=anchor)
        own_jobs.run(anchor, others)


def _begun(plan: dict[str, Any], anchor: datetime, others: list[int]) -> Campaign:
    """Written, paid, let run."""
    at = anchor - timedelta(days=plan["days"])
    who = [each for each in cast.buyers() if each.member][plan["who"]]
    by = person(cast.account(who.email, who.name, language=who.language, at=at - timedelta(hours=1)).pk)
    made = actions.make(_draft(plan), by=by, at=at)
    if plan.get("rows"):
        actions.set_items(made.pk, plan["rows"], by=by, at=at)
    offered = actions.offer(made.pk, by=by, at=at + READY)
    assert offered.engagement is not None
    paying.pay_pool(offered.engagement.pk, queries.to_pay(offered).minor, by=by, at=at + PAID)
    own_jobs.run(at + PAID + TOOK, others)
    return actions.begin(made.pk, by=by, at=at + BEGUN)


def _draft(plan: dict[str, Any]) -> Draft:
    fields = tuple(Field(**{**each, "choices": tuple(each.get("choices", ()))}) for each in plan["fields"])
    wanted = {name: plan[name] for name in ("positions", "minutes", "per_worker", "redundancy") if name in plan}
    return Draft(plan["title"], plan["text"], plan["reward"] * 100, fields=fields, original=False, **wanted)


def _done(plan: dict[str, Any], campaign: Campaign, studios: dict[str, Studio], anchor: datetime) -> None:
    """Each of `done`: whose, the answers, and what the buyer said: accepted, rejected, or nothing yet."""
    begun, buyer = campaign.begun_at, person(campaign.account_id)
    assert begun is not None
    done = [each for each in plan.get("done", ()) if each["handle"] in studios]
    for number, each in enumerate(done, start=1):
        studio = studios[each["handle"]]
        by = person(studio.members.get(role="owner").account_id)
        at = begun + number * BETWEEN if each.get("end") else anchor - number * BETWEEN
        unit: Unit = actions.claim(campaign, studio, by=by, at=at)
        actions.submit(unit.pk, each["answers"], by=by, at=at + TOOK + timedelta(seconds=17 * number))
        if each.get("end") == "accepted":
            actions.accept_many(campaign.pk, [unit.pk], by=buyer, at=begun + LOOKED)
        elif each.get("end") == "rejected":
            actions.reject(unit.pk, 0, each["reason"], by=buyer, at=begun + LOOKED)

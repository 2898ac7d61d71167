"""A campaign that was paid for, workers who do its tasks."""

from __future__ import annotations

import io
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dhara.kit.actor import Actor, person
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.people.models import Account, Studio
from dhara.work.campaigns import actions, queries
from dhara.work.campaigns.rules.draft import Draft
from dhara.work.campaigns.rules.proof import Field
from dhara.work.funding import actions as funding
from dhara.work.handins.actions import take
from dhara.work.models import Campaign, Unit
from tests.make import funding as paying
from tests.make import people
from tests.make.work import Parties

REWARD = 500
CAT = Field("cat", "Is there a cat?", "choice", choices=("yes", "no"))


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as found:
        yield
    assert found.value.code == code


def draft(**changes: object) -> Draft:
    usual: dict[str, object] = {
        "title": "Is there a cat?",
        "instructions": "Look at the picture and say what you see.",
        "reward": REWARD,
        "positions": 5,
        "minutes": 10,
        "fields": (CAT,),
    }
    return Draft(**{**usual, **changes})


def paid(sides: Parties, at: datetime, *, rows: list[dict[str, str]] | None = None, **changes: object) -> Campaign:
    """Offered, paid by the sandbox, its slots made."""
    by = sides.actor("buyer")
    made = actions.make(draft(**changes), by=by, at=at)
    if rows is not None:
        actions.set_items(made.pk, rows, by=by, at=at)
    campaign = actions.offer(made.pk, by=by, at=at)
    assert campaign.engagement is not None
    amount = queries.to_pay(campaign).minor
    begun = funding.fund_pool(campaign.engagement.pk, amount, intent=uuid.uuid4().hex, by=by, at=at)
    paying.chosen(sides, begun, "pay", at)
    drain(at)
    return Campaign.objects.get(pk=campaign.pk)


def running(sides: Parties, at: datetime, **changes: object) -> Campaign:
    campaign = paid(sides, at, **changes)
    return actions.begin(campaign.pk, by=sides.actor("buyer"), at=at)


def worker(number: int) -> tuple[Studio, Actor]:
    owner = Account.objects.filter(email=f"worker{number}@example.com").first() or people.account(
        f"worker{number}@example.com"
    )
    studio = Studio.objects.filter(handle=f"worker{number}").first() or people.studio(owner, handle=f"worker{number}")
    return studio, person(owner.pk)


def submitted(campaign: Campaign, number: int, at: datetime, answers: dict[str, str] | None = None) -> Unit:
    """One worker's task, handed in."""
    studio, by = worker(number)
    unit = actions.claim(campaign, studio, by=by, at=at)
    return actions.submit(unit.pk, answers or {"cat": "yes"}, by=by, at=at)


def blanks(studio: Studio, buyer: Account, by: Account, *, at: datetime) -> dict[str, Any]:
    """For the permission matrix: a campaign that runs, and a task of it that the studio has taken."""
    sides = Parties(buyer, by, by, studio, 0)
    pays = sides.actor("buyer")
    campaign = actions.offer(actions.make(draft(), by=pays, at=at).pk, by=pays, at=at)
    assert campaign.engagement is not None
    amount = queries.to_pay(campaign).minor
    begun = funding.fund_pool(campaign.engagement.pk, amount, intent=uuid.uuid4().hex, by=pays, at=at)
    paying.chosen(sides, begun, "pay", at)
    actions.settle(campaign.pk, by=pays, at=at)
    campaign = actions.begin(campaign.pk, by=pays, at=at)
    unit = actions.claim(campaign, studio, by=person(by.pk), at=at)
    return {"task_unit_id": unit.pk, "task_campaign_id": campaign.pk, "task_verb": "give_back"}


def review_blanks(buyer: Account, at: datetime) -> dict[str, Any]:
    """For the permission matrix: a campaign that runs, and a proof in it that waits."""
    seller = people.account("seller@example.com")
    sides = Parties(buyer, seller, seller, people.studio(seller, handle="proof_shop"), 0)
    shown = Field("screen", "Your screen", "screenshot")
    campaign = begun(sides, at, fields=(CAT, shown))
    unit, by = taken(campaign, 1, at)
    files = take(unit, [screen()], by=by, at=at, question="screen")
    actions.submit(unit.pk, {"cat": "yes"}, files, by=by, at=at)
    return {
        "campaign_id": campaign.pk,
        "proof_id": unit.pk,
        "picture_of": files[0].pk,
        "part": "text",
        "shape": "csv",
        "deed": "acceptance",
    }


def begun(sides: Parties, at: datetime, **changes: object) -> Campaign:
    """Runs, with nothing else done that was due."""
    by = sides.actor("buyer")
    campaign = actions.offer(actions.make(draft(**changes), by=by, at=at).pk, by=by, at=at)
    assert campaign.engagement is not None
    amount = queries.to_pay(campaign).minor
    pool = funding.fund_pool(campaign.engagement.pk, amount, intent=uuid.uuid4().hex, by=by, at=at)
    paying.chosen(sides, pool, "pay", at)
    actions.settle(campaign.pk, by=by, at=at)
    return actions.begin(campaign.pk, by=by, at=at)


def taken(campaign: Campaign, number: int, at: datetime) -> tuple[Unit, Actor]:
    """One worker's task, with its engagement."""
    studio, by = worker(number)
    unit = actions.claim(campaign, studio, by=by, at=at)
    return Unit.objects.select_related("engagement").get(pk=unit.pk), by


def screen() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (64, 48), "#0b5661").save(drawn, "PNG")
    return SimpleUploadedFile("screen.png", drawn.getvalue(), "image/png")

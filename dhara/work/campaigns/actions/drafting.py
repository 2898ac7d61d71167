"""Write a campaign, let its text be looked at, agree to pay for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import randbelow
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record_new
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.money.policies import queries as policies
from dhara.people.conversations.rules.scams import held_for
from dhara.people.models import Account
from dhara.work.campaigns import facts, queries, rules
from dhara.work.campaigns.models import Campaign, Item
from dhara.work.campaigns.rules import draft as drafts
from dhara.work.campaigns.rules import proof
from dhara.work.campaigns.rules.draft import Draft
from dhara.work.campaigns.rules.items import MOST_ITEMS, clean_expected, clean_row
from dhara.work.engagements import actions as work
from dhara.work.engagements.rules import POOL

# The verbs of somebody who writes: only drafts change, and each change is looked at anew.
_OPEN: Final = (rules.DRAFT, rules.HELD)


@transaction.atomic
def make(draft: Draft, *, by: Actor, at: datetime) -> Campaign:
    """Write a new draft down. Raises Invalid with the field."""
    if by.kind != "person" or by.id is None:
        raise NotFoundHere()
    made = Campaign(account_id=by.id, status=rules.DRAFT, status_at=at, created_at=at, **drafts.clean(draft))
    record_new(made, facts.CampaignMade(0), by=by, at=at)
    return made


@transaction.atomic
def change(campaign_id: int, draft: Draft, *, by: Actor, at: datetime) -> Campaign:
    """Write it anew, as long as it is not paid. Raises Conflict `paid_already`, Invalid with the field."""
    campaign = open_draft(campaign_id, by)
    columns = drafts.clean(draft)
    if campaign.engagement_id and columns["currency"] != campaign.currency:
        raise Invalid("currency_fixed", _("The currency stays what it was when you began to pay."), "currency")
    items = campaign.items.count()
    if items:
        columns["positions"] = items * columns["redundancy"]
    _write(campaign, {**columns, "checked_at": None}, by, at)
    return campaign


def _write(campaign: Campaign, columns: Mapping[str, Any], by: Actor, at: datetime) -> None:
    if campaign.status == rules.HELD:
        campaign.become(rules.DRAFT, by=by, at=at, held_for="", **columns)
        return
    for name, value in columns.items():
        setattr(campaign, name, value)
    campaign.save(update_fields=list(columns))


@transaction.atomic
def set_items(
    campaign_id: int,
    rows: Sequence[Mapping[str, str]],
    known: Sequence[tuple[Mapping[str, str], Mapping[str, str]]] = (),
    *,
    by: Actor,
    at: datetime,
) -> Campaign:
    """What is worked on, instead of so many times the same: each row gets as many answers as `redundancy` says.

    `known` are questions whose answers are known, with these answers by the key of the proof's field: they stand among
    the others at places that nobody can tell, and show how far a worker can be trusted.
    """
    campaign = open_draft(campaign_id, by)
    fields = {each.key: each for each in proof.read(campaign.proof)}
    found: list[tuple[dict[str, str], dict[str, str] | None]] = [(clean_row(row), None) for row in rows]
    for row, expected in known:
        found.insert(randbelow(len(found) + 1), (clean_row(row), clean_expected(expected, fields)))
    if len(found) > MOST_ITEMS:
        raise Invalid("items_many", _("At most %(most)s rows.") % {"most": MOST_ITEMS}, "items")
    campaign.items.all().delete()
    Item.objects.bulk_create(
        [
            Item(campaign=campaign, position=place, data=row, expected=answers)
            for place, (row, answers) in enumerate(found, start=1)
        ],
        batch_size=2_000,
    )
    positions = len(found) * campaign.redundancy if found else campaign.positions
    _write(campaign, {"positions": positions, "checked_at": None}, by, at)
    return campaign


@transaction.atomic
def offer(campaign_id: int, *, by: Actor, at: datetime) -> Campaign:
    """Say that it is ready. Its text is looked at: held for the operator, or ready to be paid (`engagement` is there).

    Afterwards the buyer funds the engagement's pool with `queries.to_pay`.
    """
    campaign = open_draft(campaign_id, by)
    if campaign.status == rules.HELD:
        raise Conflict("being_looked_at", _("We are looking at the text. You will hear from us soon."))
    _check_known(campaign)
    reasons = [] if campaign.checked_at else _suspicious(campaign)
    if reasons:
        fact = facts.CampaignHeld(campaign.pk, ",".join(reasons))
        return campaign.become(rules.HELD, fact=fact, by=by, at=at, held_for=",".join(reasons))
    return ready(campaign, by=by, at=at)


def _check_known(campaign: Campaign) -> None:
    """The form may have changed since known answers were given: none of them may have become impossible."""
    fields = {each.key: each for each in proof.read(campaign.proof)}
    for answers in campaign.items.exclude(expected=None).values_list("expected", flat=True).iterator():
        try:
            clean_expected(answers or {}, fields)
        except Invalid as refusal:
            words = _("The questions have changed since: a known answer of the list does not fit any more.")
            raise Invalid("known_wrong", words, "known") from refusal


def _suspicious(campaign: Campaign) -> list[str]:
    """Codes of conversations' rules.HELD for all that workers will read. Each row may hold a trap of its own."""
    texts = [campaign.title, campaign.instructions, campaign.example, *campaign.reasons]
    texts += [words for field in proof.read(campaign.proof) for words in (field.words, *field.choices)]
    rows = campaign.items.values_list("data", flat=True).iterator(chunk_size=2_000)
    texts += [cell for row in rows for cell in row.values() if len(cell) > 20]
    return sorted({reason for text in texts for reason in held_for(text, agreed=False)})


def ready(campaign: Campaign, *, by: Actor, at: datetime) -> Campaign:
    """The engagement is written down, with the numbers in force; a paid one begins to be funded."""
    account = Account.objects.get(pk=campaign.account_id)
    engagement = work.agree(
        "micro",
        subject=f"campaign:{campaign.pk}",
        till=POOL,
        title=campaign.title,
        worker=None,
        buyer_id=account.pk,
        buyer_email=account.email,
        currency=campaign.currency,
        language=account.language,
        units=[],
        by=by,
        at=at,
    )
    # The buyer may promise to look sooner than the house asks for, never later.
    most = policies.value("work.micro.accept_days", at=at)
    engagement.policies["work.micro.accept_days"] = min(campaign.review_days, most)
    engagement.title = campaign.title
    engagement.save(update_fields=["policies", "title"])
    reserve = queries.estimate(campaign, engagement.policies).reserve.minor
    campaign.engagement, campaign.checked_at, campaign.reserve = engagement, at, reserve
    campaign.save(update_fields=["engagement", "checked_at", "reserve"])
    return campaign


@transaction.atomic
def release(campaign_id: int, *, by: Actor, at: datetime) -> Campaign:
    """The operator finds nothing wrong with the text: it can be paid."""
    campaign = locked(campaign_id)
    campaign.become(rules.DRAFT, fact=facts.CampaignReleased(campaign.pk), by=by, at=at, held_for="")
    return ready(campaign, by=by, at=at)


@transaction.atomic
def refuse(campaign_id: int, reason: str, *, by: Actor, at: datetime) -> Campaign:
    """The operator refuses the text, and tells the buyer why."""
    campaign, words = locked(campaign_id), clean_text(reason, lines=True)
    if not words:
        raise Invalid("reason_missing", _("Say why, so that the other side can put it right."), "reason")
    return campaign.become(rules.STOPPED, fact=facts.CampaignRefused(campaign.pk), by=by, at=at, reason=words)


def locked(campaign_id: int) -> Campaign:
    found = Campaign.objects.select_for_update(of=("self",)).select_related("engagement").filter(pk=campaign_id).first()
    if found is None:
        raise NotFoundHere()
    return found


def own(campaign_id: int, by: Actor) -> Campaign:
    """The buyer's, or any for an operator, locked. Raises NotFoundHere."""
    campaign = locked(campaign_id)
    if by.kind != "operator" and (by.kind != "person" or campaign.account_id != by.id):
        raise NotFoundHere()
    return campaign


def open_draft(campaign_id: int, by: Actor) -> Campaign:
    campaign = own(campaign_id, by)
    if campaign.status not in _OPEN:
        raise Conflict("paid_already", _("This campaign is paid. It can be paused or stopped, but not rewritten."))
    return campaign

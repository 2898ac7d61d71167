"""What is told of paid work: agreements, steps, changes, payments for it; jobs and proposals before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import QuerySet

from dhara.api.webhooks.events.common import Build, Data, Told, by_one, moment, to_studio_of
from dhara.kit.facts.models import RecordedFact
from dhara.people.conversations.rules.contacts import masked
from dhara.work.campaigns.rules import draft
from dhara.work.engagements.modes import micro
from dhara.work.engagements.queries import order_of, title
from dhara.work.models import (
    Campaign,
    Change,
    Decision,
    Engagement,
    Funding,
    Proposal,
    ProposalVersion,
    Submission,
    Unit,
)
from dhara.work.proposals.rules import LIVE

_UNDECIDED: Final = (micro.RESERVED, micro.SUBMITTED, micro.REJECTED, micro.APPEALED)


def _work(fact: Any, fact_id: int) -> Told:
    unit = Unit.objects.select_related("engagement").get(pk=fact.unit_id)
    order = order_of(unit.engagement)
    return to_studio_of(
        fact_id,
        {
            "engagement": fact.engagement_id,
            "unit": unit.pk,
            "mode": fact.mode,
            "title": title(unit),
            "order": order.number if order else None,
            "step": fact.verb,
            "role": fact.role,
            "currency": unit.engagement.currency,
            "amount": unit.amount,
            "due_at": moment(unit.due_at),
            **(_handed_in(fact) if fact.submission_id else _decided(fact, fact_id)),
        },
    )


def _handed_in(fact: Any) -> Data:
    made = Submission.objects.get(pk=fact.submission_id)
    return {"submission": made.pk, "text": made.text, "files": [each.name for each in made.files.order_by("id")]}


def _decided(fact: Any, fact_id: int) -> Data:
    """Why, and what it did to the money; nothing where it was only set aside."""
    if fact.verb == "fund":
        return {}
    at = RecordedFact.objects.values_list("at", flat=True).get(pk=fact_id)
    made = Decision.objects.filter(unit_id=fact.unit_id, verb=fact.verb, at=at).latest("id")
    code = draft.code_of(made.text) if made.reason.startswith(draft.PRESET) else ""
    return {"reason": made.text, "code": code, "paid": made.paid, "returned": made.returned}


def _change(fact: Any, fact_id: int) -> Told:
    change = Change.objects.get(pk=fact.change_id)
    data = {"change": change.pk, "engagement": fact.engagement_id, "unit": fact.unit_id, "kind": change.sort}
    data |= {
        "days": change.days,
        "terms": change.terms,
        "fallen": change.fallen,
        "role": change.role,
        "text": change.text,
        "answer": change.answer,
    }
    return to_studio_of(fact_id, data)


def _proposal(fact: Any, fact_id: int) -> Told:
    """As the studio sees it: how to reach the buyer elsewhere is hidden until both have agreed."""
    found = Proposal.objects.select_related("job").get(pk=fact.proposal_id)
    hidden = masked if found.engagement_id is None else str
    return to_studio_of(fact_id, proposed(fact, found, hidden(found.subject_title), lambda each: hidden(each.text)))


def proposed(fact: Any, found: Proposal, title: str, text_of: Callable[[ProposalVersion], str]) -> Data:
    """As it stands now, by its latest version."""
    version = found.versions.filter(number=found.version_number).first()
    data: Data = {"proposal": found.pk, "job": found.job_id, "conversation": found.conversation_id, "title": title}
    data |= {"role": fact.role, "state": found.status, "version": found.version_number}
    data |= {"currency": version.currency, "amount": version.amount} if version else {"currency": None, "amount": None}
    return data | {"text": text_of(version) if version else "", "work": found.engagement_id}


def _agreed(fact: Any, _fact_id: int) -> Told:
    """What was agreed, unit by unit; nobody is told of campaigns, whose workers come later."""
    work = Engagement.objects.get(pk=fact.engagement_id)
    if work.worker_id is None:
        return {}
    order, (kind, _colon, number) = order_of(work), work.subject.partition(":")
    units: list[Data] = [
        {"unit": each.pk, "title": each.title, "amount": each.amount} for each in work.units.order_by("position", "pk")
    ]
    data: Data = {"engagement": work.pk, "mode": work.mode, "title": work.title}
    data |= {"order": order.number if order else None, "proposal": int(number) if kind == "proposal" else None}
    data |= {"currency": work.currency, "amount": sum(each["amount"] for each in units), "units": units}
    return {work.worker_id: data}


def _funding(fact: Any, _fact_id: int) -> Told:
    """All that one payment paid, or a part of it that goes back. Of projects: a campaign has no studio of its own."""
    funding = Funding.objects.select_related("engagement").get(pk=fact.funding_id)
    worker = funding.engagement.worker_id
    return {} if worker is None else {worker: funded(fact, funding)}


def funded(fact: Any, funding: Funding) -> Data:
    data: Data = {"funding": funding.pk, "engagement": funding.engagement_id, "title": funding.engagement.title}
    data |= {"currency": funding.currency, "amount": getattr(fact, "amount", funding.amount)}
    return data | {"units": list(funding.parts.order_by("unit").values_list("unit", flat=True))}


def _job(fact: Any, _fact_id: int) -> Told:
    """To those who still wait for an answer, with their own proposal; ways to reach the buyer are hidden."""
    found = waiting_for(fact.job_id).select_related("job")
    why = {"reason": fact.reason} if hasattr(fact, "reason") else {}
    return {
        each.studio_id: {
            "job": fact.job_id,
            "title": masked(each.job.title) if each.job else "",
            "proposal": each.pk,
            "state": each.status,
            **why,
        }
        for each in found
    }


def _campaign(fact: Any, _fact_id: int) -> Told:
    """To those with tasks of it that are not decided for good; what its buyer pays is not told."""
    found = Campaign.objects.get(pk=fact.campaign_id)
    told: Told = {}
    for studio, unit, state in open_tasks(fact.campaign_id).values_list("worker", "pk", "status"):
        data = {"campaign": found.pk, "title": masked(found.title), "state": found.status, "tasks": []}
        told.setdefault(studio, data)["tasks"].append({"unit": unit, "state": state})
    return told


def open_tasks(campaign_id: int) -> QuerySet[Unit]:
    """Whoever worked in it is concerned as long as something of theirs is undecided."""
    taken = Unit.objects.filter(engagement__campaign=campaign_id, worker__isnull=False)
    return taken.filter(status__in=_UNDECIDED).order_by("pk")


def waiting_for(job_id: int) -> QuerySet[Proposal]:
    return Proposal.objects.filter(job=job_id, status__in=LIVE)


WORKING: dict[str, Build] = {
    **by_one(_work, ("work.ordered", "work.submitted", "work.sent_back", "work.accepted", "work.returned")),
    **by_one(_work, ("work.disputed", "work.divided", "work.billed")),
    **by_one(_change, (f"work.change.{each}" for each in ("proposed", "agreed", "declined", "lapsed"))),
    **by_one(_change, ("work.change.reduced", "work.change.voided")),
    **by_one(_proposal, (f"proposal.{each}" for each in ("invited", "made", "revised", "shortlisted", "talked_about"))),
    **by_one(_proposal, (f"proposal.{each}" for each in ("offered", "accepted", "declined", "withdrawn"))),
    **by_one(_proposal, (f"proposal.{each}" for each in ("expired", "prolonged"))),
    "work.agreed": _agreed,
    **by_one(_funding, ("funding.paid", "funding.returned")),
    **by_one(_job, ("job.closed", "job.filled")),
    **by_one(_campaign, (f"campaign.{each}" for each in ("begun", "paused", "frozen", "stopped", "finished"))),
}

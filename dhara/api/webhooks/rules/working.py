"""What is told of paid work: what was ordered, handed in, decided, and proposed before."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.api.webhooks.rules.public import Public, alike

_WORK: Final = {
    "engagement": 5,
    "unit": 8,
    "mode": "gig",
    "title": "A logo for your shop: Basic",
    "order": "D-7K4Q-2M8T",
    "step": "deliver",
    "role": "worker",
    "currency": "BDT",
    "amount": 41850,
    "due_at": "2026-03-05T04:00:00Z",
}
_SUBMITTED: Final = {**_WORK, "submission": 21, "text": "Three drafts, as agreed.", "files": ["logo.svg"]}
_DECIDED: Final = {**_WORK, "reason": "The letters are too thin.", "code": "", "paid": 0, "returned": 0}
_CHANGE: Final = {
    "change": 4,
    "engagement": 5,
    "unit": 8,
    "kind": "extend",
    "days": 2,
    "terms": {},
    "fallen": [],
    "role": "worker",
    "text": "There was no power here today.",
    "answer": "",
}
_TERMS: Final = {
    **_CHANGE,
    "kind": "terms",
    "days": 0,
    "terms": {
        "before": [
            {"unit": 8, "title": "Sketches", "amount": 100000, "days": 0},
            {"unit": 9, "title": "The logo", "amount": 200000, "days": 0},
        ],
        "after": [
            {"unit": 8, "title": "Sketches", "amount": 120000, "days": 0},
            {"unit": 9, "title": "The logo", "amount": 250000, "days": 0},
        ],
    },
    "fallen": [{"unit": 8, "title": "Sketches", "why": "paid"}],
    "text": "There is more to draw.",
}
_PROPOSAL: Final = {
    "proposal": 6,
    "job": 9,
    "conversation": None,
    "title": "A logo for my tea stall",
    "role": "buyer",
    "state": "offered",
    "version": 2,
    "currency": "BDT",
    "amount": 300000,
    "text": "Two colours only, please.",
    "work": None,
}
_AGREED: Final = {
    "engagement": 5,
    "mode": "fixed",
    "title": "A logo for my tea stall",
    "order": None,
    "proposal": 6,
    "currency": "BDT",
    "amount": 300000,
    "units": [{"unit": 8, "title": "Sketches", "amount": 100000}, {"unit": 9, "title": "The logo", "amount": 200000}],
}
_FUNDING: Final = {
    "funding": 7,
    "engagement": 5,
    "title": "A logo for my tea stall",
    "currency": "BDT",
    "amount": 100000,
    "units": [8],
}
_JOB: Final = {"job": 9, "title": "A logo for my tea stall", "proposal": 6, "state": "submitted"}
_CAMPAIGN: Final = {
    "campaign": 3,
    "title": "Is there a cat?",
    "state": "paused",
    "tasks": [{"unit": 8, "state": "submitted"}],
}

WORKING: Final[dict[str, Public]] = {
    "work.ordered": Public(
        _("Work was ordered from you and its money set aside; the amount is your share."),
        {**_WORK, "step": "fund", "role": "system", "due_at": None},
    ),
    "work.submitted": Public(_("One side handed something in: what the work needs, or the work itself."), _SUBMITTED),
    "work.sent_back": Public(
        _("The work goes back with a reason, to be changed. `code` names a usual reason of small tasks."),
        {**_DECIDED, "step": "ask_revision", "role": "buyer"},
    ),
    "work.accepted": Public(
        _("The work was accepted, and its money is yours."),
        {**_DECIDED, "step": "accept", "role": "buyer", "reason": "", "paid": 41850},
    ),
    "work.returned": Public(
        _("The work ended, and its money went back."),
        {**_DECIDED, "step": "give_up", "reason": "I am ill.", "returned": 41850},
    ),
    "work.disputed": Public(_("One side asked for a ruling."), {**_DECIDED, "step": "dispute", "role": "buyer"}),
    "work.divided": Public(
        _("The money was divided between the two sides."),
        {**_DECIDED, "step": "rule_split", "role": "operator", "paid": 20000, "returned": 21850},
    ),
    "work.billed": Public(
        _("A week by the hour was closed: what is left of its amount is the bill."),
        {**_DECIDED, "mode": "hourly", "order": None, "step": "close", "reason": "", "returned": 4000},
    ),
    "work.change.proposed": Public(_("One side asks to end the work, for more time, or for other terms."), _CHANGE),
    "work.change.agreed": Public(_("The other side agreed to a change."), {**_CHANGE, "answer": "Of course."}),
    "work.change.declined": Public(_("The other side declined a change."), {**_CHANGE, "answer": "It is urgent."}),
    "work.change.lapsed": Public(_("A change was not answered in time, and nothing changed."), _CHANGE),
    "work.change.reduced": Public(
        _("Milestones of other terms were paid or taken out while they waited; the rest waits on."), _TERMS
    ),
    "work.change.voided": Public(
        _("Other terms are over without an answer: without what was paid or taken out they make no sense."), _TERMS
    ),
    **alike(
        "proposal",
        _PROPOSAL,
        invited=_("A buyer asks you to apply for a job."),
        made=_("Your studio applied for a job."),
        revised=_("Your studio proposed another way."),
        shortlisted=_("The buyer put your proposal on the short list."),
        talked_about=_("The buyer began to talk about your proposal."),
        offered=_("One side made a binding offer: for a job, or in a conversation, where `job` is null."),
        accepted=_("The other side agreed to an offer; `work` is what came of it."),
        declined=_("One side said no."),
        withdrawn=_("Your studio took its proposal back."),
        expired=_("Nobody answered an offer in time."),
        prolonged=_("The time to answer an offer goes on, after it stood still. The proposal says until when."),
    ),
    "work.agreed": Public(_("Both sides agreed on work, unit by unit; what waits for money is not paid yet."), _AGREED),
    "funding.paid": Public(_("One payment paid the milestones of a project; each of them begins."), _FUNDING),
    "funding.returned": Public(_("Money that was set aside for a project goes back to the buyer."), _FUNDING),
    "job.closed": Public(
        _("A job for which you applied was closed; `reason` is `idle` where nobody touched it for too long."),
        {**_JOB, "reason": ""},
    ),
    "job.filled": Public(_("As many people were hired as a job for which you applied wanted."), _JOB),
    "campaign.begun": Public(
        _("A campaign in which you have tasks goes on; `tasks` are yours that are not decided for good."),
        {**_CAMPAIGN, "state": "running"},
    ),
    "campaign.paused": Public(_("Nobody new may take tasks of a campaign; yours go on."), _CAMPAIGN),
    "campaign.frozen": Public(
        _("The operator looks at a campaign in which too many tasks were rejected; yours go on."),
        {**_CAMPAIGN, "state": "frozen"},
    ),
    "campaign.stopped": Public(
        _("A campaign was stopped early; your tasks stay paid for."), {**_CAMPAIGN, "state": "stopped"}
    ),
    "campaign.finished": Public(
        _("A campaign has all its answers; you can still appeal."),
        {**_CAMPAIGN, "state": "finished", "tasks": [{"unit": 8, "state": "rejected"}]},
    ),
}

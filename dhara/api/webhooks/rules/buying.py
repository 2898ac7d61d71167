"""What a person is told of what they buy: their orders, jobs, campaigns and work, as a buyer sees them.

Names and fields are those that studios are told, but for what is only a studio's: amounts are parts of the price, and
there are no fees.
"""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.api.webhooks.rules.judging import JUDGING
from dhara.api.webhooks.rules.public import Public
from dhara.api.webhooks.rules.selling import SELLING
from dhara.api.webhooks.rules.working import WORKING

# Those of which a buyer is told in other words than a studio.
_SAID: Final[dict[str, Any]] = {
    "order.paid": _("You bought something."),
    "gift.sent": _("Your gift was sent to its receiver."),
    "order.refunded": _("Money of an order of yours goes back to you."),
    "order.tax_returned": _("You added a tax id after paying, so the tax goes back to you."),
    "order.refund_failed": _("Money of an order of yours could not be sent back."),
    "work.ordered": _("The money for work of yours was set aside; the amount is the price."),
    "work.accepted": _("Work was accepted, and its money went to the studio."),
    "work.returned": _("Work ended, and its money goes back to you."),
    "proposal.invited": _("You asked a studio to apply for a job of yours."),
    "proposal.made": _("A studio applied for a job of yours."),
    "proposal.revised": _("A studio proposed another way."),
    "proposal.shortlisted": _("You put a proposal on the short list."),
    "proposal.talked_about": _("You began to talk about a proposal."),
    "proposal.withdrawn": _("A studio took its proposal back."),
    "funding.paid": _("Your payment for milestones of a project, or for a campaign, has arrived."),
    "funding.returned": _("Money that you set aside for a project or a campaign goes back to you."),
    "job.closed": _("A job of yours was closed; `reason` is `idle` where nobody touched it for too long."),
    "job.filled": _("As many people were hired as a job of yours wanted."),
    "campaign.begun": _("A campaign of yours runs."),
    "campaign.paused": _("Nobody new may take tasks of a campaign of yours for now."),
    "campaign.frozen": _("The operator looks at a campaign of yours in which too many tasks were rejected."),
    "campaign.stopped": _("A campaign of yours was stopped early."),
    "campaign.finished": _("A campaign of yours has all its answers."),
    "case.opened": _("One side opened a case about work; `to_worker` is what of the price it leaves to the studio."),
}
_SHOWN: Final[dict[str, dict[str, Any]]] = {
    "order.tax_returned": {"amount": 6750},
    "job.closed": {"state": "closed"},
    "job.filled": {"state": "hired"},
}
_ONLY_A_STUDIOS: Final = ("net", "fees", "proposal", "tasks")
# In the examples a price of 450 taka leaves the studio 418.50.
_OF_THE_PRICE: Final = {41850: 45000, 20000: 21506, 21850: 23494, 10000: 10753}
_PARTS: Final = ("amount", "paid", "returned", "to_worker")
_KNOWN: Final = {**SELLING, **WORKING, **JUDGING}


def _is_told(name: str) -> bool:
    return name.startswith(("work.", "proposal.", "funding.", "job.", "campaign.", "case.", "review.")) or name in _SAID


def without_studios(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """Of what is told of an event, what a buyer may know. Agreements name the proposal that they came from."""
    kept = ("proposal",) if name.startswith(("proposal.", "work.")) else ()
    told = {field: each for field, each in data.items() if field in kept or field not in _ONLY_A_STUDIOS}
    if "lines" in told:
        told["lines"] = [without_studios(name, line) for line in told["lines"]]
    return told


def _example(name: str) -> dict[str, Any]:
    shown = without_studios(name, _KNOWN[name].example)
    if name.startswith(("work.", "case.")) and name != "work.agreed":
        shown |= {field: _OF_THE_PRICE.get(shown[field], shown[field]) for field in _PARTS if field in shown}
    return shown | _SHOWN.get(name, {})


BUYING: Final[dict[str, Public]] = {
    name: Public(_SAID.get(name, known.words), _example(name)) for name, known in _KNOWN.items() if _is_told(name)
}

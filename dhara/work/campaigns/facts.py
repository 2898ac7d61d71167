"""What can happen to a campaign. What happens to a worker's task are facts of engagements."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class CampaignFact(Fact):
    campaign_id: int

    subject = "campaign_id"


@dataclass(frozen=True)
class CampaignMade(CampaignFact):
    words = _("A campaign was drafted.")


@dataclass(frozen=True)
class CampaignHeld(CampaignFact):
    """`reasons` are codes of conversations' rules.HELD."""

    reasons: str

    words = _("A campaign's text asks workers for money or to go elsewhere; an operator looks at it.")


@dataclass(frozen=True)
class CampaignReleased(CampaignFact):
    words = _("An operator found nothing wrong with a campaign's text.")


@dataclass(frozen=True)
class CampaignRefused(CampaignFact):
    words = _("An operator refused a campaign.")


@dataclass(frozen=True)
class CampaignFunded(CampaignFact):
    words = _("All of a campaign is paid.")


@dataclass(frozen=True)
class CampaignBegun(CampaignFact):
    words = _("A campaign runs.")


@dataclass(frozen=True)
class CampaignPaused(CampaignFact):
    words = _("Nobody new may take tasks of a campaign for now.")


@dataclass(frozen=True)
class CampaignFrozen(CampaignFact):
    """`rejected` in the last hour, of `decided`."""

    rejected: int
    decided: int

    words = _("A campaign was frozen, since too many tasks were rejected at once.")


@dataclass(frozen=True)
class CampaignStopped(CampaignFact):
    """`returned` minor units went back at once."""

    returned: int

    words = _("A campaign was stopped early; unused money went back.")


@dataclass(frozen=True)
class CampaignFinished(CampaignFact):
    words = _("All tasks of a campaign are decided.")


@dataclass(frozen=True)
class TasksPaid(Fact):
    """What a studio's small tasks earned on a day (ISO, UTC): how many there were, minor units of a currency."""

    studio_id: int
    day: str
    currency: str
    count: int
    amount: int

    subject = "studio_id"
    words = _("What small tasks earned in a day was summed up.")


@dataclass(frozen=True)
class CampaignSettled(CampaignFact):
    """The last appeal is over; `returned` minor units of the reserve went back."""

    returned: int

    words = _("Nothing of a campaign is open any more.")

"""What can happen to a policy."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class PolicySet(Fact):
    """A number was set; it counts from `since` (ISO 8601) on, for what is agreed after that."""

    policy_id: int
    name: str
    value: int
    since: str

    subject = "policy_id"
    words = _("The policy %(name)s was set to %(value)s.")

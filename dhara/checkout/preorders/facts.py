"""What can have happened to a pre-order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class PreorderCancelled(Fact):
    """`own`: the buyer wanted the money back; otherwise the promise was not kept."""

    subject: ClassVar[str] = "order_id"
    words = _("The pre-order of “%(title)s” was cancelled; its money goes back.")

    order_id: int
    line_id: int
    offer_id: int
    own: bool
    title: str = ""

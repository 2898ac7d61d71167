"""What can have happened to papers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class PaperIssued(Fact):
    """`called` is its number as people read it."""

    order_id: int
    paper_id: int
    kind: str
    called: str

    subject = "order_id"
    words = _("%(called)s was issued.")


@dataclass(frozen=True)
class PaperProfileSet(Fact):
    studio_id: int

    subject = "studio_id"
    words = _("What stands on the studio's invoices was changed.")

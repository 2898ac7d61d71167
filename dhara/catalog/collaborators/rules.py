"""The lifecycle of a collaborator's part, and how much may be given away."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move
from dhara.kit.refusal import Invalid

INVITED, ACCEPTED, DECLINED, ENDED = "invited", "accepted", "declined", "ended"
VALID_FOR: Final = timedelta(days=30)
MOST: Final = 50
WHOLE: Final = 10_000

LIFECYCLE = Lifecycle(
    name="collaborator",
    initial=INVITED,
    about="Somebody who shares an offer's income.",
    states={
        INVITED: _("invited"),
        ACCEPTED: _("shares the income"),
        DECLINED: _("declined"),
        ENDED: _("ended"),
    },
    moves=(
        Move(INVITED, ACCEPTED, ("person",), "the invited person agrees and names the studio that receives the part"),
        Move(INVITED, DECLINED, ("person",), "the invited person does not want it"),
        Move(INVITED, ENDED, ("person", "system"), "the owner withdraws the invitation, or renews it"),
        Move(ACCEPTED, ENDED, ("person", "system"), "either side ends it, or another agreed part takes its place"),
    ),
)


def check_part(bp: int) -> None:
    """Raises Invalid `part_bounds` on the field `percent`."""
    if not 1 <= bp <= WHOLE:
        raise Invalid("part_bounds", _("Please choose a part between 0.01 and 100 percent."), "percent")


def check_sum(bp: int, others: int) -> None:
    """Raises Invalid `parts_over` when `bp` and the `others` together are more than the whole."""
    if bp + others > WHOLE:
        left = (WHOLE - others) / 100
        message = _("All parts together can not be more than 100 percent; %(left)s percent are left to give.")
        raise Invalid("parts_over", message % {"left": f"{left:g}"}, "percent")

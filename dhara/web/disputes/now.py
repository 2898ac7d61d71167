"""What happens now in a case, for whoever looks: a sentence, until when, and whether it is their turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dhara.trust.disputes import queries, rules
from dhara.trust.models import Case
from dhara.web.disputes.seats import Seat
from dhara.web.disputes.words import name_of


@dataclass(frozen=True)
class Now:
    title: str
    text: str
    icon: str
    tone: str = ""
    mine: bool = False
    until: datetime | None = None


def now(seat: Seat) -> Now:
    case = seat.case
    assert case is not None
    return _STATES[case.status](seat, case)


def _answer(seat: Seat, case: Case) -> Now:
    until = queries.until(case)
    if seat.mine:
        text = _("Then both of you can settle it. Without an answer the operator rules with what stands here.")
        title = _("%(who)s is asked to answer") % {"who": name_of(seat, rules.other(case.role))}
        return Now(title, text, "clock", "", False, until)
    text = _("Say what you think is right and show what you have. Without an answer the operator rules with what "
             "stands here. It costs nothing.")  # fmt: skip
    title = _("%(who)s disagrees: please answer") % {"who": name_of(seat, case.role)}
    return Now(title, text, "flag", "error", seat.acts, until)


def _talk(_seat: Seat, case: Case) -> Now:
    text = _("Propose a part for each. When the other side agrees, the money moves at once. Without an agreement the "
             "operator rules; each of you can ask for that now.")  # fmt: skip
    return Now(_("You can settle it between you"), text, "hand-helping", "marigold", True, queries.until(case))


def _judge(_seat: Seat, _case: Case) -> Now:
    text = _("The operator reads everything that stands here. You can still show more, or settle it between you.")
    return Now(_("The operator decides"), text, "shield-check")


def _ruled(seat: Seat, case: Case) -> Now:
    until = queries.until(case)
    mine = seat.side in queries.lost_by(case) and seat.side not in queries.agreed_by(case)
    if mine:
        text = _("No money has moved yet. Agree to the ruling, or appeal against it once. Without a word from you it "
                 "is carried out when the time is over.")  # fmt: skip
        return Now(_("The operator has ruled"), text, "shield-check", "marigold", seat.acts, until)
    text = _("No money has moved yet. It is carried out when the other side agrees, or the time to appeal is over.")
    return Now(_("The operator has ruled"), text, "shield-check", "", False, until)


def _appealed(_seat: Seat, _case: Case) -> Now:
    text = _("An operator looks at it again. What is ruled then is final. You can still settle it between you.")
    return Now(_("The ruling was appealed against"), text, "shield-check")


def _settled(_seat: Seat, _case: Case) -> Now:
    return Now(_("You have settled it"), _("The money is on its way to each."), "circle-check", "success")


def _withdrawn(_seat: Seat, _case: Case) -> Now:
    return Now(_("The case was taken back"), _("The work goes on from where it was."), "undo-2", "muted")


def _closed(_seat: Seat, _case: Case) -> Now:
    return Now(_("It is ruled"), _("The money is on its way as the ruling says."), "circle-check", "success")


_STATES = {
    rules.ANSWER: _answer,
    rules.TALK: _talk,
    rules.JUDGE: _judge,
    rules.RULED: _ruled,
    rules.APPEALED: _appealed,
    rules.SETTLED: _settled,
    rules.WITHDRAWN: _withdrawn,
    rules.CLOSED: _closed,
}

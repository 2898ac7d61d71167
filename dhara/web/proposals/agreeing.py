"""What follows from an agreement, and from a no, in sentences for whoever is about to say it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dhara.kit.locale.digits import in_script
from dhara.money.policies import queries as policies
from dhara.web.proposals.seats import Seat
from dhara.web.work.words import many_days
from dhara.work.proposals import rules


def says(seat: Seat, at: datetime) -> list[str]:
    """For the page on which somebody agrees to an offer."""
    assert seat.version is not None
    count = len(seat.version.milestones)
    parts = ngettext(
        "The work is done in %(count)s part, for the price above.",
        "The work is done in %(count)s parts, each for its own price.",
        count,
    ) % {"count": _digits(count)}
    accepts = many_days(policies.value("work.fixed.accept_days", at=at))
    if seat.side == "buyer":
        more = [
            _("Nothing is paid now. In the room of this work you set the money of each part aside, one by one."),
            _("The studio begins with a part when its money is set aside, and gets it when you approve that part."),
            _("If you say nothing for %(days)s after it was handed in, the part counts as approved.")
            % {"days": accepts},
        ]
    else:
        more = [
            _("Nothing is paid yet. The client sets the money of each part aside, one by one, before it begins."),
            _("Begin with a part only when its money is set aside: from then on it is safe for you."),
            _("When a part is approved, or nobody says anything for %(days)s, its money is yours.") % {"days": accepts},
            fee(seat.proposal.studio_id, at),
        ]
    return [parts, *more, _("From then on you can give each other phone numbers and addresses."), *_filled(seat)]


def _filled(seat: Seat) -> list[str]:
    job = seat.proposal.job
    return [_("The job is closed to others when as many were hired as are wanted.")] if job else []


def fee(studio_id: int | None, at: datetime) -> str:
    """What the platform keeps of a part that is paid out."""
    bp = policies.value("platform.fee_bp", studio_id, at=at)
    rate = f"{bp / 100:g}"
    return _("Of what is paid out to you, this site keeps %(rate)s%%. Applying costs nothing.") % {
        "rate": _digits(rate)
    }


def says_no(seat: Seat, verb: str) -> list[str]:
    """For the page on which somebody says no, or takes back what they said."""
    if verb == "withdrawal":
        return [
            _("Nobody can agree to it any more, and %(who)s is told.") % {"who": seat.other},
            _("You can not apply for this job again with this studio."),
        ]
    told = _("%(who)s is told, with your reason if you give one.") % {"who": seat.other}
    if seat.side == "worker" and seat.proposal.status == rules.INVITED:
        return [told]
    return [told, _("This proposal comes to its end. It can not be taken up again.")]


def _digits(value: object) -> str:
    return in_script(value, get_language() or "en")

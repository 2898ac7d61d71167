"""What follows from an agreement, and from a no, in sentences for whoever is about to say it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dhara.kit.locale.digits import in_script
from dhara.money.policies import queries as policies
from dhara.web.proposals import words
from dhara.web.proposals.seats import Seat
from dhara.web.work.words import many_days, many_hours
from dhara.work.proposals import rules


def says(seat: Seat, at: datetime) -> list[str]:
    """For the page on which somebody agrees to an offer."""
    assert seat.version is not None
    if seat.by_hour:
        return [*_by_hour(seat, at), *_filled(seat)]
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


def _by_hour(seat: Seat, at: datetime) -> list[str]:
    version = seat.version
    assert version is not None
    week = words.money(version.amount * (version.weekly_hours or 0), version.currency)
    edits, reviews = (policies.value(f"work.hourly.{name}_hours", at=at) for name in ("edit", "review"))
    numbers = {"week": week, "edit": many_hours(edits), "review": many_hours(reviews)}
    each = _("The work is paid by the hour, week by week, up to %(week)s a week.") % numbers
    closes = _("A week ends on Sunday at midnight UTC. Its time can be written down until %(edit)s later.") % numbers
    silence = _("Without an answer its bill is accepted %(review)s after the week's end.") % numbers
    contacts = _("From then on you can give each other phone numbers and addresses.")
    if seat.side == "buyer":
        first = _("Nothing is paid now. In the room of this work you set the money of one week aside, then the next.")
        rest = _("You pay for the time that was worked. All else of the week's money goes back to you.")
        return [each, first, closes, rest, silence, contacts]
    first = _("Work only in a week whose money is set aside: from then on it is safe for you.")
    return [each, first, closes, silence, fee(seat.proposal.studio_id, at), contacts]


def _filled(seat: Seat) -> list[str]:
    job = seat.proposal.job
    return [_("The job is closed to others when as many were hired as are wanted.")] if job else []


def binding() -> str:
    """What it is to offer something."""
    return _("An offer binds you: when the other side agrees to it, the work is agreed, without another question.")


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
        told = _("Nobody can agree to it any more, and %(who)s is told.") % {"who": seat.other}
        again = _("You can not apply for this job again with this studio.")
        return [told, again] if seat.proposal.job_id else [told]
    told = _("%(who)s is told, with your reason if you give one.") % {"who": seat.other}
    if seat.side == "worker" and seat.proposal.status == rules.INVITED:
        return [told]
    return [told, _("This proposal comes to its end. It can not be taken up again.")]


def _digits(value: object) -> str:
    return in_script(value, get_language() or "en")

"""What follows from a step, said before it is taken; and what is said when it was."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dhara.kit.locale.dates import show_moment
from dhara.web.work.seats import Seat
from dhara.web.work.told import money, price_of
from dhara.web.work.words import many_days
from dhara.work.engagements.modes.hourly import review_until
from dhara.work.engagements.queries import left
from dhara.work.engagements.rules import BUYER, Step
from dhara.work.hours.queries import billed


def consequences(seat: Seat, step: Step) -> list[str]:
    """Sentences; each tells what happens to the money, the clock or the other side."""
    price, studio = money(seat, price_of(seat)), seat.studio.name
    days = many_days(int(seat.unit.terms.get("days") or 1))
    kept = seat.engagement.policies
    if seat.hourly:
        return _of_weeks(seat).get(step.verb, [])
    accept = many_days(int(kept.get("work.fixed.accept_days" if seat.parted else "work.gig.accept_days", 3)))
    said = {
        "require": [_("With your answers the clock starts: the work is delivered within %(days)s.") % {"days": days}],
        "start": [_("The clock starts now: you deliver within %(days)s.") % {"days": days}],
        "deliver": [
            _("The buyer has %(days)s to look. Without an answer the work is accepted by itself.") % {"days": accept}
        ],
        "ask_revision": [
            _("%(who)s gets %(days)s to deliver again.") % {"who": studio, "days": days},
            _("Your money stays set aside."),
        ],
        "extend_review": [
            _("You have %(days)s more from now on. This works once.") % {"days": accept},
            _("Without an answer the work is accepted by itself then."),
        ],
        "accept": [
            _("%(money)s goes to %(who)s. This can not be taken back.") % {"money": price, "who": studio},
            _("All that was delivered is yours then, without marks on it."),
        ],
        "cancel_late": [
            *back(
                seat,
                _("The work ends, and %(money)s goes back to you the way you paid.") % {"money": price},
                first=_("The work ends."),
            ),
            _("%(who)s reads your reason.") % {"who": studio},
        ],
        "give_up": [
            _("The work ends, and the buyer gets %(money)s back.") % {"money": price},
            _("Nothing is taken from you. The buyer reads your reason."),
        ],
        "dispute": [
            _("The operator reads everything that stands here and decides who gets what part of the money."),
            _("%(money)s stays set aside until then. Nobody can take it.") % {"money": price},
            _("Often a message is enough: you can write first, and ask for a ruling later.")
            if seat.side == BUYER
            else _("The work rests meanwhile: nothing is accepted or cancelled by itself."),
        ],
    }
    said |= _of_milestones(seat, price, accept) if seat.parted else {}
    return said.get(step.verb, [])


def back(seat: Seat, plain: str, *, first: str) -> list[str]:
    """That the money comes back: `plain`, or `first` and what waits where a bank of the buyer has to do with it."""
    return [first, *seat.ahead] if seat.ahead else [plain]


def _of_milestones(seat: Seat, price: str, accept: str) -> dict[str, list[str]]:
    kept, studio = seat.engagement.policies, seat.studio.name
    claim, answer = (many_days(int(kept[f"work.fixed.{name}_days"])) for name in ("claim", "answer"))
    paid = _("%(money)s goes to %(who)s. This can not be taken back.") % {"money": price, "who": studio}
    return {
        "submit": [_("The buyer has %(days)s to look. Without an answer it counts as approved.") % {"days": accept}],
        "ask_revision": [
            _("%(who)s changes it and hands it in again.") % {"who": studio},
            _("Your money stays set aside, and the %(days)s begin anew then.") % {"days": accept},
        ],
        "approve": [paid, _("All that was handed in for this milestone is yours then, without marks on it.")],
        "drop": [_("The milestone ends. Nothing was paid for it, so nothing goes back.")],
        "end": [
            _("%(who)s reads your reason and has %(days)s to claim the money.") % {"who": studio, "days": claim},
            *back(
                seat,
                _("Without a claim %(money)s goes back to you, the way you paid.") % {"money": price},
                first=_("Without a claim the money is yours again."),
            ),
        ],
        "claim": [
            _("The buyer reads your reason and has %(days)s to answer.") % {"days": answer},
            _("Without an answer the money is paid to you. If you do not agree, the operator decides."),
        ],
        "return": [_("%(money)s goes back to the buyer. This can not be taken back.") % {"money": price}],
        "pay_claim": [paid],
    }


def _of_weeks(seat: Seat) -> dict[str, list[str]]:
    unit, studio = seat.unit, seat.studio.name
    until = show_moment(review_until(unit), get_language() or "en") if unit.due_at else ""
    sums = {"bill": money(seat, billed(unit)), "held": money(seat, left(unit)), "who": studio}
    return {
        "close": [
            _("The bill is %(bill)s for the time that stands there. After this nothing of it can be changed.") % sums,
            _("The rest of the week's money goes back to the buyer at once."),
            _("The buyer has until %(until)s to look. Without an answer the bill is accepted.") % {"until": until},
        ],
        "take_back": [
            *back(
                seat,
                _("%(held)s goes back to you, the way you paid. This can not be taken back.") % sums,
                first=_("The week's money is yours again. This can not be taken back."),
            ),
            _("%(who)s is told not to work in this week. You can pay for a week again at any time.") % sums,
        ],
        "approve": [_("%(held)s goes to %(who)s. This can not be taken back.") % sums],
        "finish": [
            _("No further week can be paid. A week that is paid already goes on until its end."),
            _("The other side is told."),
        ],
    }


def done_words(step: Step) -> str:
    return {
        "require": _("Thank you. The clock runs from now on."),
        "start": _("The work has begun."),
        "deliver": _("Delivered. The buyer gets a letter."),
        "ask_revision": _("Your wish is with the studio."),
        "extend_review": _("You have more time to look at it."),
        "accept": _("Accepted. Thank you!"),
        "cancel_late": _("Cancelled. Your money is on its way back."),
        "give_up": _("The work has ended, and the buyer gets the money back."),
        "submit": _("Handed in. The buyer gets a letter."),
        "approve": _("Approved. Thank you!"),
        "drop": _("The milestone is taken out."),
        "end": _("The milestone is ended. The studio is told."),
        "claim": _("Your claim is with the buyer."),
        "return": _("The money is the buyer's again."),
        "pay_claim": _("Paid. Thank you!"),
        "close": _("The week is closed. The buyer gets the bill."),
        "take_back": _("The week's money is yours again. The studio is told."),
        "finish": _("There is no further week. The other side is told."),
        "dispute": _("The operator was told, and looks at it."),
    }.get(step.verb, _("Done."))

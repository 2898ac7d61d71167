"""The one thing to do next, for whoever looks: a sentence, until when, and which button does it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dhara.kit.locale.dates import show_moment
from dhara.trust.disputes import queries as cases
from dhara.trust.disputes import rules as case_rules
from dhara.web.work.seats import Seat
from dhara.web.work.told import buyer_name, money, price_of
from dhara.web.work.words import many_days, many_hours, shown, span
from dhara.work.changes import queries as changes
from dhara.work.changes import rules as change_rules
from dhara.work.engagements.modes import common
from dhara.work.engagements.modes.fixed import CLAIMED, ENDING
from dhara.work.engagements.queries import silent_until
from dhara.work.engagements.rules import BUYER, FUND, WORKER
from dhara.work.models import Change


@dataclass(frozen=True)
class Now:
    """`mine` is whether this side is waited for; `verb` the step that does it, with its button.

    `url` leads to another page, where it goes on, or where it ended (`over`).
    """

    title: str
    text: str = ""
    icon: str = "clock"
    tone: str = ""
    mine: bool = False
    until: datetime | None = None
    left: str = ""
    late: bool = False
    verb: str = ""
    url: str = ""
    link: str = ""
    over: bool = False


def now(seat: Seat, change: Change | None, at: datetime) -> Now:
    """What is asked for by agreement comes first; then what the state waits for."""
    if change is not None and change.role != seat.side and seat.acts:
        return _asked(seat, change, at)
    made = _STATES.get(seat.unit.status)
    stands = made(seat, at) if made else Now(seat.unit.state_words, icon="circle-dot")
    return _with_case(seat, stands) if seat.unit.status in _ENDS else stands


def _with_case(seat: Seat, stands: Now) -> Now:
    """What both said and showed, and the reasons of a ruling, can be read there for good."""
    case = cases.latest_of(seat.unit)
    if case is None:
        return stands
    case.unit = seat.unit
    return replace(stands, url=cases.address(case, seat.side), link=_("See the case"), over=True)


def _asked(seat: Seat, change: Change, at: datetime) -> Now:
    who = buyer_name(seat) if change.role == BUYER else seat.studio.name
    until = changes.answer_by(change)
    if change.sort == change_rules.EXTEND:
        words = ngettext("%(who)s asks for %(count)s more day", "%(who)s asks for %(count)s more days", change.days)
        title = words % {"who": who, "count": shown(change.days)}
        text = _("Without an answer all stays as it was agreed.")
    else:
        title = _("%(who)s asks to end the work") % {"who": who}
        text = _("Without an answer it is ended, and all the money goes back to the buyer.")
        if seat.ahead:
            text = " ".join([_("Without an answer it is ended, and all the money is yours again."), *seat.ahead])
    return Now(title, text, "refresh-cw", "marigold", True, until, span(until - at))


def _funded(seat: Seat, _at: datetime) -> Now:
    questions = len(seat.engagement.terms.get("questions", ()))
    if seat.side == BUYER:
        words = ngettext(
            "Answer %(count)s question so that the clock starts",
            "Answer %(count)s questions so that the clock starts",
            questions,
        )
        text = _("The days of your package count from your answers. Your money is safe until you accept the work.")
        title = words % {"count": shown(questions)} if questions else _("The work begins soon")
        return Now(title, text, "clipboard-check", "marigold", True, verb="require")
    text = _("The clock starts when they are here. If you need nothing, you can begin at once.")
    return Now(_("Waiting for the buyer's answers"), text, "clock")


def _working(seat: Seat, at: datetime) -> Now:
    due, again = seat.unit.due_at, seat.unit.status == common.REVISION
    late = due is not None and due < at
    left = span(abs(due - at)) if due else ""
    if seat.side == WORKER:
        title = _("Deliver again, with what was asked for") if again else _("Deliver the work")
        if late:
            title = _("This is late: deliver now, or ask for more time")
        tone, verb = "error" if late else "marigold" if again else "", "submit" if seat.parted else "deliver"
        return Now(title, "", "package", tone, True, due, left, late, verb)
    who = seat.studio.name
    if late:
        return Now(_("%(who)s is late") % {"who": who}, _late(seat, at), "clock", "error", False, due, left, True)
    title = _("%(who)s works on your changes") if again else _("%(who)s is working for you")
    return Now(title % {"who": who}, _("You get a letter when it is here."), "clock", "", False, due, left)


def _late(seat: Seat, at: datetime) -> str:
    if seat.parted:
        days = many_days(int(seat.engagement.policies["work.fixed.claim_days"]))
        words = _(
            "Write to ask how far it is. You may also end it: without a claim within %(days)s the money is yours again."
        )
        return words % {"days": days}
    hours = int(seat.engagement.policies.get("work.gig.late_hours", 0))
    due = seat.unit.due_at
    if due is None or at >= due + timedelta(hours=hours):
        return _("You may cancel now and get all your money back, or wait a little longer.")
    words = _("You may cancel alone when it is more than %(hours)s late. Write to ask how far it is.")
    return words % {"hours": many_hours(hours)}


def _delivered(seat: Seat, at: datetime) -> Now:
    until = silent_until(seat.unit)
    left = span(until - at) if until else ""
    if seat.side == BUYER:
        text = _("Accept it, or say what should be different. Without an answer it is accepted by itself then.")
        verb = "approve" if seat.parted else "accept"
        return Now(_("Look at the delivery"), text, "eye", "marigold", True, until, left, verb=verb)
    text = _("Without an answer it is accepted by itself, and the money is yours.")
    return Now(_("The buyer looks at your delivery"), text, "eye", "", False, until, left)


def _disputed(seat: Seat, _at: datetime) -> Now:
    """It goes on in a case, which has a page of its own."""
    case = cases.open_of(seat.unit.pk)
    if case is None:
        return Now(_("The operator decides"), icon="shield-check", tone="error")
    case.unit = seat.unit
    url, mine = cases.address(case, seat.side), False
    text = _("Both of you can still write and show what you have. The money stays set aside until the ruling.")
    if case.status == case_rules.ANSWER:
        mine = seat.acts and case.role != seat.side
        who = _("You") if mine else buyer_name(seat) if case.role == WORKER else seat.studio.name
        title = _("You are asked to answer") if mine else _("%(who)s is asked to answer") % {"who": who}
        text = _("Each side says what it thinks right. You can settle it between you; else the operator decides.")
    elif case.status == case_rules.TALK:
        mine, title = seat.acts, _("You can settle it between you")
    elif case.status == case_rules.RULED:
        mine = seat.acts and seat.side in cases.lost_by(case) and seat.side not in cases.agreed_by(case)
        title = _("The operator has ruled")
        text = _("No money has moved yet: who gets less than they asked for can agree, or appeal.")
    else:
        title = _("The operator decides")
    return Now(title, text, "shield-check", "error", mine, cases.until(case), url=url, link=_("Open the case"))


def _accepted(seat: Seat, _at: datetime) -> Now:
    text = _("All that was delivered is yours now. Thank you for paying fairly.")
    if seat.side == WORKER:
        text = _("Well done. The money is on its way to your wallet.")
    return Now(_("Done and accepted"), text, "circle-check", "success")


def _draft(seat: Seat, _at: datetime) -> Now:
    who, price = seat.studio.name, money(seat, price_of(seat))
    if seat.side == BUYER:
        text = _("%(who)s begins when it is there, and gets it when you approve the work, not before.")
        title = _("Set %(money)s aside for “%(part)s”") % {"money": price, "part": part_of(seat)}
        return Now(title, text % {"who": who}, "lock", "marigold", True, verb=FUND)
    text = _("Please begin only when the money is set aside. You get a letter then.")
    return Now(_("Waiting for the buyer to set the money aside"), text, "lock")


def _ending(seat: Seat, at: datetime) -> Now:
    until = silent_until(seat.unit)
    left = span(until - at) if until else ""
    if seat.side == WORKER:
        text = _("Did you work for it? Then say so in time. Without a word from you the money goes back to the buyer.")
        return Now(_("The buyer has ended this milestone"), text, "flag", "error", True, until, left, verb="claim")
    text = _("The money is yours again, unless %(who)s says in time why it is theirs.") % {"who": seat.studio.name}
    said = " ".join([text, *seat.ahead])
    return Now(_("You have ended this milestone"), said, "clock", "", False, until, left)


def _claimed(seat: Seat, at: datetime) -> Now:
    until = silent_until(seat.unit)
    left = span(until - at) if until else ""
    if seat.side == BUYER:
        text = _("Read below why. Agree, or ask for a ruling. Without an answer it is paid.")
        title = _("%(who)s claims the money") % {"who": seat.studio.name}
        return Now(title, text, "hand-coins", "marigold", True, until, left, verb="pay_claim")
    text = _("The buyer answers, or asks for a ruling. Without an answer it is paid to you.")
    return Now(_("You have claimed the money"), text, "hand-coins", "", False, until, left)


def part_of(seat: Seat) -> str:
    return seat.unit.title or seat.engagement.title


def _cancelled(seat: Seat, _at: datetime) -> Now:
    if not seat.unit.hold_id:
        return Now(_("This milestone was taken out"), _("Nothing was paid for it."), "x", "muted")
    if seat.side == BUYER:
        text = _("All the money goes back to you the way you paid. It takes a few days with some banks.")
        gone = seat.gone
        text = text if gone.plain else " ".join(gone.told(seat.engagement.currency))
    else:
        text = _("What was set aside is the buyer's again. Nothing is taken from you.")
    return Now(_("This work was cancelled"), text, "circle-x", "muted")


def _divided(_seat: Seat, _at: datetime) -> Now:
    return Now(
        _("It is settled: each side gets a part"), _("The story below says how much, and why."), "split", "success"
    )


_ENDS = (common.ACCEPTED, common.CANCELLED, common.DIVIDED)
_STATES = {
    common.DRAFT: _draft,
    ENDING: _ending,
    CLAIMED: _claimed,
    common.FUNDED: _funded,
    common.ACTIVE: _working,
    common.REVISION: _working,
    common.SUBMITTED: _delivered,
    common.DISPUTED: _disputed,
    common.ACCEPTED: _accepted,
    common.CANCELLED: _cancelled,
    common.DIVIDED: _divided,
}


def deadline_words(now: Now) -> str:
    """2 days left, until …; or since when it is late."""
    if now.until is None:
        return ""
    if not now.left:
        return _("Until %(moment)s") % {"moment": show_moment(now.until, get_language() or "en")}
    moment = show_moment(now.until, get_language() or "en")
    words = _("%(left)s late, since %(moment)s") if now.late else _("%(left)s left, until %(moment)s")
    return words % {"left": now.left, "moment": moment}

"""What was agreed and where the money is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from dhara.kit.currency import Money
from dhara.kit.locale.dates import show_date
from dhara.money.models import Clearing
from dhara.web.work import weeks
from dhara.web.work.seats import Seat
from dhara.web.work.told import buyer_name, money, own_part, price_of
from dhara.web.work.words import many_days, many_hours, shown
from dhara.work.engagements import queries
from dhara.work.engagements.modes.common import ACCEPTED, ACTIVE
from dhara.work.engagements.rules import BUYER, WORKER
from dhara.work.funding import queries as payments

_RULED: Final = gettext_lazy(
    "When you disagree, the operator looks at everything here and decides. The money stays set aside meanwhile."
)


@dataclass(frozen=True)
class Purse:
    """The money of a unit: one sentence in big, more below, where to look."""

    lead: str
    lines: list[str]
    icon: str
    url: str = ""
    link: str = ""


def agreement(seat: Seat) -> dict[str, Any]:
    """What the room's page says about the terms."""
    terms, unit = seat.engagement.terms, seat.unit
    if seat.hourly:
        return {"facts": _by_hour(seat), "text": str(terms.get("text", "")), "policies": policies(seat)}
    part = _("Milestone") if seat.parted else _("Package")
    facts = [(part, unit.title)] if unit.title else []
    facts.append((_("Price"), money(seat, price_of(seat))))
    days = unit.terms.get("days")
    if days:
        facts.append((_("Delivered within"), many_days(int(days))))
    facts.append((_("Revisions"), revisions(seat)))
    facts.append((_("Buyer"), buyer_name(seat)) if seat.side == WORKER else (_("Studio"), seat.studio.name))
    if seat.order:
        facts.append((_("Order"), seat.order.number))
    return {
        "facts": facts,
        "text": str(terms.get("text", "")),
        "scope": [str(each) for each in terms.get("scope", ())],
        "extras": [_extra(seat, each) for each in terms.get("extras", ())],
        "policies": policies(seat),
    }


def _by_hour(seat: Seat) -> list[tuple[Any, Any]]:
    side = (_("Buyer"), buyer_name(seat)) if seat.side == WORKER else (_("Studio"), seat.studio.name)
    return [*([] if seat.whole else [(_("Week"), seat.unit.title)]), *weeks.facts(seat.unit), side]


def revisions(seat: Seat) -> str:
    """How many are left of how many."""
    allowed = seat.unit.terms.get("revisions")
    if allowed is None:
        return _("as many as needed")
    if not int(allowed):
        return _("none")
    left = max(int(allowed) - seat.unit.revisions, 0)
    return _("%(left)s of %(all)s left") % {"left": shown(left), "all": shown(int(allowed))}


def policies(seat: Seat) -> list[str]:
    """The numbers that were agreed, each with what it means."""
    kept, said = seat.engagement.policies, []
    if seat.unit.mode == "gig":
        days, hours = int(kept["work.gig.accept_days"]), int(kept["work.gig.late_hours"])
        said = [
            _("The clock starts when the buyer has answered the questions."),
            _("Without an answer a delivery is accepted after %(days)s. The buyer may extend this once.")
            % {"days": many_days(days)},
            _("If it is more than %(hours)s late, the buyer may cancel alone.") % {"hours": many_hours(hours)},
        ]
    elif seat.hourly:
        return [*weeks.rules(seat.engagement), str(_RULED)]
    elif seat.unit.mode == "fixed":
        accept, claim, answer = (
            many_days(int(kept[f"work.fixed.{name}_days"])) for name in ("accept", "claim", "answer")
        )
        said = [
            _("Each milestone is paid before its work begins. The money is set aside until the work is approved."),
            _("Without an answer what was handed in is accepted after %(days)s.") % {"days": accept},
            _("If the buyer ends a milestone, the studio has %(days)s to claim its money; else it goes back.")
            % {"days": claim},
            _("The buyer has %(days)s to answer a claim; else it is paid.") % {"days": answer},
            _("Either side may propose other terms for milestones that are not paid yet. Silence changes nothing."),
        ]
    hours = int(kept["work.change_hours"])
    words = _("Either side may ask to end the work. If the other does not answer within %(hours)s, it is ended.")
    return [
        *said,
        words % {"hours": many_hours(hours)},
        str(_RULED),
    ]


def purse(seat: Seat) -> Purse:
    """Held, for whom, when it clears; what happened to it."""
    unit, studio = seat.unit, seat.studio.name
    left = queries.left(unit)
    if seat.side == BUYER:
        return _buyers_purse(seat, left)
    url = f"/studio/{seat.studio.handle}/money/" if seat.may("see_money") else ""
    link = _("To the wallet") if url else ""
    price = money(seat, price_of(seat) if seat.order or not left else left)
    share = money(seat, queries.earned(unit, left or unit.amount)) if seat.may("see_money") else price
    if left:
        lines = [_("It is set aside and yours when the work is accepted.")]
        if seat.hourly and unit.status == ACTIVE:
            lines = [_("It is set aside for the time that you write down; what is not worked goes back to the buyer.")]
        if seat.may("see_money"):
            lines.append(_("Fees are taken off already: the buyer paid %(price)s.") % {"price": price})
        return Purse(_("%(money)s for %(who)s") % {"money": share, "who": studio}, lines, "lock", url, link)
    if unit.paid:
        got = money(seat, own_part(seat, unit.paid))
        return Purse(_("%(money)s earned") % {"money": got}, _clears(seat), "wallet", url, link)
    if unit.returned:
        lines = [_("Nothing is taken from you: this money was never in your wallet.")]
        return Purse(_("The money is the buyer's again"), lines, "undo-2", url, link)
    return Purse(_("Nothing is paid yet"), [], "lock")


def _buyers_purse(seat: Seat, left: int) -> Purse:
    unit, price = seat.unit, price_of(seat)
    paid_by = None if seat.order else payments.paid_for(unit)
    url = f"/checkout/o/{seat.order.token}/" if seat.order else f"/pay/{paid_by.token}/" if paid_by else ""
    link = _("Order and receipt") if seat.order else _("See the payment") if paid_by else ""
    if left:
        lines = [_("%(who)s gets it when you accept the work, not before.") % {"who": seat.studio.name}]
        held = money(seat, price if seat.order else left)
        return Purse(_("%(money)s is set aside") % {"money": held}, lines, "lock", url, link)
    to_studio, gone = price * unit.paid // unit.amount, seat.gone
    kept = [] if gone.plain else gone.told(seat.engagement.currency)
    if unit.paid and unit.returned:
        parts = {"paid": money(seat, to_studio), "who": seat.studio.name, "back": money(seat, price - to_studio)}
        lines = [_("%(paid)s went to %(who)s.") % parts, *kept]
        return Purse(_("%(back)s back to you") % parts, lines, "split", url, link)
    if seat.hourly and not unit.paid and unit.status == ACCEPTED:
        return Purse(
            _("Nobody worked in this week"), kept or [_("All its money goes back to you.")], "undo-2", url, link
        )
    if unit.paid:
        lead = _("%(money)s went to %(who)s") % {"money": money(seat, price), "who": seat.studio.name}
        return Purse(lead, [_("You accepted the work, or said nothing in time.")], "circle-check", url, link)
    if unit.returned:
        lead = _("%(money)s goes back to you") % {"money": money(seat, price)}
        said = _("The same way you paid. Your order says how far it is.")
        if seat.parted:
            said = _("The same way you paid. It takes a few days with some banks.")
        return Purse(lead, kept or [said], "undo-2", url, link)
    return Purse(_("Nothing is paid yet"), [], "lock")


def _clears(seat: Seat) -> list[str]:
    """When the earned money can be paid out."""
    if not seat.may("see_money"):
        return []
    found = Clearing.objects.filter(key=f"unit:{seat.unit.pk}:pay").first()
    if found is None:
        return []
    if found.cleared_at is not None:
        return [_("It has cleared and can be paid out.")]
    day = show_date(found.due_at, get_language() or "en")
    return [_("It clears on %(day)s, then it can be paid out.") % {"day": day}]


def _extra(seat: Seat, extra: dict[str, Any]) -> dict[str, str]:
    """A chosen extra with its price and days, as it was kept when it was bought."""
    price = extra.get("price", extra.get("prices", {}).get(seat.engagement.currency))
    days = int(extra.get("days") or 0)
    words = ngettext("%(count)s more day", "%(count)s more days", days) % {"count": shown(days)} if days else ""
    shown_price = Money(int(price), seat.engagement.currency).display(get_language() or "en") if price else ""
    return {"title": str(extra.get("title", "")), "price": shown_price, "days": words}

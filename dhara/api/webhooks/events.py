"""What each public event tells which studio: ids, numbers and amounts, and never more than that studio may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from dhara.audience.models import Submission
from dhara.checkout.models import CartReminder, LeftLine, Order, OrderLine, RefundLine
from dhara.checkout.orders.queries import bought
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.models import RecordedFact
from dhara.money.models import Payout
from dhara.people.conversations.rules.contacts import masked
from dhara.people.models import Message
from dhara.work.engagements.queries import order_of, title
from dhara.work.models import Change, Decision, Proposal, Unit
from dhara.work.models import Submission as HandedIn

Data = dict[str, Any]
# What is told, by the id of the studio.
Told = dict[int, Data]
Build = Callable[[Any, int], Told]


def told(name: str, fact: Fact, fact_id: int) -> Told:
    """What the event says to whom. Raises KeyError for a name without a builder."""
    return BUILDERS[name](fact, fact_id)


def studios(name: str, fact: Fact, fact_id: int) -> set[int]:
    """Whom it concerns, in as few queries as can be: asked for every event, also where nobody listens."""
    if name == "order.paid":
        return {line.studio_id for line in bought(fact.data()["order_id"])}
    if name.startswith("cart."):
        return set(LeftLine.objects.filter(reminder_id=fact.data()["reminder_id"]).values_list("studio_id", flat=True))
    if name.startswith(("order.", "gift.", "dispute.")):
        return _sellers(_order_id(fact))
    if "studio_id" in fact.data():
        return {fact.data()["studio_id"]}
    ref = RecordedFact.objects.filter(pk=fact_id).values_list("studio_ref", flat=True).first()
    return {ref} if ref else set()


def _order_id(fact: Fact) -> int:
    about = fact.about()
    return int(about.removeprefix("order:")) if about.startswith("order:") else 0


def _sellers(order_id: int) -> set[int]:
    return set(OrderLine.objects.filter(order_id=order_id).values_list("studio_id", flat=True))


def _paid(fact: Any, _fact_id: int) -> Told:
    lines = bought(fact.order_id)
    found: Told = {}
    for studio_id, group in groupby(lines, lambda line: line.studio_id):
        own = list(group)
        found[studio_id] = {
            "order": own[0].order.number,
            "currency": own[0].order.currency,
            "lines": [_line(line) for line in own],
            "gross": sum(line.gross for line in own),
            "net": sum(line.net for line in own),
            "paid_at": _moment(own[0].order.paid_at),
        }
    return found


def _line(line: OrderLine) -> Data:
    return {
        "offer": line.offer_id,
        "tier": line.tier_id,
        "title": line.title,
        "tier_name": line.tier_name,
        "quantity": line.quantity,
        "added": [{"title": title, "amount": amount} for title, amount in line.besides],
        "gross": line.gross,
        "tax": line.tax,
        "fees": line.gateway_fee + line.platform_fee,
        "net": line.net,
    }


def _refunded(fact: Any, _fact_id: int) -> Told:
    """Only what the studio's own lines gave back."""
    rows = RefundLine.objects.filter(refund_id=fact.refund_id).select_related("line__order")
    found: Told = {}
    for row in rows:
        own = found.setdefault(
            row.line.studio_id,
            {
                "order": row.line.order.number,
                "refund": fact.refund_id,
                "currency": row.line.order.currency,
                "amount": 0,
                "net": 0,
            },
        )
        own["amount"] += row.amount
        own["net"] += row.net
    return found


def _given(fact: Any, _fact_id: int) -> Told:
    """That it was sent; not to whom."""
    return {studio: {"order": fact.number} for studio in _sellers(fact.order_id)}


def _disputed(fact: Any, _fact_id: int) -> Told:
    order = Order.objects.filter(pk=_order_id(fact)).first()
    if order is None:
        return {}
    return {studio: {"order": order.number, "dispute": fact.dispute_id} for studio in _sellers(order.pk)}


def _cart(fact: Any, _fact_id: int) -> Told:
    """What lay in the cart, and nobody's name; once it is bought, the order."""
    reminder = CartReminder.objects.select_related("order").get(pk=fact.reminder_id)
    bought = {"order": fact.number} if hasattr(fact, "order_id") else {}
    found: Told = {}
    for line in reminder.lines.select_related("offer"):
        told = found.setdefault(
            line.studio_id,
            {"cart": reminder.pk, **bought, "currency": reminder.currency, "amount": 0, "lines": []}
            | {"reminded_at": _moment(reminder.reminded_at)},
        )
        told["amount"] += line.amount
        told["lines"].append(
            {
                "offer": line.offer_id,
                "tier": line.tier_id,
                "title": line.offer.title,
                "quantity": line.quantity,
                "amount": line.amount,
            }
        )
    return found


def _payout(fact: Any, _fact_id: int) -> Told:
    payout = Payout.objects.get(pk=fact.payout_id)
    more = {"reason": fact.reason} if hasattr(fact, "reason") else {}
    data = {"payout": payout.number, "currency": fact.currency, "amount": fact.amount, **more}
    return {payout.studio_id: data}


def _cleared(fact: Any, _fact_id: int) -> Told:
    return {fact.studio_id: {"currency": fact.currency, "amount": fact.amount}}


def _licence(fact: Any, fact_id: int) -> Told:
    number = Order.objects.values_list("number", flat=True).get(pk=fact.order_id)
    data = {"order": number, "offer": fact.offer_id}
    for name in ("count", "waiting", "machine"):
        if hasattr(fact, name):
            data[name] = getattr(fact, name)
    if hasattr(fact, "licence_id"):
        data = {"licence": fact.licence_id, **data}
    return _to_studio_of(fact_id, data)


def _offer(fact: Any, _fact_id: int) -> Told:
    moments = {name: getattr(fact, name) for name in ("before", "until") if hasattr(fact, name)}
    return {fact.studio_id: {"offer": fact.offer_id, "title": fact.title, **moments}}


def _contact(fact: Any, fact_id: int) -> Told:
    """Ids and no address: who may know it asks for the contact."""
    shown = {"source": "source", "message_id": "message", "hard": "hard", "tag_id": "tag"}
    shown |= {"sequence_id": "sequence", "node": "step", "name": "name"}
    data = {name: getattr(fact, field) for field, name in shown.items() if hasattr(fact, field)}
    return _to_studio_of(fact_id, {"contact": fact.contact_id, **data})


def _form(fact: Any, _fact_id: int) -> Told:
    """Who it is only once that is proved, and without the address, as for contacts."""
    each = Submission.objects.select_related("form").get(pk=fact.submission_id)
    data: Data = {"form": each.form_id, "name": each.form.name, "submission": each.pk, "utm": each.utm}
    if hasattr(fact, "contact_id"):
        data["contact"] = fact.contact_id
    return {each.studio_id: data}


def _message(fact: Any, fact_id: int) -> Told:
    message = Message.objects.select_related("conversation").get(pk=fact.message_id)
    agreed = message.conversation.agreed_at is not None
    names = [each.file.name for each in message.files.select_related("file")]
    data = {
        "conversation": fact.conversation_id,
        "message": message.pk,
        "about": fact.regarding,
        "name": message.author_name,
        "text": message.body if agreed else masked(message.body),
        "files": names if agreed else [masked(each) for each in names],
        "at": _moment(message.at),
    }
    return _to_studio_of(fact_id, data)


def _work(fact: Any, fact_id: int) -> Told:
    unit = Unit.objects.select_related("engagement").get(pk=fact.unit_id)
    order = order_of(unit.engagement)
    return _to_studio_of(
        fact_id,
        {
            "engagement": fact.engagement_id,
            "unit": unit.pk,
            "mode": fact.mode,
            "title": title(unit),
            "order": order.number if order else None,
            "step": fact.verb,
            "role": fact.role,
            "currency": unit.engagement.currency,
            "amount": unit.amount,
            "due_at": _moment(unit.due_at),
            **(_handed_in(fact) if fact.submission_id else _decided(fact, fact_id)),
        },
    )


def _handed_in(fact: Any) -> Data:
    made = HandedIn.objects.get(pk=fact.submission_id)
    return {"submission": made.pk, "text": made.text, "files": [each.name for each in made.files.order_by("id")]}


def _decided(fact: Any, fact_id: int) -> Data:
    """Why, and what it did to the money; nothing where it was only set aside."""
    if fact.verb == "fund":
        return {}
    at = RecordedFact.objects.values_list("at", flat=True).get(pk=fact_id)
    made = Decision.objects.filter(unit_id=fact.unit_id, verb=fact.verb, at=at).latest("id")
    return {"reason": made.text, "paid": made.paid, "returned": made.returned}


def _change(fact: Any, fact_id: int) -> Told:
    change = Change.objects.get(pk=fact.change_id)
    data = {"change": change.pk, "engagement": fact.engagement_id, "unit": fact.unit_id, "kind": change.sort}
    data |= {"days": change.days, "role": change.role, "text": change.text, "answer": change.answer}
    return _to_studio_of(fact_id, data)


def _proposal(fact: Any, fact_id: int) -> Told:
    """As the studio sees it: how to reach the buyer elsewhere is hidden until both have agreed."""
    found = Proposal.objects.select_related("job").get(pk=fact.proposal_id)
    version, hide = found.versions.filter(number=found.version_number).first(), found.engagement_id is None
    title, text = found.job.title if found.job else "", version.text if version else ""
    data: Data = {"proposal": found.pk, "job": found.job_id, "title": masked(title) if hide else title}
    data |= {"role": fact.role, "state": found.status, "version": found.version_number}
    data |= {"currency": version.currency, "amount": version.amount} if version else {"currency": None, "amount": None}
    return _to_studio_of(fact_id, data | {"text": masked(text) if hide else text, "work": found.engagement_id})


def _to_studio_of(fact_id: int, data: Data) -> Told:
    ref = RecordedFact.objects.filter(pk=fact_id).values_list("studio_ref", flat=True).first()
    return {ref: data} if ref else {}


def _moment(at: Any) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


def _all(build: Build, names: Iterable[str]) -> dict[str, Build]:
    return dict.fromkeys(names, build)


BUILDERS: dict[str, Build] = {
    "order.paid": _paid,
    "gift.sent": _given,
    **_all(_refunded, ("order.refunded", "order.tax_returned", "order.refund_failed")),
    **_all(_disputed, ("dispute.opened", "dispute.won", "dispute.lost")),
    **_all(_cart, ("cart.abandoned", "cart.recovered")),
    **_all(_payout, ("payout.sent", "payout.paid", "payout.failed", "payout.cancelled", "payout.returned")),
    "money.cleared": _cleared,
    **_all(_licence, ("licence.issued", "licence.activated", "licence.deactivated", "licence.disabled")),
    **_all(_licence, ("licence.enabled", "licence.rotated")),
    **_all(_offer, ("offer.published", "offer.unpublished", "offer.released", "offer.release_postponed")),
    **_all(_contact, ("contact.subscribed", "contact.unsubscribed", "contact.bounced", "contact.complained")),
    **_all(_contact, ("contact.tagged", "contact.untagged", "contact.erased", "sequence.called")),
    "message.received": _message,
    **_all(_work, ("work.ordered", "work.submitted", "work.sent_back", "work.accepted", "work.returned")),
    **_all(_work, ("work.disputed", "work.divided")),
    **_all(_change, ("work.change.proposed", "work.change.agreed", "work.change.declined", "work.change.lapsed")),
    **_all(_proposal, (f"proposal.{each}" for each in ("invited", "made", "revised", "shortlisted", "talked_about"))),
    **_all(_proposal, (f"proposal.{each}" for each in ("offered", "accepted", "declined", "withdrawn", "expired"))),
    **_all(_form, ("form.submitted", "form.confirmed")),
}

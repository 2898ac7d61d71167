"""What a story about weeks does inside its own Dhara: lays a sequence, lets days pass, looks at how it stands.

Runs by `dhara manage shell`, as its operator could; each prints one line of JSON. Days pass by moving what was and what
waits into the past: people wait in the tables, not in processes, so to them it is the same as if time went by.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

DAYS, LETTERS = 3, 3


def lay(handle: str, form_token: str, slug: str, public_url: str) -> None:
    """Three letters, three days apart, for who confirms the form; buying the offer ends it and brings a tag."""
    from dhara.audience.automations import actions as automations
    from dhara.audience.messages import actions as messages
    from dhara.audience.models import Form, Tag
    from dhara.audience.sequences import actions, rules
    from dhara.catalog.models import Offer
    from dhara.kit import clock
    from dhara.kit.actor import person

    at, form = clock.now(), Form.objects.select_related("studio").get(token=form_token)
    studio = form.studio
    by = person(studio.members.get(role="owner").account_id)
    offer = Offer.objects.get(studio=studio, slug=slug)
    made = actions.make(studio, "Checklist to cards", by=by, at=at)
    graph, last = rules.empty_graph(), ""
    for number in range(1, LETTERS + 1):
        wait, graph = rules.new_id(graph), rules.insert(graph, last, rules.NEXT, rules.WAIT)
        graph = rules.change(graph, wait, {"for": {"days": DAYS}})
        send, graph = rules.new_id(graph), rules.insert(graph, wait, rules.NEXT, rules.SEND)
        words = _words(number, f"{public_url}/@{handle}/{slug}")
        letter = messages.write(studio, "sequence", {"en": words, "bn": words}, by=by, at=at)
        graph, last = rules.change(graph, send, {"message": letter.pk}), send
    made = actions.save_draft(made, graph, by=by, at=at)
    bought = f"offer:{offer.pk}"
    goal = {"kind": "bought", "ref": bought}
    made = actions.settle(made, triggers=[("confirmed", f"form:{form.pk}")], goal=goal, by=by, at=at)
    actions.publish(made, by=by, at=at)
    tag = Tag.objects.create(studio=studio, name="buyer of cards", created_at=at)
    effects = [{"do": "tag", "tag": tag.pk}]
    automations.make(studio, kind="bought", ref=bought, effects=effects, by=by, at=at)
    print(json.dumps({"sequence": made.pk, "tag": tag.name}))


def _words(number: int, url: str) -> dict[str, Any]:
    blocks = [
        {"kind": "text", "html": f"<p>This is letter {number} about your stall.</p>"},
        {"kind": "button", "label": "Look at the cards", "url": url},
    ]
    return {"subject": f"Letter {number} of {LETTERS}", "blocks": blocks}


def pass_days(days: int) -> None:
    """Everything that was, was so much earlier; whoever waits has waited so much longer, and the worker is told."""
    from django.db import transaction
    from django.db.models import F

    from dhara.audience.models import Delivery, Enrolment, Step
    from dhara.kit.queue import defer_named

    gone = timedelta(days=days)
    with transaction.atomic():
        Enrolment.objects.update(entered_at=F("entered_at") - gone)
        Enrolment.objects.filter(next_run_at__isnull=False).update(next_run_at=F("next_run_at") - gone)
        Delivery.objects.filter(sent_at__isnull=False).update(sent_at=F("sent_at") - gone)
        Step.objects.update(at=F("at") - gone)
        defer_named("audience.sequences.tasks.pump", queue="sequences")
    print(json.dumps({"passed": days}))


def pass_minutes(minutes: int) -> None:
    """The same for letters on their way: leases of the dead end, what was put off is due, pauses are over."""
    from django.db import transaction
    from django.db.models import F

    from dhara.audience.broadcasts.rules import HELD_UNTIL
    from dhara.audience.models import Delivery, Flight
    from dhara.audience.sending.models import Slowdown, Turn
    from dhara.kit.queue import defer_named

    gone = timedelta(minutes=minutes)
    with transaction.atomic():
        Flight.objects.update(leased_until=F("leased_until") - gone)
        Delivery.objects.filter(state__in=["queued", "deferred"], due_at__lt=HELD_UNTIL).update(
            due_at=F("due_at") - gone
        )
        Slowdown.objects.update(until=F("until") - gone)
        Turn.objects.update(job_at=F("job_at") - gone, held_until=F("held_until") - gone)
        defer_named("audience.sending.tasks.sweep_letters", queue="upkeep")
    print(json.dumps({"passed": minutes}))


def stands(email: str) -> None:
    """How somebody stands: {"contact", "enrolment", "reason", "tags", "sent", "events", "orders"}."""
    from dhara.audience.models import Contact, ContactTag, Delivery, Enrolment
    from dhara.checkout.models import Order

    contact = Contact.objects.get(email=email)
    passage = Enrolment.objects.filter(contact=contact).first()
    events = contact.events.order_by("at", "id").values_list("kind", flat=True)
    found = {
        "contact": contact.status,
        "enrolment": passage.state if passage else "",
        "reason": passage.exit_reason if passage else "",
        "tags": list(ContactTag.objects.filter(contact=contact).values_list("tag__name", flat=True)),
        "sent": Delivery.objects.filter(contact=contact, state="sent").count(),
        "deliveries": Delivery.objects.filter(contact=contact).count(),
        "events": list(events),
        "orders": list(Order.objects.filter(email=email).order_by("id").values_list("total", flat=True)),
    }
    print(json.dumps(found))

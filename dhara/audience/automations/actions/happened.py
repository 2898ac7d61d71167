"""Something happened to a contact: keep it, let the studio's rules act, bring them into sequences and out of them."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from dhara.audience.automations import queries, rules
from dhara.audience.automations.models import AutomationRule
from dhara.audience.contacts import actions as contacts
from dhara.audience.contacts.models import Contact
from dhara.audience.contacts.rules import ERASED, OWN_EVENTS
from dhara.audience.sequences import actions as sequences
from dhara.audience.sequences.models import Sequence
from dhara.kit.actor import Actor
from dhara.kit.locale.languages import in_language
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.models import Member
from dhara.people.notices.actions import tell
from dhara.people.studios.rules import role_may

log = logging.getLogger(__name__)


@transaction.atomic
def happened(
    contact: Contact,
    kind: str,
    subject: str = "",
    *,
    by: Actor,
    at: datetime,
    key: str,
    amount: int = 0,
    currency: str = "",
    data: dict[str, Any] | None = None,
) -> bool:
    """Keep an event once, by its key, and let it have its effects; False where it was kept before.

    The events that the contact's own actions keep (tagged, subscribed …) are not kept a second time: those are called
    for once, by the reaction to their fact.
    """
    if kind not in OWN_EVENTS and not contacts.keep_event(
        contact.pk, contact.studio_id, kind, subject, at=at, key=key, amount=amount, currency=currency, data=data
    ):
        return False
    follow(contact, kind, subject, by=by, at=at)
    return True


def follow(contact: Contact, kind: str, subject: str, *, by: Actor, at: datetime) -> None:
    """The effects of an event that is kept already: the studio's rules first, then its sequences."""
    if contact.status == ERASED:
        return
    if kind in rules.KINDS and (found := queries.set_off_by(contact.studio_id, kind, subject)):
        if queries.depth_of(by.cause) < rules.DEEPEST:
            for rule in found:
                _carry_out(rule, contact, by=by, at=at)
        else:
            log.warning("Rules of studio %s set each other off; contact %s", contact.studio_id, contact.pk)
    sequences.on_event(contact, kind, subject, by=by, at=at)


def _carry_out(rule: AutomationRule, contact: Contact, *, by: Actor, at: datetime) -> None:
    """Each effect alone: a tag or sequence that is gone, or will not take them, does not hold up the others."""
    for effect in rule.effects:
        try:
            with transaction.atomic():
                _do(rule, effect, contact, by=by, at=at)
        except Refused as refusal:
            log.info("Rule %s, contact %s, %s: %s", rule.pk, contact.pk, effect["do"], refusal.code)
    AutomationRule.objects.filter(pk=rule.pk).update(used=F("used") + 1)


def _do(rule: AutomationRule, effect: rules.Effect, contact: Contact, *, by: Actor, at: datetime) -> None:
    match effect["do"]:
        case "tag":
            contacts.tag(contact, effect["tag"], by=by, at=at, source=f"rule:{rule.pk}")
        case "untag":
            contacts.untag(contact, effect["tag"], by=by, at=at, source=f"rule:{rule.pk}")
        case "enter":
            sequences.enter(_sequence(rule, effect), contact, by=by, at=at)
        case "leave":
            reason = queries.sentence(rule)[:120]
            sequences.leave(_sequence(rule, effect), contact, reason=reason, by=by, at=at)
        case "field":
            contacts.set_field(contact, effect["key"], effect["value"], by=by, at=at)
        case "notify":
            _notify(rule, contact, by=by, at=at)


def _sequence(rule: AutomationRule, effect: rules.Effect) -> Sequence:
    found = Sequence.objects.filter(studio_id=rule.studio_id, pk=effect["sequence"]).first()
    if found is None:
        raise NotFoundHere
    return found


def _notify(rule: AutomationRule, contact: Contact, *, by: Actor, at: datetime) -> None:
    """Once for each event: those who may see the audience read who it was, and which rule."""
    members = Member.objects.filter(studio_id=rule.studio_id, account__is_active=True).order_by("id")
    for member in members.select_related("studio", "account"):
        if role_may(member.role, "see_audience"):
            with in_language(member.account.language):
                words = queries.sentence(rule)
            tell(
                account_id=member.account_id,
                topic="audience",
                kind="rule_told",
                data={"person": str(contact), "rule": words},
                key=f"rule:{rule.pk}:{contact.pk}:{by.cause or at.timestamp()}:{member.account_id}",
                url=f"/studio/{member.studio.handle}/audience/contacts/{contact.pk}/",
                studio_id=rule.studio_id,
                at=at,
            )

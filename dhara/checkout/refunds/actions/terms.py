"""What a studio promises its buyers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from dhara.checkout.refunds import rules
from dhara.checkout.refunds.facts import RefundTermsSet
from dhara.checkout.refunds.models import RefundTerms
from dhara.checkout.refunds.queries import cache_key
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.money.policies import actions as policies
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio


@transaction.atomic
def set_terms(studio: Studio, *, days: int, text: str, by: Actor, at: datetime) -> RefundTerms:
    """From now on buyers may ask for their money back within `days` (0: the studio promises nothing).

    Orders made before are held to what was promised then. Refused: `edit_studio`, Invalid on `days` or `text`.
    """
    require_actor(by, studio, "edit_studio")
    words = clean_text(text, lines=True)
    if not 0 <= days <= 365:
        raise Invalid("days_range", _("Please choose between 0 and 365 days."), "days")
    if len(words) > rules.TERMS_WORDS:
        raise Invalid("too_long", _("This text is too long. Please shorten it."), "text")
    # The number is a policy of the studio's, so orders keep it with all others.
    machine = replace(by, kind="system", id=None)
    policies.set_policy("refund.window_days", days, by=machine, at=at, studio_id=studio.pk)
    made = RefundTerms.objects.create(studio=studio, days=days, text=words, since=at, set_by_id=by.id)
    record(RefundTermsSet(studio.pk, days), by=by, at=at, studio_id=studio.pk)
    transaction.on_commit(lambda: cache.delete(cache_key(studio.pk)))
    return made

"""Set a number, from a moment on."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Invalid, NotAllowed
from dhara.money.policies import queries, rules
from dhara.money.policies.facts import PolicySet
from dhara.money.policies.models import Policy


@transaction.atomic
def set_policy(
    name: str,
    value: int,
    *,
    by: Actor,
    at: datetime,
    studio_id: int | None = None,
    since: datetime | None = None,
    note: str = "",
) -> Policy:
    """Add a dated row (`since` defaults to now, and is never in the past: what was agreed stays as it was).

    Other processes see it within `queries.SECONDS`. Refused for anybody but an operator, an unknown name, a studio's
    own row of a policy that has none, and a value out of bounds. What studios may set themselves (`rules.SELLERS`) the
    caller has allowed.
    """
    sellers = studio_id is not None and name in rules.SELLERS
    if by.kind not in ("operator", "system") and not (by.kind == "person" and sellers):
        raise NotAllowed()
    rule = rules.DEFAULTS.get(name)
    if rule is None:
        raise Invalid("policy_unknown", _("There is no such policy."), "name")
    if studio_id and name not in rules.PER_STUDIO:
        raise Invalid("policy_general", _("This policy is the same for all studios."), "studio")
    if not 0 <= value <= rule.highest:
        message = _("Please choose a number between 0 and %(highest)s.") % {"highest": rule.highest}
        raise Invalid("policy_out_of_bounds", message, "value")
    since = max(since or at, at)
    same = Policy.objects.for_studios([studio_id]).filter(name=name, since=since)
    policy = same.first() or Policy(name=name, studio_id=studio_id, since=since)
    policy.value, policy.note = value, note
    policy.save()
    record(PolicySet(policy.pk, name, value, since.isoformat()), by=by, at=at, studio_id=studio_id)
    transaction.on_commit(lambda: cache.delete(queries.cache_key(studio_id)))
    cache.delete(queries.cache_key(studio_id))
    return policy

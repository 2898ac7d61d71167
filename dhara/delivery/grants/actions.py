"""The verbs of grants: give, take back, claim; deliver a paid order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from dhara.catalog.kinds import KINDS, Reinstates, Sold
from dhara.checkout.gifts.queries import sendings_of
from dhara.checkout.models import OrderLine
from dhara.checkout.orders.queries import bought
from dhara.checkout.orders.rules import OUT, WAITS
from dhara.delivery.grants import rules
from dhara.delivery.grants.facts import AccessGranted, AccessRestored, AccessRevoked, GrantsClaimed
from dhara.delivery.grants.models import Grant
from dhara.delivery.grants.queries import same_access
from dhara.kit import rows
from dhara.kit.actor import Actor
from dhara.kit.facts.actions import record
from dhara.kit.queue import defer_named
from dhara.people.accounts.queries import by_proven_email

_GIVE = """
INSERT INTO delivery_grant (key, status, status_at, version, studio_id, offer_id, tier_id, order_id, line_id,
                            account_id, email, granted_at)
SELECT key, 'active', %(at)s, 0, studio_id, offer_id, tier_id, order_id, line_id, account_id, email, %(at)s
  FROM unnest(%(key)s::text[], %(studio_id)s::bigint[], %(offer_id)s::bigint[], %(tier_id)s::bigint[],
              %(order_id)s::bigint[], %(line_id)s::bigint[], %(account_id)s::bigint[], %(email)s::text[])
    AS sold(key, studio_id, offer_id, tier_id, order_id, line_id, account_id, email)
ON CONFLICT (key) DO NOTHING
RETURNING id, order_id, offer_id, studio_id
"""


@dataclass(frozen=True)
class Receiver:
    """Who gets lines; `account_id` where it is known. `sendings` is 2 for a gift that was sent to a wrong address."""

    email: str
    name: str
    language: str
    sendings: int = 0
    account_id: int | None = None


def line_key(line_id: int, sendings: int = 0) -> str:
    """The key under which an order line is granted; another one where it was given before to a wrong address."""
    return f"line:{line_id}:again" if sendings > 1 else f"line:{line_id}"


def part_key(key: str, tier_id: int) -> str:
    """The key under which a part of a sold bundle is granted, made from that of the whole."""
    return f"{key}:part:{tier_id}"


def deliver(order_id: int, *, by: Actor, at: datetime) -> list[int]:
    """Give all that a paid order sold, each line by its kind; ids of the grants. Delivering twice is delivering once.

    A gift is not the buyer's: `gifts.deliver` gives it on its day. Belongs into the caller's transaction. Raises
    KeyError for a kind that no code knows (the reaction is tried again).
    """
    lines = bought(order_id)
    if not lines or lines[0].order.gifted:
        return []
    order = lines[0].order
    return give_lines(
        lines, Receiver(order.email, order.name, order.language, account_id=order.account_id), by=by, at=at
    )


def give_lines(lines: Sequence[OrderLine], to: Receiver, *, by: Actor, at: datetime) -> list[int]:
    """The same for these lines of one order, to whoever receives them. Needs order, offer, its studio and tier.

    What one waited for is handed over when it comes out; a gift's, where its day comes later, on that day.
    """
    by_kind: dict[str, list[Sold]] = {}
    for line in lines:
        if line.preorder == WAITS:
            # Looked at once more: it may have come out while the order was being paid.
            defer_named("delivery.preorders.tasks.hand_over", queue="reactions", line_id=line.pk)
        if line.preorder and not (line.preorder == OUT and line.order.gifted):
            continue
        by_kind.setdefault(line.offer.kind, []).append(_sold(line, to))
    given: list[int] = []
    for code, sold in by_kind.items():
        given += KINDS[code].grant_all(sold, by=by, at=at)
    return given


def deliver_line(line: OrderLine, *, by: Actor, at: datetime) -> list[int]:
    """Give what one line sold; it is loaded with order, offer and tier. Twice is once."""
    order = line.order
    to = Receiver(order.email, order.name, order.language, account_id=order.account_id)
    return KINDS[line.offer.kind].grant_all([_sold(line, to)], by=by, at=at)


@transaction.atomic
def take_back(line: OrderLine, *, reason: str, by: Actor, at: datetime) -> None:
    """The line was refunded in full: its kind takes back what it gave. Doing so twice is doing so once."""
    take_back_key(line, line_key(line.pk, sendings_of(line.order)), reason=reason, by=by, at=at)


def take_back_key(line: OrderLine, key: str, *, reason: str, by: Actor, at: datetime) -> None:
    """The same for the key under which the line was given."""
    KINDS[line.offer.kind].revoke(key, reason=reason, by=by, at=at)


@transaction.atomic
def give_again(line: OrderLine, *, reason: str, by: Actor, at: datetime) -> None:
    """What was taken back is the buyer's again: the refund did not come about. Doing so twice is doing so once."""
    kind, key = KINDS[line.offer.kind], line_key(line.pk, sendings_of(line.order))
    if isinstance(kind, Reinstates):
        kind.reinstate(key, reason=reason, by=by, at=at)
    else:
        reinstate(key, reason=reason, by=by, at=at)


def give(sold: Sequence[Sold], *, by: Actor, at: datetime) -> list[int]:
    """One active grant for each sold line, in few statements; ids of all of them, new ones and those given before.

    A guest's grant goes to the account that has proven the address, if there is one. Belongs into the caller's
    transaction.
    """
    if not sold:
        return []
    owners = {email: by_proven_email(email) for email in {each.email.strip().lower() for each in sold}}
    with rows.cursor() as cursor:
        cursor.execute(_GIVE, {**_columns(sold, {e: a.pk if a else None for e, a in owners.items()}), "at": at})
        new = sorted(cursor.fetchall())
    titles = {each.offer.pk: each.offer.title for each in sold}
    for grant_id, order_id, offer_id, studio_id in new:
        record(AccessGranted(grant_id, order_id, offer_id, titles[offer_id]), by=by, at=at, studio_id=studio_id)
    if len(new) == len(sold):
        return [row[0] for row in new]
    keys = [each.key for each in sold]
    return list(Grant.objects.filter(key__in=keys).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def revoke(key: str, *, reason: str, by: Actor, at: datetime) -> Grant | None:
    """End the grant of a sold line; the access itself ends unless another purchase gives the same.

    A grant that has ended, or never was, is left alone. Returns it as it is now.
    """
    grant = Grant.objects.select_for_update(of=("self",)).select_related("offer").filter(key=key).first()
    if grant is None or grant.status != rules.ACTIVE:
        return grant
    ended = not same_access(grant).exists()
    fact = AccessRevoked(grant.pk, grant.order_id, grant.offer_id, grant.offer.title) if ended else None
    return grant.become(rules.REVOKED, fact=fact, by=by, at=at, reason=reason, studio_id=grant.studio_id)


@transaction.atomic
def reinstate(key: str, *, reason: str, by: Actor, at: datetime) -> Grant | None:
    """The refund did not happen after all: the grant is active again."""
    grant = Grant.objects.select_for_update(of=("self",)).select_related("offer").filter(key=key).first()
    if grant is None or grant.status != rules.REVOKED:
        return grant
    fact = AccessRestored(grant.pk, grant.order_id, grant.offer_id, grant.offer.title)
    return grant.become(rules.ACTIVE, fact=fact, by=by, at=at, reason=reason, studio_id=grant.studio_id)


@transaction.atomic
def claim(account_id: int, email: str, *, by: Actor, at: datetime) -> int:
    """An account has proven an address: the grants bought with it are its own. Returns how many are new to it.

    The caller vouches for the proof. What belongs to another account stays there.
    """
    address = email.strip().lower()
    claimed = Grant.objects.filter(account__isnull=True, email=address).update(account_id=account_id)
    own = Grant.objects.filter(account__isnull=True, order__account_id=account_id, order__gifted=False)
    claimed += own.update(account_id=account_id)
    if claimed:
        record(GrantsClaimed(account_id, claimed), by=by, at=at)
    return claimed


def _sold(line: OrderLine, to: Receiver) -> Sold:
    return Sold(
        key=line_key(line.pk, to.sendings),
        offer=line.offer,
        tier=line.tier,
        quantity=line.quantity,
        email=to.email,
        name=to.name,
        language=to.language,
        account_id=to.account_id,
        order_id=line.order_id,
        line_id=line.pk,
    )


def _columns(sold: Sequence[Sold], owners: dict[str, int | None]) -> dict[str, list[object]]:
    emails = [each.email.strip().lower() for each in sold]
    return {
        "key": [each.key for each in sold],
        "studio_id": [each.offer.studio_id for each in sold],
        "offer_id": [each.offer.pk for each in sold],
        "tier_id": [each.tier.pk for each in sold],
        "order_id": [each.order_id for each in sold],
        "line_id": [each.line_id for each in sold],
        "account_id": [each.account_id or owners[email] for each, email in zip(sold, emails, strict=True)],
        "email": list(emails),
    }

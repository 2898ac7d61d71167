"""Sharing an offer's income: by agreement, for later sales only, to the last poisha."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dhara.catalog.collaborators import actions, queries
from dhara.catalog.models import Collaborator, Offer
from dhara.checkout.models import LineShare
from dhara.checkout.orders import actions as orders
from dhara.kit.actor import GUEST, Actor, person
from dhara.kit.mail.models import Letter
from dhara.kit.refusal import Refused
from dhara.money import doctor
from dhara.money.ledger.queries import balances
from dhara.money.models import Clearing, Entry
from dhara.people.models import Studio
from tests.make import checkout as make
from tests.make import people

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code


def owner(studio: Studio) -> Actor:
    return person(studio.members.get(role="owner").account_id)


def partner(offer: Offer, name: str, bp: int, at: datetime) -> Studio:
    """Somebody with a studio who agreed to `bp`."""
    studio = people.studio(people.account(f"{name}@example.com"), handle=name)
    found = actions.invite(offer, email=f"{name}@example.com", bp=bp, by=owner(offer.studio), at=at)
    actions.accept(found.token, studio_id=studio.pk, by=owner(studio), at=at)
    return studio


def test_three_share_a_sale_to_the_last_poisha(now: datetime) -> None:
    tier = make.tier(people.studio(), prices={"BDT": 45_001})
    rafi, mitu = partner(tier.offer, "rafi", 3_333, now), partner(tier.offer, "mitu", 1_667, now)
    order = make.paid_order(tier, at=now)
    line = order.lines.get()
    shares = {share.studio_id: share for share in LineShare.objects.filter(line=line)}
    left = line.gross - line.tax - line.gateway_fee - line.platform_fee
    assert {who: (share.bp, share.amount) for who, share in shares.items()} == {
        rafi.pk: (3_333, left * 3_333 // 10_000),
        mitu.pk: (1_667, left * 1_667 // 10_000),
    }
    assert line.shared == sum(share.amount for share in shares.values())
    assert line.net + line.shared == left
    for studio, amount in ((tier.offer.studio, line.net), *((share.studio, share.amount) for share in shares.values())):
        assert balances(studio.pk)["BDT"]["pending"].minor == amount
        assert Clearing.objects.get(studio=studio).amount == amount
    assert all(finding.ok for finding in doctor.check(at=now))
    assert Entry.objects.filter(memo="sale").count() == 1


def test_what_was_agreed_counts_for_later_orders_only(now: datetime) -> None:
    tier = make.tier(people.studio())
    before = make.placed(tier, at=now)
    partner(tier.offer, "rafi", 5_000, now)
    between = make.placed(tier, at=now)
    actions.end(Collaborator.objects.get().pk, by=owner(tier.offer.studio), at=now + timedelta(hours=1))
    after = make.placed(tier, at=now + timedelta(hours=1))
    for order, shared in ((before, False), (between, True), (after, False)):
        paid = make.chosen(order, "pay", at=order.created_at)
        assert bool(paid.lines.get().shared) is shared


def test_more_than_the_whole_is_not_promised(now: datetime) -> None:
    tier = make.tier(people.studio())
    by = owner(tier.offer.studio)
    actions.invite(tier.offer, email="rafi@example.com", bp=6_000, by=by, at=now)
    with refused("parts_over"):
        actions.invite(tier.offer, email="mitu@example.com", bp=4_001, by=by, at=now)
    # Asking the same person again takes the place of what was asked before.
    again = actions.invite(tier.offer, email="Rafi@example.com", bp=10_000, by=by, at=now)
    assert [each.status for each in Collaborator.objects.order_by("id")] == ["ended", "invited"]
    studio = people.studio(people.account("rafi@example.com"), handle="rafi")
    actions.accept(again.token, studio_id=studio.pk, by=owner(studio), at=now)
    line = make.paid_order(tier, at=now).lines.get()
    assert (line.net, line.shared) == (0, line.gross - line.gateway_fee - line.platform_fee)
    for bp in (0, 10_001):
        with refused("part_bounds"):
            actions.invite(tier.offer, email="mitu@example.com", bp=bp, by=by, at=now)


def test_another_part_needs_another_yes(now: datetime) -> None:
    tier = make.tier(people.studio())
    rafi = partner(tier.offer, "rafi", 5_000, now)
    by, later = owner(tier.offer.studio), now + timedelta(days=1)
    changed = actions.invite(tier.offer, email="rafi@example.com", bp=2_000, by=by, at=later)
    assert queries.parts_of([tier.offer_id], later) == {tier.offer_id: [(rafi.pk, 5_000)]}
    actions.decline(changed.token, by=owner(rafi), at=later)
    assert queries.parts_of([tier.offer_id], later) == {tier.offer_id: [(rafi.pk, 5_000)]}
    changed = actions.invite(tier.offer, email="rafi@example.com", bp=6_000, by=by, at=later)
    with refused("parts_over"):
        actions.invite(tier.offer, email="mitu@example.com", bp=4_001, by=by, at=later)
    actions.accept(changed.token, studio_id=rafi.pk, by=owner(rafi), at=later)
    assert queries.parts_of([tier.offer_id], later) == {tier.offer_id: [(rafi.pk, 6_000)]}
    assert list(Collaborator.objects.order_by("id").values_list("status", flat=True)) == [
        "ended",
        "declined",
        "accepted",
    ]


def test_only_the_invited_person_agrees_and_only_for_a_studio_of_their_own(now: datetime) -> None:
    tier = make.tier(people.studio())
    by = owner(tier.offer.studio)
    found = actions.invite(tier.offer, email="rafi@example.com", bp=5_000, by=by, at=now)
    stranger = people.studio(people.account("stranger@example.com"), handle="stranger")
    with refused("other_address"):
        actions.accept(found.token, studio_id=stranger.pk, by=owner(stranger), at=now)
    rafi = person(people.account("rafi@example.com").pk)
    with refused("not_found"):
        actions.accept(found.token, studio_id=stranger.pk, by=rafi, at=now)
    people.member(tier.offer.studio, people.account("manager@example.com"), role="manager")
    with refused("invitation_gone"):
        actions.accept(found.token, studio_id=stranger.pk, by=rafi, at=found.expires_at)
    with refused("collaborator_self"):
        actions.invite(tier.offer, email="nadia@example.com", bp=5_000, by=by, at=now)
    with refused("not_found"):
        actions.end(found.pk, by=owner(stranger), at=now)
    editor = person(people.member(tier.offer.studio, role="editor").account_id)
    with refused("role"):
        actions.invite(tier.offer, email="x@example.com", bp=1, by=editor, at=now)
    assert not queries.parts_of([tier.offer_id], now)


def test_everybody_is_written_to(now: datetime) -> None:
    tier = make.tier(people.studio(), title="বিয়ের কার্ড")
    rafi = partner(tier.offer, "rafi", 2_550, now)
    asked, agreed = Letter.objects.order_by("id")
    assert (asked.to_email, asked.name) == ("rafi@example.com", "collaboration")
    assert "25.5%" in asked.text
    assert "বিয়ের কার্ড" in asked.text
    assert (agreed.to_email, agreed.name) == ("nadia@example.com", "collaboration_accepted")
    actions.end(Collaborator.objects.get().pk, by=owner(rafi), at=now)
    assert Letter.objects.latest("id").to_email == "nadia@example.com"


def test_an_offer_nobody_shares_is_asked_nothing_more(now: datetime) -> None:
    studio = people.studio()
    plain, shared = make.tier(studio), make.tier(studio)
    partner(shared.offer, "rafi", 1_000, now)
    counts = []
    for tier in (plain, shared):
        cart = make.cart_with(tier, at=now)
        given = {**make.BUYER, "confirmed_total": 45_000, "by": GUEST, "at": now}
        with CaptureQueriesContext(connection) as seen:
            orders.place(cart, intent=f"button-{tier.pk}", **given)
        counts.append(sum("catalog_collaborator" in each["sql"] for each in seen.captured_queries))
    assert counts == [0, 1]

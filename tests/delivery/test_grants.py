"""Giving once, taking back, claiming; who sees what."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection

from dhara.delivery.grants import actions, queries
from dhara.delivery.models import Grant
from dhara.kit.actor import SYSTEM, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.people.models import Account
from tests.make import catalog as make
from tests.make import delivery as made


def facts(name: str) -> int:
    return RecordedFact.objects.filter(name=f"delivery.{name}").count()


def proven(at: datetime, email: str) -> Account:
    account = make.account(at, email)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


@pytest.mark.django_db
def test_an_order_of_several_sellers_is_delivered_whole_and_once(now: datetime) -> None:
    one, two = make.offer(now), make.offer(now)
    order = made.paid_order(now, one.tiers.get(), two.tiers.get(), email="Guest@Example.com")
    given = actions.deliver(order.pk, by=SYSTEM, at=now)
    assert actions.deliver(order.pk, by=SYSTEM, at=now) == given
    grants = queries.of_order(order)
    assert [(g.offer_id, g.studio_id, g.email, g.status) for g in grants] == [
        (one.pk, one.studio_id, "guest@example.com", "active"),
        (two.pk, two.studio_id, "guest@example.com", "active"),
    ]
    assert facts("AccessGranted") == 2
    fact = RecordedFact.objects.filter(name="delivery.AccessGranted").first()
    assert fact is not None
    assert (fact.subject, fact.data["order_id"], fact.studio_ref) == (f"order:{order.pk}", order.pk, one.studio_id)


@pytest.mark.django_db
def test_delivering_twenty_lines_costs_little_more_than_one(now: datetime) -> None:
    from django.test.utils import CaptureQueriesContext

    def cost(count: int) -> int:
        shop = make.shop(now)
        order = made.paid_order(now, *(make.offer(now, shop).tiers.get() for _ in range(count)))
        with CaptureQueriesContext(connection) as seen:
            actions.deliver(order.pk, by=SYSTEM, at=now)
        # One row per fact; everything else is the same whatever the number of lines.
        return sum("kit_fact" not in each["sql"] for each in seen)

    assert cost(20) == cost(1) <= 7


@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_one_order_at_once(now: datetime) -> None:
    order = made.paid_order(now, make.offer(now).tiers.get())
    ready = threading.Barrier(6)
    results: list[list[int]] = []

    def run() -> None:
        try:
            ready.wait(timeout=20)
            results.append(actions.deliver(order.pk, by=SYSTEM, at=now))
        finally:
            connection.close()

    workers = [threading.Thread(target=run) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert len(results) == 6
    assert len({tuple(each) for each in results}) == 1
    assert Grant.objects.count() == facts("AccessGranted") == 1


@pytest.mark.django_db
def test_access_ends_with_the_last_purchase(now: datetime) -> None:
    offer = make.offer(now)
    first, second = made.bought(now, offer), made.bought(now, offer)
    actions.revoke(first.key, reason="refund", by=SYSTEM, at=now)
    assert facts("AccessRevoked") == 0
    actions.revoke(second.key, reason="refund", by=SYSTEM, at=now)
    actions.revoke(second.key, reason="refund", by=SYSTEM, at=now)
    assert facts("AccessRevoked") == 1
    assert Transition.objects.filter(lifecycle="grant", target="revoked").count() == 2
    second.refresh_from_db()
    assert not queries.may_use(second)
    again = actions.reinstate(second.key, reason="refund failed", by=SYSTEM, at=now)
    assert again is not None
    assert queries.may_use(again)
    assert facts("AccessRestored") == 1


@pytest.mark.django_db
def test_a_refunded_line_is_taken_back_by_its_kind(now: datetime) -> None:
    grant = made.bought(now, make.offer(now))
    actions.take_back(grant.line, reason="refund", by=SYSTEM, at=now)
    grant.refresh_from_db()
    assert grant.status == "revoked"


@pytest.mark.django_db
def test_a_guests_purchase_is_theirs_after_proving_the_address(now: datetime) -> None:
    mine = made.bought(now, make.offer(now), email="rahim@example.com")
    made.bought(now, make.offer(now), email="other@example.com")
    unproven = make.account(now, "rahim@example.com")
    assert not queries.visible_to(unproven).exists()
    EmailAddress.objects.create(user=unproven, email="rahim@example.com", verified=True, primary=True)
    assert list(queries.visible_to(unproven)) == [mine]
    assert actions.claim(unproven.pk, "Rahim@Example.com", by=person(unproven.pk), at=now) == 1
    assert actions.claim(unproven.pk, "rahim@example.com", by=person(unproven.pk), at=now) == 0
    mine.refresh_from_db()
    assert mine.account_id == unproven.pk
    assert facts("GrantsClaimed") == 1
    # A changed address keeps the library, and whoever gets the old one does not get it.
    EmailAddress.objects.filter(user=unproven).delete()
    assert list(queries.visible_to(unproven)) == [mine]
    Account.objects.filter(pk=unproven.pk).update(email="new@example.com")
    stranger = proven(now, "rahim@example.com")
    assert not queries.visible_to(stranger).exists()
    assert actions.claim(stranger.pk, "rahim@example.com", by=person(stranger.pk), at=now) == 0


@pytest.mark.django_db
def test_buying_as_guest_with_a_proven_address_goes_to_its_account(now: datetime) -> None:
    account = proven(now, "rahim@example.com")
    assert made.bought(now, make.offer(now), email="rahim@example.com").account_id == account.pk


@pytest.mark.django_db
def test_the_library_costs_the_same_for_one_and_twenty(
    now: datetime, django_assert_num_queries: Callable[[int], Any]
) -> None:
    account = make.account(now)
    for count in (1, 19):
        for _ in range(count):
            made.bought(now, make.offer(now), account=account)
        with django_assert_num_queries(2):  # the addresses, the grants
            library = list(queries.library(account))
            assert all(grant.offer.title and grant.offer.studio.name and grant.order.number for grant in library)
    assert len(library) == 20
    actions.revoke(library[0].key, reason="refund", by=SYSTEM, at=now)
    assert queries.library(account).count() == 19
    assert queries.visible_to(account).count() == 20
    assert not queries.visible_to(None).exists()

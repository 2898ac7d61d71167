"""Notices are stored once and never believed."""

from datetime import timedelta

import pytest

from dhara.kit.actor import gateway
from dhara.kit.queue import drain
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.gateways.sandbox import queries as remote
from dhara.money.gateways.sandbox import rules as signing
from dhara.money.models import Entry, GatewayEvent
from dhara.money.payments import actions, queries, rules
from tests.make import money as make


def _send(ref, at, state="paid", number=1, **other):
    event_id, body = signing.notice(ref, state, number, at)
    headers = signing.sign(remote.secret(), event_id, body, at)
    return actions.receive_event(**{"source": "sandbox", "headers": headers, "body": body, "at": at, **other})


def test_a_lie_changes_nothing(db, now):
    begun, charge = make.redirected(now)
    assert _send(charge.ref, now) is True
    drain(now)
    begun.refresh_from_db()
    assert begun.status == rules.REDIRECTED
    assert GatewayEvent.objects.get().handled_at == now
    assert not Entry.objects.exists()


def test_a_notice_that_comes_again_is_stored_once(db, now):
    _begun, charge = make.redirected(now)
    assert [_send(charge.ref, now), _send(charge.ref, now), _send(charge.ref, now, number=2)] == [True, False, True]
    assert GatewayEvent.objects.count() == queries.unhandled_events().count() == 2


@pytest.mark.parametrize(
    ("forged", "kind", "status"),
    [({"body": b"{}"}, Refused, 400), ({"headers": {}}, Refused, 400), ({"source": "nobody"}, NotFoundHere, 404)],
)
def test_a_forged_notice_is_refused_and_not_kept(db, now, forged, kind, status):
    with pytest.raises(kind) as refusal:
        _send("sbx_1", now, **forged)
    assert refusal.value.status == status
    assert not GatewayEvent.objects.exists()


def test_a_notice_that_comes_before_our_own_commit_waits(db, now):
    begun, charge = make.redirected(now)
    ref, begun.gateway_ref = begun.gateway_ref, None
    begun.save(update_fields=["gateway_ref"])
    sandbox.choose(charge.ref, "pay", at=now)
    drain(now)
    assert queries.unhandled_events().count() == 1
    begun.gateway_ref = ref
    begun.save(update_fields=["gateway_ref"])
    drain(now + timedelta(seconds=5))
    begun.refresh_from_db()
    assert begun.status == rules.CAPTURED


def test_a_notice_about_nothing_we_know_is_given_up_after_an_hour(db, now):
    _send("sbx_unknown", now)
    drain(now + timedelta(minutes=59))
    assert queries.unhandled_events().count() == 1
    drain(now + timedelta(minutes=61))
    assert GatewayEvent.objects.get().problem == "no payment has this reference"


def test_handling_twice_is_handling_once(db, now):
    begun, charge = make.redirected(now)
    sandbox.choose(charge.ref, "pay", at=now)
    drain(now)
    actions.handle_event(GatewayEvent.objects.get().pk, by=gateway(), at=now)
    assert Entry.objects.filter(subject=begun.subject).count() == 1

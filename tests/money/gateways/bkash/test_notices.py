"""Notices of Amazon SNS, up to the door (forgeries: see remote_bkash.py)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.core.cache import cache

from dhara.kit.actor import SYSTEM
from dhara.kit.queue import drain
from dhara.kit.refusal import Refused
from dhara.money.gateways import actions as accounts
from dhara.money.gateways import wire
from dhara.money.gateways.bkash import notices
from dhara.money.gateways.rules import Forged, GatewayTrouble, Keys
from dhara.money.models import GatewayEvent
from tests.fakes.bkash import TEST_KEYS, sns
from tests.money.gateways.bkash.desk import GATEWAY


def _verify(desk, told, keys=None):
    return GATEWAY.verify_event(sns.headers(told), json.dumps(told).encode(), keys=keys or desk.keys, at=desk.at)


def _notice(desk, **changed):
    return desk.fake.notice(desk.start().gateway_ref, **changed)


@pytest.mark.parametrize("version", ["1", "2"])
def test_both_kinds_of_signature(desk, version):
    event = _verify(desk, _notice(desk, version=version))
    assert (event.gateway_ref, event.about) == ("tok-1", "payment")


def test_a_signature_of_one_kind_is_not_taken_for_the_other(desk):
    with pytest.raises(Forged):
        _verify(desk, {**_notice(desk, version="1"), "SignatureVersion": "2"})


def test_a_subject_is_signed_too(desk):
    told = sns.sign({**_notice(desk), "Subject": "A payment"})
    assert _verify(desk, told).gateway_ref == "tok-1"
    with pytest.raises(Forged):
        _verify(desk, {**told, "Subject": "Another"})


def test_the_payers_number_is_not_kept(desk):
    event = _verify(desk, _notice(desk))
    assert "01770618575" not in json.dumps(dict(event.body))
    assert event.body["Message"]["debitMSISDN"] == "017••••8575"


def test_what_was_paid_by_other_ways_is_none_of_ours(desk):
    """bKash tells of all payments to the merchant, those by QR code too."""
    for changed in ({"merchantInvoiceNumber": ""}, {"creditShortCode": "01899999999"}):
        event = _verify(desk, _notice(desk, **changed))
        assert (event.about, event.gateway_ref) == ("other", "")
    named = replace(desk.keys, values={**TEST_KEYS, "short_code": ""})
    assert _verify(desk, _notice(desk, creditShortCode="01899999999"), named).about == "payment"


def test_a_message_that_is_no_json(desk):
    told = sns.sign({**_notice(desk), "Message": "hello"})
    assert _verify(desk, told).about == "other"


def test_without_a_topic_nothing_is_listened_to(desk):
    keys = replace(desk.keys, values={**TEST_KEYS, "topic_arn": ""})
    with pytest.raises(Forged):
        _verify(desk, _notice(desk), keys)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://sns.ap-southeast-1.amazonaws.com/x.pem", True),
        ("https://sns.cn-north-1.amazonaws.com.cn/x.pem", True),
        ("http://sns.ap-southeast-1.amazonaws.com/x.pem", False),
        ("https://sns.ap-southeast-1.amazonaws.com.evil.example/x.pem", False),
        ("https://evil.example/sns.us-east-1.amazonaws.com/x.pem", False),
        ("https://sns.us-east-1.amazonaws.com@evil.example/x.pem", False),
        ("https://sns.us-east-1.amazonaws.com:8443/x.pem", False),
        ("https://s3.us-east-1.amazonaws.com/sns.pem", False),
        ("https://sns.a.b.amazonaws.com/x.pem", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_whose_addresses_are_believed(url, good):
    assert notices.is_of_sns(url, Keys(live=True)) is good


def test_beside_a_fake_only_the_fake_is_believed(desk):
    assert notices.is_of_sns(f"{desk.fake.base}/x.pem", desk.keys)
    assert not notices.is_of_sns("https://sns.ap-southeast-1.amazonaws.com/x.pem", desk.keys)
    assert not notices.is_of_sns(f"{desk.fake.base}0/x.pem", desk.keys)


def test_the_certificate_is_read_once(desk):
    first = _notice(desk)
    _verify(desk, first)
    desk.fake.stop()
    wire.hang_up()
    assert _verify(desk, first).gateway_ref == "tok-1"


def test_a_certificate_that_ran_out_is_worth_nothing(desk):
    told = desk.fake.notice(desk.start().gateway_ref, at=3_000_000_000)
    late = desk.at.replace(year=2065, month=1, day=24, hour=5, minute=20)
    with pytest.raises(Forged):
        GATEWAY.verify_event(sns.headers(told), json.dumps(told).encode(), keys=desk.keys, at=late)


def test_until_the_certificate_can_be_read_sns_tries_again(desk):
    told = _notice(desk)
    desk.fake.stop()
    wire.hang_up()
    with pytest.raises(Refused) as refused:
        _verify(desk, told)
    assert (refused.value.code, refused.value.status) == ("certificate_unreachable", 503)


def _post(client, told):
    headers = sns.headers(told)
    body = json.dumps(told)
    kind = headers.pop("Content-Type")
    return client.post("/hooks/bkash/", body, content_type=kind, headers=headers).status_code


@pytest.fixture
def door(desk, client, settings):
    """The instance takes bKash with the fake's keys; the door reads the time from where the desk's stands."""
    from dhara.kit import clock

    settings.GATEWAY_BASES = {"bkash": desk.fake.base}
    accounts.have(gateway="bkash", values=TEST_KEYS, by=SYSTEM, at=desk.at)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: desk.at)
        yield lambda told: _post(client, told)


def test_at_the_door(desk, door):
    told = _notice(desk)
    assert [door(told), door(told)] == [202, 200]
    assert door({**told, "Message": "{}"}) == 400
    kept = GatewayEvent.objects.get()
    assert (kept.event_id, kept.gateway_ref) == (told["MessageId"], "tok-1")


def test_at_the_door_while_the_certificate_can_not_be_read(desk, door):
    told = _notice(desk)
    desk.fake.server.browsers = ("/pay/",)
    desk.fake.fail_next("down", at=".pem")
    assert door(told) == 503
    assert GatewayEvent.objects.count() == 0
    cache.clear()
    assert door(told) == 202


def test_a_subscription_is_confirmed(desk, door):
    desk.fake.confirmed = False
    assert door(desk.fake.confirmation()) == 202
    drain(desk.at)
    assert desk.fake.confirmed
    kept = GatewayEvent.objects.get()
    assert (kept.about, kept.problem) == ("other", "")
    assert kept.handled_at is not None


def test_subscriptions_of_others_are_not_confirmed(desk, door):
    desk.fake.confirmed = False
    told = desk.fake.confirmation()
    assert door(sns.sign({**told, "TopicArn": "arn:aws:sns:us-east-1:111111111111:mallory"})) == 400
    elsewhere = sns.sign({**told, "SubscribeURL": "http://169.254.169.254/latest/"})
    assert door(elsewhere) == 202
    drain(desk.at)
    assert not desk.fake.confirmed
    assert desk.asked("/latest/") == 0


def test_a_confirmation_that_is_not_taken_is_tried_again(desk):
    event = _verify(desk, desk.fake.confirmation())
    gone = replace(event, body={**event.body, "SubscribeURL": f"{desk.fake.base}/nowhere"})
    with pytest.raises(GatewayTrouble):
        GATEWAY.heed(gone, keys=desk.keys, at=desk.at)

"""Events of providers, in the shapes that their documents show, by the hook of a way to send."""

from __future__ import annotations

import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from dhara.audience.models import Delivery, Provider, Returned
from tests.audience.returns.test_dsn import ID, sample
from tests.audience.returns.test_handling import ours, sent
from tests.make import readers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
TOKEN = "hook-" + "k" * 40
WHEN = int(datetime(2026, 3, 2, 3, 59, tzinfo=UTC).timestamp())
MINA = "mina@example.com"


def provider(letter: Delivery, kind: str, **keys: str) -> Provider:
    return readers.provider(letter.due_at, letter.studio, kind, **keys)


def post(body: Any, **headers: str) -> Any:
    return Client().post(f"/hooks/mail/{TOKEN}/", json.dumps(body), content_type="application/json", headers=headers)


def mailgun(letter: Delivery, key: str, event: str = "failed", **more: Any) -> dict[str, Any]:
    token = more.get("id", "mg-1")
    signed = hmac.new(key.encode(), f"{WHEN}{token}".encode(), "sha256").hexdigest()
    data = {
        "event": event, "id": "mg-1", "timestamp": WHEN, "recipient": MINA, "severity": "permanent",
        "message": {"headers": {"message-id": f"{ours(letter)}@nadia.example", "to": MINA}},
        "delivery-status": {"code": 550, "message": "5.1.1 no such user"}, "reason": "bounce", **more,
    }  # fmt: skip
    return {"signature": {"timestamp": str(WHEN), "token": token, "signature": signed}, "event-data": data}


def sendgrid(letter: Delivery, **more: Any) -> list[dict[str, Any]]:
    said = {"email": MINA, "timestamp": WHEN, "smtp-id": f"<{ours(letter)}@nadia.example>", "sg_event_id": "sg-1"}
    return [{**said, "event": "bounce", "type": "bounce", "reason": "550 5.1.1 unknown", **more}]


def ses(letter: Delivery, **more: Any) -> dict[str, Any]:
    bounced = {
        "bounceType": "Permanent", "bounceSubType": "General", "feedbackId": "f1",
        "timestamp": "2026-03-02T03:59:00.000Z",
        "bouncedRecipients": [{"emailAddress": MINA, "action": "failed", "status": "5.1.1", "diagnosticCode": ""}],
    }  # fmt: skip
    headers = [{"name": "Message-ID", "value": f"<{ours(letter)}@nadia.example>"}]
    mail = {"messageId": "ses-1", "timestamp": "2026-03-02T03:58:00.000Z", "headers": headers, "destination": [MINA]}
    event = {"notificationType": "Bounce", "bounce": bounced, "mail": mail, **more}
    return {"Type": "Notification", "MessageId": "sns-1", "Message": json.dumps(event)}


EVENTS: dict[str, Any] = {
    "sendgrid": sendgrid,
    "amazon_ses": ses,
    "postmark": lambda letter: {
        "RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "MessageID": "pm-1", "Email": MINA, "Details": "no",
        "BouncedAt": "2026-03-02T03:59:00Z", "Description": "The server was unable to deliver your message",
        "Metadata": {"dhara": ours(letter)},
    },
    "brevo": lambda letter: {
        "event": "hard_bounce", "email": MINA, "id": 3, "date": "2026-03-02 03:59:00", "ts_event": WHEN,
        "message-id": f"<{ours(letter)}@nadia.example>", "reason": "user does not exist",
    },
    "mailjet": lambda letter: [
        {"event": "bounce", "time": WHEN, "MessageID": 1, "email": MINA, "hard_bounce": True, "error": "user unknown",
         "error_related_to": "recipient", "CustomID": ours(letter)}
    ],
    "resend": lambda letter: {
        "type": "email.bounced", "created_at": "2026-03-02T03:59:00.000Z",
        "data": {"email_id": "re-1", "to": [MINA], "from": "hello@nadia.example", "subject": "x",
                 "created_at": "2026-03-02T03:58:00.000Z", "bounce": {"type": "Permanent", "message": "no such user"},
                 "headers": [{"name": "Message-ID", "value": f"<{ours(letter)}@nadia.example>"}]},
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", EVENTS)
def test_a_hard_bounce_by_each_provider(now: datetime, kind: str) -> None:
    letter = sent(now)
    provider(letter, kind)
    headers = {"X-Amz-Sns-Message-Type": "Notification"} if kind == "amazon_ses" else {}
    for stored in ("1\n", "0\n"):
        answer = post(EVENTS[kind](letter), **headers)
        assert (answer.status_code, answer.content.decode()) == (200, stored)
    kept = Returned.objects.get()
    assert (kept.kind, kept.delivery_id) == ("hard", letter.pk)
    assert kept.at <= now


def test_mailgun_signs(now: datetime) -> None:
    letter = sent(now)
    provider(letter, "mailgun", webhook_signing_key="key-1")
    assert post(mailgun(letter, "another")).status_code == 403
    assert not Returned.objects.exists()
    assert post(mailgun(letter, "key-1")).content == b"1\n"
    temporary = mailgun(letter, "key-1", severity="temporary", id="mg-2")
    assert post(temporary).content == b"1\n"
    assert post(mailgun(letter, "key-1", "opened", id="mg-3")).content == b"0\n", "opens are our own matter"
    assert post(mailgun(letter, "key-1", "complained", id="mg-4")).content == b"1\n"
    assert [each.kind for each in Returned.objects.order_by("id")] == ["hard", "deferred", "complained"]


def test_what_is_blocked_is_not_dead(now: datetime) -> None:
    letter = sent(now)
    provider(letter, "sendgrid")
    post(sendgrid(letter, type="blocked", reason="550 5.7.1 blocked", sg_event_id="sg-2"))
    assert Returned.objects.get().kind == "soft"


@pytest.mark.parametrize("body", [None, [], {}, {"event-data": 1}, [{"event": {}}]])
@pytest.mark.parametrize("kind", ["mailgun", *EVENTS])
def test_nonsense_is_refused_and_breaks_nothing(now: datetime, kind: str, body: Any) -> None:
    letter = sent(now)
    provider(letter, kind)
    assert post(body).status_code in (200, 422)
    assert not Returned.objects.exists()


def test_a_wrong_address_and_a_way_without_events(now: datetime) -> None:
    letter = sent(now)
    assert post({}).status_code == 404
    provider(letter, "smtp")
    assert post({}).status_code == 422
    assert Client().get(f"/hooks/mail/{TOKEN}/").status_code == 200


def test_a_mail_server_hands_in_what_came_back(now: datetime) -> None:
    letter = sent(now)
    provider(letter, "smtp")
    raw = sample("qmail").replace(ID.encode(), ours(letter).encode())
    answer = Client().post(f"/hooks/mail/{TOKEN}/", raw, content_type="message/rfc822")
    assert answer.content == b"1\n"
    assert Returned.objects.get().kind == "hard"


@pytest.mark.parametrize(
    "url", ["http://sns.eu-west-1.amazonaws.com/x", "https://sns.evil.example/", "https://evil.amazonaws.com/"]
)
def test_amazons_question_is_answered_to_amazon_alone(now: datetime, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    visited: list[str] = []
    monkeypatch.setattr("httpx.get", lambda url, **_: visited.append(url))
    provider(sent(now), "amazon_ses")
    head = {"X-Amz-Sns-Message-Type": "SubscriptionConfirmation"}
    post({"Type": "SubscriptionConfirmation", "MessageId": "m", "SubscribeURL": url}, **head)
    assert visited == []
    good = "https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription"
    assert post({"Type": "SubscriptionConfirmation", "MessageId": "m", "SubscribeURL": good}, **head).status_code == 200
    assert visited == [good]

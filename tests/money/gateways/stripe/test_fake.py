"""The fake itself: its post, its pages; what a person clicks works."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest
import stripe

from tests.fakes.stripe import CARDS, SECRET_KEY, WEBHOOK_SECRET, Fake, post


class Inbox:
    """A shop that takes notices: `answers` are the statuses it gives, the last one for ever."""

    def __init__(self, *answers):
        self.answers, self.came = list(answers), []
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                inbox.came.append((self.headers["Stripe-Signature"], body.decode()))
                status = inbox.answers.pop(0) if len(inbox.answers) > 1 else inbox.answers[0]
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks/stripe/"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def types(self):
        return [json.loads(body)["type"] for _signature, body in self.came]

    def wait(self, many):
        until = time.monotonic() + 10
        while len(self.came) < many and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.1)
        assert len(self.came) == many, self.types

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def playing():
    """Start a fake that tells an inbox, and pay in it."""
    made = []

    def play(*answers):
        inbox = Inbox(*answers)
        fake = Fake(notify=inbox.url)
        fake.start()
        made.append((fake, inbox))
        return fake, inbox

    yield play
    for fake, inbox in made:
        fake.stop()
        inbox.close()


def _session(fake, token="tok-1"):
    client = stripe.StripeClient(SECRET_KEY, base_addresses={"api": fake.base})
    price = {"currency": "usd", "unit_amount": 2000, "product_data": {"name": "A thing"}}
    return client.v1.checkout.sessions.create(
        {
            "mode": "payment",
            "client_reference_id": token,
            "line_items": [{"quantity": 1, "price_data": price}],
            "success_url": "https://shop.example/ok?s={CHECKOUT_SESSION_ID}",
            "cancel_url": "https://shop.example/no",
        }
    )


PAID = ["payment_intent.created", "charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]


def test_notices_are_what_the_sdk_takes_for_stripes(playing):
    fake, inbox = playing(200)
    fake.pay(_session(fake).id)
    inbox.wait(4)
    assert inbox.types == PAID
    for signature, body in inbox.came:
        event = stripe.Webhook.construct_event(body, signature, WEBHOOK_SECRET)
        assert event.data.object.id


def test_a_notice_that_was_not_taken_comes_again(playing, monkeypatch):
    monkeypatch.setattr(post, "TRIES", (0.05, 0.05, 0.05))
    fake, inbox = playing(500, 404, 200)
    fake.pay(_session(fake).id)
    inbox.wait(6)
    assert sorted(set(inbox.types)) == sorted(PAID)


def test_notices_that_are_held_come_backwards_and_twice(playing):
    fake, inbox = playing(200)
    fake.post.hold, fake.post.copies = True, 2
    fake.pay(_session(fake).id)
    inbox.wait(0)
    fake.post.release(backwards=True)
    inbox.wait(8)
    assert inbox.types == [kind for kind in reversed(PAID) for _copy in range(2)]


def test_lost_notices_never_come(playing):
    fake, inbox = playing(200)
    fake.post.lose = 3
    fake.pay(_session(fake).id)
    inbox.wait(1)
    assert inbox.types == PAID[-1:]


def _press(fake, button, **fields):
    return httpx.post(f"{fake.base}/dashboard/{button}", data=fields, follow_redirects=True)


def test_everything_on_the_dashboard_can_be_pressed(playing):
    fake, _inbox = playing(200)
    paid, debit = _session(fake), _session(fake, "tok-2")
    fake.pay(paid.id, "4000000000007726")
    fake.pay_by_debit(debit.id)
    name = fake.intent(paid.id)["id"]
    assert _press(fake, "refunds", payment_intent=name, amount="500").status_code == 200
    assert fake.books.of("refund")[0]["status"] == "pending"
    _press(fake, "settlements", refund=fake.books.of("refund")[0]["id"], status="succeeded")
    assert fake.books.of("refund")[0]["status"] == "succeeded"
    assert "The money arrives" in _press(fake, "warnings", payment_intent=name).text
    _press(fake, "debits", session=debit.id, paid="yes")
    assert fake.session(debit.id)["payment_status"] == "paid"
    _press(fake, "disputes", payment_intent=name)
    _press(fake, "rulings", dispute=fake.books.of("dispute")[0]["id"], status="won")
    assert "won" in httpx.get(f"{fake.base}/").text
    assert "answered with 200" in _press(fake, "forgeries").text
    assert _press(fake, "refunds", payment_intent="pi_nothing").status_code == 404
    assert _press(fake, "nothing").status_code == 404


@pytest.mark.parametrize("number", CARDS)
def test_every_card_on_the_page_does_what_it_says(playing, number):
    fake, _inbox = playing(200)
    session = _session(fake)
    page = httpx.get(session.url)
    assert CARDS[number].words in page.text
    answer = httpx.post(session.url, data={"card": number, "way": "card"})
    if CARDS[number].auth:
        assert "Is it you" in answer.text
        answer = httpx.post(session.url, data={"card": number, "proof": "yes"})
    assert answer.status_code == (200 if CARDS[number].decline else 303)
    assert fake.session(session.id)["payment_status"] == ("unpaid" if CARDS[number].decline else "paid")


def test_keys_and_words_that_stripe_would_refuse(playing):
    fake, _inbox = playing(200)
    client = stripe.StripeClient("sk_test_wrong", base_addresses={"api": fake.base})
    with pytest.raises(stripe.AuthenticationError):
        client.v1.balance.retrieve()
    client = stripe.StripeClient(SECRET_KEY, base_addresses={"api": fake.base})
    with pytest.raises(stripe.InvalidRequestError) as unknown:
        client.v1.refunds.create({"payment_intent": "pi_1", "colour": "red"})
    assert (unknown.value.code, unknown.value.param) == ("parameter_unknown", "colour")
    with pytest.raises(stripe.InvalidRequestError) as missing:
        client.v1.disputes.retrieve("du_1")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")

"""The hands behind Stripe: payers with cards at the fake's checkout, and what banks do afterwards."""

from dataclasses import replace
from datetime import UTC, datetime

from dhara.kit.currency import Money
from dhara.money.gateways.rules import Charge, Keys
from dhara.money.gateways.stripe.gateway import Stripe
from tests.fakes.stripe import TEST_KEYS, Fake

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class StripeRemote:
    gateway = Stripe()
    currency = "BDT"

    def __init__(self):
        self.fake = Fake(clock=NOW.timestamp)
        self.keys = Keys(TEST_KEYS, base=self.fake.start())
        self.card = "4242424242424242"

    def close(self):
        self.fake.stop()

    def pay(self, ref, at):
        told = self.fake.session(ref)
        if told["status"] == "open":
            assert self.fake.pay(ref, self.card) is None

    def decline(self, ref, at):
        """The card is declined, the payer gives up, the session runs out."""
        assert self.fake.pay(ref, "4000000000000002")
        self.fake.expire(ref)

    def cancel(self, ref, at):
        """The payer follows the link back; our door then asks with what their browser brought."""
        charge = Charge("tok-1", Money(50_000, self.currency), "", gateway_ref=ref, returned={"stripe": "cancelled"})
        self.gateway.query(charge, keys=self.keys, at=at)

    def notice(self, ref, at):
        return self.fake.notice("checkout.session.completed", ref, at=at.timestamp())

    def returned(self, ref):
        return {"session_id": ref}

    def review(self, ref, at):
        self.fake.pay(ref, "4000000000009235")

    def refunds_wait(self, on):
        self.card = "4000000000007726" if on else "4242424242424242"

    def settle_refunds(self, at):
        for told in self.fake.books.of("refund", status="pending"):
            self.fake.settle_refund(told["id"])

    def lose_refunds(self, at):
        for told in self.fake.books.of("refund", status="succeeded"):
            self.fake.settle_refund(told["id"], "failed")

    def wrong_keys(self):
        return replace(self.keys, values={**TEST_KEYS, "secret_key": "sk_test_SomebodyElses"})

    def down(self, on):
        self.fake.down = on

    def forgeries(self, headers, body):
        theirs, _ = self.fake.notice("checkout.session.completed", at=NOW.timestamp(), secret="whsec_SomebodyElses")
        header = headers["Stripe-Signature"]
        stamp, signature, old = header.split(",")
        return [
            (theirs, body),
            ({"Stripe-Signature": f"{stamp},{old}"}, body),
            ({"Stripe-Signature": f"{stamp},{signature.replace('v1', 'v0')}"}, body),
            ({"Stripe-Signature": f"t={int(NOW.timestamp()) + 1},{signature}"}, body),
            ({"Stripe-Signature": signature}, body),
            ({"Stripe-Signature": f"{stamp},v1="}, body),
        ]

"""The hands behind bKash: payers with wallets, and SNS."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from dhara.money.gateways import wire
from dhara.money.gateways.bkash.gateway import Bkash
from dhara.money.gateways.rules import Keys
from tests.fakes.bkash import TEST_KEYS, Fake, sns
from tests.fakes.bkash.pages import FORGERIES, forged

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


class BkashRemote:
    gateway = Bkash()
    currency = "BDT"
    # What stands behind the JSON is not signed, and changes nothing.
    signs_body = False

    def __init__(self):
        self.fake = Fake(clock=NOW.timestamp)
        self.keys = Keys(TEST_KEYS, base=self.fake.start())

    def close(self):
        wire.hang_up()
        self.fake.stop()

    def pay(self, ref, at):
        self.fake.pay(ref)

    def decline(self, ref, at):
        self.fake.decline(ref)

    def cancel(self, ref, at):
        self.fake.cancel(ref)

    def returned(self, ref):
        return self.fake.returned(ref)

    # bKash does not find payments by our name for them; but without the reference nobody was ever sent there to pay.
    finds_by_token = False

    def notice(self, ref, at):
        told = self.fake.notice(ref, at=at.timestamp())
        return sns.headers(told), json.dumps(told).encode()

    def forgeries(self, headers, body):
        ref = next(reversed(self.fake.books.payments))
        told = json.loads(body)
        false = [forged(self.fake, ref, how) for how in FORGERIES]
        false += [{**told, name: "x"} for name in ("Message", "MessageId", "Timestamp", "TopicArn", "Signature")]
        false += [{key: value for key, value in told.items() if key != name} for name in told]
        false += [
            {**told, "Subject": "added"},
            {**told, "SignatureVersion": "2"},
            {**told, "SignatureVersion": "3"},
            sns.sign(told, "stranger"),
            sns.sign({**told, "SigningCertURL": f"http://127.0.0.1:9{sns.STRANGER}"}, "stranger"),
            sns.sign({**told, "SigningCertURL": f"{self.keys.base}/panel/{sns.STRANGER}"}, "stranger"),
        ]
        shapes = [(sns.headers({**told, **each}), json.dumps(each).encode()) for each in false]
        other = {**headers, "x-amz-sns-message-type": "SubscriptionConfirmation"}
        return [*shapes, (other, body), (headers, b"[]"), (headers, b'{"Type": "Notification"}')]

    def refunds_wait(self, on):
        self.fake.refunds_wait = on

    def settle_refunds(self, at, well=True):
        self.fake.settle_refunds(well=well)

    def lose_refunds(self, at):
        self.fake.lose_refunds()

    def wrong_keys(self):
        return replace(self.keys, values={**TEST_KEYS, "password": "not-the-password"})

    def down(self, on):
        self.fake.server.down = on

    def die_after_taking(self):
        self.fake.timeout_next("/execute")

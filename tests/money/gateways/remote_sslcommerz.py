"""The hands behind SSLCommerz."""

from urllib.parse import urlencode

from dhara.money.gateways import wire
from dhara.money.gateways.rules import Keys
from dhara.money.gateways.sslcommerz.gateway import SSLCommerz
from tests.fakes.sslcommerz import TEST_KEYS, Fake
from tests.fakes.sslcommerz.signing import sign


class SSLCommerzRemote:
    gateway = SSLCommerz()
    currency = "BDT"
    # The signed words carry no time; what an old notice can do is told in the adapter's docstring: nothing.
    notices_age = False

    def __init__(self):
        self.fake = Fake(posts=False)
        self.keys = Keys(TEST_KEYS, base=self.fake.start())

    def close(self):
        wire.hang_up()
        self.fake.stop()

    def pay(self, ref, at):
        self.fake.act(ref)

    def decline(self, ref, at):
        self.fake.act(ref, "FAILED", error="Insufficient Funds")

    def cancel(self, ref, at):
        self.fake.act(ref, "CANCELLED", error="Cancelled by User")

    def review(self, ref, at):
        self.fake.act(ref, risk_level="1", risk_title="Not Safe")

    def returned(self, ref):
        return self.fake.returned(self._last(ref))

    def notice(self, ref, at):
        return {}, urlencode(self.fake.notice(self._last(ref))).encode()

    def forgeries(self, headers, body):
        made = self.fake.books.transactions[-1]
        true = self.fake.notice(made)
        bare = dict(made.told)
        named = ("tran_id", "val_id", "amount", "status", "currency")
        false = [
            {**true, "amount": "1.00"},
            {**true, "tran_id": "D123"},
            {**true, "val_id": "VAL9"},
            {**true, "verify_sign": "0" * 32},
            {**true, "verify_sign_sha2": "0" * 64},
            {**true, "verify_sign_sha2": ""},
            {name: value for name, value in true.items() if name != "verify_sign"},
            {name: value for name, value in true.items() if name != "verify_key"},
            sign(bare, "somebody-else"),
            sign({**bare, "store_id": "another-store"}),
            *(sign(bare, only=tuple(set(named) - {name})) for name in named),
        ]
        return [({}, urlencode(each).encode()) for each in false] + [({}, body + b"&amount=1.00")]

    def refunds_wait(self, on):
        self.fake.books.refunds_wait = on

    def settle_refunds(self, at, well=True):
        self.fake.settle_refunds(well=well)

    def lose_refunds(self, at):
        self.fake.lose_refunds()

    def wrong_keys(self):
        return Keys({**TEST_KEYS, "store_passwd": "not-the-password"}, base=self.keys.base)

    def down(self, on):
        self.fake.server.down = on

    def _last(self, ref):
        return self.fake.books.of(ref)[-1]

"""The hands behind Nagad."""

from dhara.money.gateways import wire
from dhara.money.gateways.nagad.gateway import Nagad
from dhara.money.gateways.rules import Keys
from tests.fakes.nagad import TEST_KEYS, Fake


class NagadRemote:
    gateway = Nagad()
    currency = "BDT"
    finds_by_token = False
    refunds = False

    def __init__(self):
        # Tests stand still at a moment of their own.
        self.fake = Fake(near=None)
        self.keys = Keys(TEST_KEYS, base=self.fake.start())

    def close(self):
        wire.hang_up()
        self.fake.stop()

    def pay(self, ref, at):
        self.fake.act(ref)

    def decline(self, ref, at):
        self.fake.act(ref, "Failed", "Insufficient balance")

    def cancel(self, ref, at):
        self.fake.act(ref, "Aborted")

    def returned(self, ref):
        return self.fake.returned(ref)

    def notice(self, ref, at):
        return None

    def wrong_keys(self):
        return Keys({**TEST_KEYS, "merchant_id": "000000000000"}, base=self.keys.base)

    def down(self, on):
        self.fake.server.down = on

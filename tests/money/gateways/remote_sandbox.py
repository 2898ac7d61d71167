"""The hands behind the sandbox."""

from dhara.money.gateways.rules import NO_KEYS
from dhara.money.gateways.sandbox import actions as sandbox
from dhara.money.gateways.sandbox import queries, rules
from dhara.money.gateways.sandbox.gateway import Sandbox


class SandboxRemote:
    gateway = Sandbox()
    currency = "BDT"
    keys = NO_KEYS

    def pay(self, ref, at):
        sandbox.choose(ref, "pay", at=at)

    def decline(self, ref, at):
        sandbox.choose(ref, "decline", at=at)

    def cancel(self, ref, at):
        sandbox.choose(ref, "cancel", at=at)

    def notice(self, ref, at):
        event_id, body = rules.notice(ref, "paid", 1, at)
        return rules.sign(queries.secret(), event_id, body, at), body

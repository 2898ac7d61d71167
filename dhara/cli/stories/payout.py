"""The story of a payout: what Nadia sold goes to her wallet and her bank, once, and nowhere else.

An operator looks at the first one; a wallet that refuses gives the money back; a gateway that falls silent after it has
sent is asked, not told again; a list goes to the bank and its answer comes back; changed details rest, and are told by
mail. With chaos the worker dies between the ledger and the gateway, and the web server while the operator works.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dhara.cli.complaint import Complaint
from dhara.cli.stories import cast
from dhara.cli.stories import payout_steps as steps
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.mailbox import OutboxMailbox, SinkMailbox
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.teller import Step, tell
from dhara.cli.stories.visitor import Visitor
from dhara.cli.stories.world import world

_BEGIN: Final[list[Step]] = [
    steps.nadia_is_there,
    steps.an_operator_moves_in,
    steps.mitu_buys,
    steps.the_money_clears,
    steps.nadia_adds_a_wallet,
]
_END: Final[list[Step]] = [
    steps.a_bank_account_is_vouched_for,
    steps.the_list_goes_to_the_bank,
    steps.changed_details_rest,
]
PLAIN: Final[list[Step]] = [
    *_BEGIN,
    steps.she_asks,
    steps.the_operator_approves,
    steps.the_wallet_refuses,
    steps.she_changes_her_wallet,
    steps.she_asks,
    steps.the_operator_approves,
    steps.the_gateway_falls_silent,
    *_END,
    steps.the_books_are_sound,
]
CHAOS: Final[list[Step]] = [
    *_BEGIN,
    steps.she_asks,
    steps.the_worker_dies_on_the_way,
    steps.the_wallet_refuses,
    steps.she_changes_her_wallet,
    steps.the_web_server_dies,
    steps.she_asks,
    steps.the_worker_dies_on_the_way,
    steps.the_gateway_falls_silent,
    *_END,
    steps.the_books_are_sound,
]
# At somebody else's Dhara nobody can become an operator, or let money clear.
ELSEWHERE: Final[list[Step]] = [steps.nadia_is_there, steps.mitu_buys, steps.nadia_adds_a_wallet, steps.too_early]


class Payout:
    name = "payout"

    def play(self, *, as_json: bool = False, chaos: bool = False, url: str | None = None) -> int:
        """0 when the story ends well. Raises Complaint for chaos at somebody else's Dhara."""
        if chaos and url:
            raise Complaint("With --chaos a story kills processes, so it only plays at a Dhara of its own: omit --url.")
        played = ELSEWHERE if url else CHAOS if chaos else PLAIN
        with _stage(url) as stage:
            if tell(self.name, played, stage, as_json=as_json):
                return 0
            if stage.scene.own:
                print(f"What Dhara itself said last:\n{stage.own.words()[-6000:]}", file=sys.stderr)
            return 1


@contextmanager
def _stage(url: str | None) -> Iterator[steps.Stage]:
    if url:
        made = _with_operator(cast.scene(url, OutboxMailbox(url), None))
        try:
            yield made
        finally:
            made.close()
        return
    with world() as own:
        assert own.sink is not None
        made = _with_operator(cast.scene(own.url, SinkMailbox(own.sink), own))
        try:
            yield made
        finally:
            made.close()


def _with_operator(scene: Scene) -> steps.Stage:
    return steps.Stage(
        scene, Operator(Visitor(scene.base, "en", name="operator"), f"oishi.{scene.mark}@story.example.com")
    )


STORY: Final = Payout()

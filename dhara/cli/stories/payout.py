"""The story of a payout: what Nadia sold goes to her wallet and her bank, once, and nowhere else.

An operator looks at the first one; bKash under maintenance sends nothing, and the money is back on the balance; a list
goes to the bank and its answer comes back; changed details rest, and are told by mail. With chaos the worker dies
between the ledger and bKash, the web server while the operator works, and bKash falls silent after it has sent: it is
never told again, an operator looks into its portal.
"""

from __future__ import annotations

from typing import Final

from dhara.cli.stories import payout_bkash
from dhara.cli.stories import payout_steps as steps
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.operating import Operator
from dhara.cli.stories.payout_stage import Stage
from dhara.cli.stories.tale import Tale
from dhara.cli.stories.teller import Step
from dhara.cli.stories.visitor import Visitor

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
    payout_bkash.bkash_closes_for_maintenance,
    steps.the_operator_approves,
    payout_bkash.bkash_sends_nothing,
    steps.she_changes_her_wallet,
    steps.she_asks,
    steps.the_operator_approves,
    payout_bkash.it_arrives,
    *_END,
    steps.the_books_are_sound,
]
CHAOS: Final[list[Step]] = [
    *_BEGIN,
    steps.she_asks,
    payout_bkash.bkash_closes_for_maintenance,
    payout_bkash.the_worker_dies_on_the_way,
    payout_bkash.bkash_sends_nothing,
    steps.she_changes_her_wallet,
    payout_bkash.the_web_server_dies,
    steps.she_asks,
    payout_bkash.bkash_will_fall_silent,
    payout_bkash.the_worker_dies_on_the_way,
    payout_bkash.the_operator_looks_into_the_portal,
    *_END,
    steps.the_books_are_sound,
]
# At somebody else's Dhara nobody can become an operator, or let money clear.
ELSEWHERE: Final[list[Step]] = [steps.nadia_is_there, steps.mitu_buys, steps.nadia_adds_a_wallet, steps.too_early]


def _stage(scene: Scene) -> Stage:
    operator = Operator(Visitor(scene.base, "en", name="operator"), f"oishi.{scene.mark}@story.example.com")
    return Stage(scene, operator, scene.own.fake("bkash") if scene.own else "")


STORY: Final = Tale("payout", PLAIN, CHAOS, stage=_stage, fakes=("bkash",), elsewhere=ELSEWHERE)

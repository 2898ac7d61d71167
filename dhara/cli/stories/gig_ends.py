"""Steps in which a gig does not go as it should: late, forgotten, given up, argued about."""

from __future__ import annotations

from typing import Any

from dhara.cli.stories import operating
from dhara.cli.stories.gig_stage import DAY, NET, Stage
from dhara.cli.stories.gigging import answers, begins, delivers, order, step
from dhara.cli.stories.visitor import Broken

HALF = 14_025


def starts(stage: Stage, name: str, choice: str = "pay") -> None:
    """Another order of the first package, with its answers."""
    order(stage, name, choice=choice)
    begins(stage, name)
    answers(stage, name)


def rafi_cancels_what_is_late(stage: Stage) -> str:
    """Another order is more than a day late; Rafi cancels it alone, and his bank has all his money back."""
    starts(stage, "late")
    stage.rafi.open(stage.orders["late"].room)
    stage.pass_hours(2 * DAY + 25)
    step(stage.rafi, stage.orders["late"], "cancel_late")
    return goes_back(stage, "late")


def goes_back(stage: Stage, name: str, after: str = "") -> str:
    """All of it: nothing is held, the gateway has given the whole price back, once."""
    price = stage.orders[name].price * 100
    return stage.becomes(name, "cancelled", after=after, held=0, pending=0, paid=0, returned=NET[300], given_back=price)


def silence_accepts(stage: Stage) -> str:
    """Of a third order Rafi says nothing for three days: it is accepted, and Nadia is paid."""
    starts(stage, "silent")
    delivers(stage, "silent", "Here it is")
    passed = f"pass_hours({3 * DAY})"
    return stage.becomes("silent", "accepted", after=passed, held=0, pending=NET[300], returned=0, given_back=0)


def silence_ends_it(stage: Stage) -> str:
    """A fourth: Nadia asks to end it, Rafi does not answer for 48 hours; it is ended, and his money goes back."""
    starts(stage, "ended")
    asks_to_end(stage, "ended")
    return goes_back(stage, "ended", after=f"pass_hours({2 * DAY})")


def asks_to_end(stage: Stage, name: str) -> None:
    made = stage.orders[name]
    stage.nadia.open(f"{made.room}changes/cancel/")
    stage.nadia.fill("/changes/cancel/", text="My computer is broken.")
    stage.rafi.open(made.room)
    stage.rafi.see("My computer is broken.")


def the_operator_divides(stage: Stage) -> str:
    """A fifth: they disagree, and the operator rules that each gets half."""
    operating.moves_in(stage.operator, stage.scene.mailbox, stage.own)
    starts(stage, "divided")
    delivers(stage, "divided", "As agreed")
    made = stage.orders["divided"]
    stage.rafi.open(made.room)
    stage.rafi.follow("/cases/work/")
    stage.rafi.fill("/cases/work/", text="এটা অন্য কারও নকশা।")
    ruling = f"rule({made.unit}, {stage.operator.email!r}, {HALF})"
    figures: dict[str, Any] = {
        "held": 0,
        "paid": HALF,
        "returned": NET[300] - HALF,
        "pending": HALF,
        "given_back": 15_000,
    }
    return stage.becomes("divided", "divided", after=ruling, **figures)


def the_money_clears(stage: Stage) -> str:
    """Weeks later all that Nadia earned is hers to the poisha."""
    numbers = [each.number for each in stage.orders.values()]
    found = stage.inside(f"pass_hours({60 * DAY}); clear({numbers})")
    wrong = {
        number: each
        for number, each in found.items()
        if each["held"] or each["pending"] or each["cleared"] != each["paid"]
    }
    if wrong:
        raise Broken(f"not all has cleared: {wrong}")
    earned = sum(each["cleared"] for each in found.values()) - stage.cost
    money = f"৳{earned // 100:,}.{earned % 100:02}".removesuffix(".00")
    stage.nadia.open(f"{stage.scene.nadia.workplace}money/payouts/")
    stage.nadia.see(money)
    return f"{money} can be paid out"

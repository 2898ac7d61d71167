"""Is a mode's table sound, and where is money set aside? Read off the table itself, by every way through it."""

from __future__ import annotations

from dhara.work.engagements.rules import FUND, RELEASE, RETURN, SPLIT, SUBMISSION, TRIM, Mode


def faults(mode: Mode) -> list[str]:
    """What is wrong with a mode's table, in English, for whoever writes one; empty when it is sound."""
    found = [
        f"{step.verb}: {state} is no state"
        for step in mode.steps
        for state in (step.source, step.target)
        if state not in mode.states
    ]
    pairs = [(step.source, step.verb) for step in mode.steps]
    found += [f"{verb} stands twice in {state}" for state, verb in sorted({p for p in pairs if pairs.count(p) > 1})]
    for silence in mode.silences:
        step = mode.step(silence.state, silence.verb)
        if step is None or "system" not in step.who or step.needs == SUBMISSION:
            found.append(f"silence in {silence.state} can not {silence.verb}")
    found += [
        f"reminder in {each.state}, which is no state" for each in mode.reminders if each.state not in mode.states
    ]
    if [silence.state for silence in mode.silences] != list(dict.fromkeys(each.state for each in mode.silences)):
        found.append("two silences in one state")
    return found + _money_faults(mode)


def _money_faults(mode: Mode) -> list[str]:
    """Money is set aside once, and on every way to an end it is gone: paths through the table, held or not."""
    if mode.pooled:
        return [f"{step.verb}: a pool only pays" for step in mode.steps if step.money not in ("", RELEASE)]
    found, seen = [], reached(mode)
    for state, held in sorted(seen):
        steps = [step for step in mode.steps if step.source == state]
        if not steps and held:
            found.append(f"{state} is an end with money set aside")
        for step in steps:
            if step.money == FUND and held:
                found.append(f"{step.verb} in {state} sets money aside twice")
            if step.money in (RELEASE, RETURN, SPLIT, TRIM) and not held:
                found.append(f"{step.verb} in {state} moves money that is not there")
    both = {state for state, held in seen if (state, not held) in seen}
    return found + [f"{state} is reached with money and without" for state in sorted(both)]


def reached(mode: Mode) -> set[tuple[str, bool]]:
    """Every state that the table leads to, with whether money is set aside there: what is trimmed leaves some."""
    seen, ways = set[tuple[str, bool]](), [(mode.initial, False)]
    while ways:
        here = ways.pop()
        if here not in seen:
            seen.add(here)
            state, held = here
            steps = (step for step in mode.steps if step.source == state)
            ways += [(step.target, held if step.money in ("", TRIM) else step.money == FUND) for step in steps]
    return seen

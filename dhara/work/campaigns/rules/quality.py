"""How far answers can be trusted: majority, Dawid and Skene's method, known answers. Pure.

Dawid and Skene's (1979): what each worker confuses with what, and what is true, are estimated from one another in turn
until neither changes. See docs/decisions/0028: why this is not crowd-kit's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Final

PRIOR: Final = 0.5
ROUNDS, STILL = 100, 1e-6
# So that one answer never makes a worker infallible: as if each had given so much of each answer before.
SMOOTHING: Final = 0.01

Worker = Hashable
Task = Hashable


@dataclass(frozen=True)
class Vote:
    task: Task
    worker: Worker
    label: str


@dataclass(frozen=True)
class Verdict:
    """`confidence` is between 0 and 1."""

    label: str
    confidence: float
    votes: int


def gold_accuracy(right: int, gold: int) -> float:
    """A worker's part of right answers to questions with known answers, starting from one half."""
    return (PRIOR + right) / (2 * PRIOR + gold)


def majority(votes: Iterable[Vote]) -> dict[Task, Verdict]:
    """What most said, and which part of them; of two that are equal the one first in the alphabet."""
    by_task: dict[Task, Counter[str]] = defaultdict(Counter)
    for vote in votes:
        by_task[vote.task][vote.label] += 1
    found = {}
    for task, counts in by_task.items():
        label = min(counts, key=lambda each: (-counts[each], each))
        found[task] = Verdict(label, counts[label] / counts.total(), counts.total())
    return found


def dawid_skene(votes: Sequence[Vote], known: Mapping[Task, str] | None = None) -> dict[Task, Verdict]:
    """What is most likely true, and how likely. `known` are true answers, which also show what workers are worth."""
    known = known or {}
    labels = sorted({vote.label for vote in votes} | set(known.values()))
    by_task: dict[Task, list[Vote]] = defaultdict(list)
    for vote in votes:
        by_task[vote.task].append(vote)
    beliefs = {task: _first(given, labels, known.get(task)) for task, given in by_task.items()}
    for _round in range(ROUNDS):
        shares, confusion = _learn(beliefs, by_task, labels)
        fresh = {
            task: beliefs[task] if task in known else _believe(given, labels, shares, confusion)
            for task, given in by_task.items()
        }
        moved = max((abs(fresh[t][x] - beliefs[t][x]) for t in fresh for x in labels), default=0.0)
        beliefs = fresh
        if moved < STILL:
            break
    found = {}
    for task, belief in beliefs.items():
        label = min(labels, key=lambda each: (-belief[each], each))
        found[task] = Verdict(label, belief[label], len(by_task[task]))
    return found


Belief = dict[str, float]
Confusion = dict[Worker, dict[str, Belief]]


def _first(given: Sequence[Vote], labels: Sequence[str], known: str | None) -> Belief:
    if known is not None:
        return {label: float(label == known) for label in labels}
    counts = Counter(vote.label for vote in given)
    return {label: counts[label] / len(given) for label in labels}


def _learn(
    beliefs: Mapping[Task, Belief], by_task: Mapping[Task, Sequence[Vote]], labels: Sequence[str]
) -> tuple[Belief, Confusion]:
    """How common each answer is, and what each worker says where it is true: [worker][true][said]."""
    shares = dict.fromkeys(labels, SMOOTHING)
    said: Confusion = {}
    for task, belief in beliefs.items():
        for label in labels:
            shares[label] += belief[label]
        for vote in by_task[task]:
            mine = said.setdefault(vote.worker, {true: dict.fromkeys(labels, SMOOTHING) for true in labels})
            for true in labels:
                mine[true][vote.label] += belief[true]
    whole = sum(shares.values())
    for mine in said.values():
        for true, counts in mine.items():
            total = sum(counts.values())
            mine[true] = {label: count / total for label, count in counts.items()}
    return {label: share / whole for label, share in shares.items()}, said


def _believe(given: Sequence[Vote], labels: Sequence[str], shares: Belief, confusion: Confusion) -> Belief:
    """In logarithms, so that many small factors do not vanish."""
    logs = {
        true: log(shares[true]) + sum(log(confusion[vote.worker][true][vote.label]) for vote in given)
        for true in labels
    }
    most = max(logs.values())
    weights = {true: exp(value - most) for true, value in logs.items()}
    whole = sum(weights.values())
    return {true: weight / whole for true, weight in weights.items()}

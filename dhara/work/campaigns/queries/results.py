"""Reads: what a campaign found out. Accepted answers only: what was not paid for may not be used."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any

from dhara.kit.sheets import safe
from dhara.work.campaigns.models import Campaign, Item
from dhara.work.campaigns.rules import proof, quality, same_answer
from dhara.work.engagements.models import Submission, Unit
from dhara.work.engagements.modes import micro

Verdicts = dict[quality.Task, quality.Verdict]

_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True)
class Answer:
    """One accepted proof. `item` is None where the campaign has no items."""

    unit: int
    worker: int
    item: Item | None
    answers: Mapping[str, str]
    files: tuple[str, ...]


def accepted(campaign: Campaign) -> Iterator[Answer]:
    """The latest proof of each accepted task, the first ones first."""
    done = Unit.objects.filter(engagement=campaign.engagement_id, status=micro.ACCEPTED)
    items = {item.pk: item for item in campaign.items.all()}
    latest = Submission.objects.filter(unit__in=done).order_by("unit_id", "-number").distinct("unit_id")
    for each in latest.select_related("unit").prefetch_related("files").iterator(chunk_size=1_000):
        names = tuple(file.name for file in each.files.all())
        item = items.get(each.unit.terms.get("item") or 0)
        yield Answer(each.unit_id, each.unit.worker_id or 0, item, each.content.get("answers", {}), names)


def trust(answers: Iterable[Answer]) -> dict[int, float]:
    """How far each worker is trusted, by the questions whose answers are known (rules.quality)."""
    right: dict[int, int] = defaultdict(int)
    gold: dict[int, int] = defaultdict(int)
    for each in answers:
        expected = each.item.expected if each.item else None
        right[each.worker] += 0
        for key, known in (expected or {}).items():
            gold[each.worker] += 1
            right[each.worker] += int(same_answer(each.answers.get(key, ""), known))
    return {worker: quality.gold_accuracy(right[worker], gold[worker]) for worker in right}


def verdicts(answers: Sequence[Answer], key: str) -> tuple[Verdicts, Verdicts]:
    """By item's id: what most said of one question, and what is most likely by Dawid and Skene."""
    votes = [
        quality.Vote(each.item.pk, each.worker, each.answers[key])
        for each in answers
        if each.item is not None and key in each.answers
    ]
    golden = {each.item.pk: each.item.expected for each in answers if each.item is not None and each.item.expected}
    known: dict[quality.Task, str] = {task: expected[key] for task, expected in golden.items() if key in expected}
    likely = quality.dawid_skene(votes, known)
    return quality.majority(votes), likely


def export(campaign: Campaign, form: str) -> str:
    """`json`: answers, and what each item comes to; `csv`: one row for each accepted answer, or each judged item."""
    return "".join(export_parts(campaign, form))


def export_parts(campaign: Campaign, form: str) -> Iterator[str]:
    """The same a part at a time: a large file is on its way before all of it is written."""
    answers = list(accepted(campaign))
    trusted = trust(answers)
    rows = (_row(each, trusted[each.worker]) for each in answers)
    judged = list(_judged(campaign, answers))
    if form == "json":
        yield from _json({"campaign": campaign.pk, "title": campaign.title}, {"answers": rows, "results": judged})
    else:
        yield from _table(judged or [_flat(row) for row in rows])


def _json(head: Mapping[str, Any], lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[str]:
    yield json.dumps(head, ensure_ascii=False)[:-1]
    for name, rows in lists.items():
        yield f',\n "{name}": ['
        for place, row in enumerate(rows):
            yield f"{',' if place else ''}\n  {json.dumps(row, ensure_ascii=False)}"
        yield "]"
    yield "}\n"


def _row(each: Answer, trusted: float) -> dict[str, Any]:
    return {
        "task": each.unit,
        "worker": each.worker,
        "item": each.item.position if each.item else None,
        "data": each.item.data if each.item else {},
        "known": bool(each.item and each.item.expected),
        "answers": dict(each.answers),
        "files": list(each.files),
        "trust": round(trusted, 4),
    }


def _judged(campaign: Campaign, answers: list[Answer]) -> Iterator[dict[str, Any]]:
    """What each item comes to, question by question; known ones are left out, since they were never asked for."""
    fields = [each.key for each in proof.read(campaign.proof) if each.sort in (proof.CHOICE, proof.NUMBER)]
    judged = {key: verdicts(answers, key) for key in fields}
    for item in campaign.items.filter(expected__isnull=True).order_by("position"):
        row: dict[str, Any] = {"item": item.position, **item.data}
        for key, (most, likely) in judged.items():
            if item.pk in likely:
                row[key] = likely[item.pk].label
                row[f"{key}_confidence"] = round(likely[item.pk].confidence, 4)
                row[f"{key}_majority"] = most[item.pk].label
                row[f"{key}_agreement"] = round(most[item.pk].confidence, 4)
                row[f"{key}_answers"] = most[item.pk].votes
        if fields:
            yield row


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "task": row["task"],
        "worker": row["worker"],
        **row["answers"],
        "files": " ".join(row["files"]),
        "trust": row["trust"],
    }


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    heads = list(dict.fromkeys(name for row in rows for name in row))
    yield _line(heads)
    for row in rows:
        yield _line([row.get(head, "") for head in heads])


def _line(cells: Sequence[Any]) -> str:
    made = StringIO()
    csv.writer(made).writerow([_safe(cell) for cell in cells])
    return made.getvalue()


def _safe(cell: Any) -> Any:
    """Nothing that a worker wrote becomes a formula in the buyer's spreadsheet; negative numbers stay numbers."""
    return safe(cell) if isinstance(cell, str) and not _NUMBER.fullmatch(cell) else cell

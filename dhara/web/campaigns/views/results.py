"""What a campaign found out: how far people agree, what each row comes to, and all of it as a file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from dhara.kit.refusal import NotFoundHere
from dhara.work.campaigns.queries import results as reads
from dhara.work.campaigns.rules import proof
from dhara.work.models import Campaign, Item

TYPES: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
MOST_ROWS: Final = 50
MOST_COUNTED: Final = 8


@dataclass(frozen=True)
class Question:
    """`counts` are (answer, how often, its part of all); `agreement` is the mean part of those who said the same.

    `rows` are what the list comes to, the least certain first: (item, by most votes, its part, likely, how likely).
    """

    words: str
    answers: int
    counts: list[tuple[str, int, float]]
    agreement: float | None
    rows: list[tuple[Item, str, float, str, float]]
    judged: int
    differ: int


def results(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    answers = list(reads.accepted(campaign))
    items = campaign.items.in_bulk()
    found = [
        _question(each, answers, items)
        for each in proof.read(campaign.proof)
        if each.sort in (proof.CHOICE, proof.NUMBER)
    ]
    context: dict[str, Any] = {"campaign": campaign, "questions": found, "answers": len(answers)}
    return render(request, "campaigns/results.html", context)


def _question(field: proof.Field, answers: list[reads.Answer], items: dict[int, Item]) -> Question:
    said = Counter(each.answers[field.key] for each in answers if field.key in each.answers)
    whole = said.total()
    most, likely = reads.verdicts(answers, field.key)
    rows = []
    for key in most:
        item = items.get(int(str(key)))
        if item is not None and item.expected is None:
            rows.append((item, most[key].label, most[key].confidence, likely[key].label, likely[key].confidence))
    rows.sort(key=lambda row: (row[4], row[2], row[0].position))
    counts = [(label, count, count / whole) for label, count in said.most_common(MOST_COUNTED)]
    agreement = sum(row[2] for row in rows) / len(rows) if rows else None
    differ = sum(row[1] != row[3] for row in rows)
    return Question(field.words, whole, counts, agreement, rows[:MOST_ROWS], len(rows), differ)


def download(_request: HttpRequest, campaign: Campaign, shape: str) -> HttpResponseBase:
    if shape not in TYPES:
        raise NotFoundHere
    parts = reads.export_parts(campaign, shape)
    answer = StreamingHttpResponse((part.encode() for part in parts), content_type=TYPES[shape])
    answer["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.{shape}"'
    return answer

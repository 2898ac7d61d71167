"""Reads: proofs as the buyer looks at them, with what speaks against each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from dhara.work.campaigns import queries, rules
from dhara.work.campaigns.models import Campaign, Item
from dhara.work.campaigns.rules import draft, proof
from dhara.work.engagements.models import Decision, Submission, SubmittedFile, Unit
from dhara.work.engagements.modes import micro

APPEALS, WAITING, REJECTED, ACCEPTED = "appeals", "", "rejected", "accepted"
# What each list shows: states, and whether the latest come first.
SHOWS: Final[dict[str, tuple[tuple[str, ...], bool]]] = {
    WAITING: ((micro.SUBMITTED,), False),
    APPEALS: ((micro.APPEALED,), False),
    REJECTED: ((micro.REJECTED, micro.REFUSED), True),
    ACCEPTED: ((micro.ACCEPTED,), True),
}
PAGE: Final = 20


@dataclass(frozen=True)
class Proof:
    """`answers` are (question, answer), uploads without; `files` by the key of their question.

    `same` are ids of earlier tasks with the same file or nearly the same text, `wrong` the questions whose known
    answer was not given, `quick` whether it was done in a small part of the usual time (`seconds` says in which).
    `rejection` and `appeal` are what was said.
    """

    unit: Unit
    item: Item | None
    answers: Sequence[tuple[proof.Field, str]]
    files: Mapping[str, Sequence[SubmittedFile]]
    seconds: int
    same: Sequence[int]
    wrong: Sequence[str]
    quick: bool
    rejection: str = ""
    appeal: str = ""

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The row that was worked on, as (column, cell)."""
        return list(self.item.data.items()) if self.item else []

    @property
    def flagged(self) -> bool:
        return bool(self.same or self.wrong or self.quick)


def listed(campaign: Campaign, show: str) -> QuerySet[Unit]:
    """Units of one of SHOWS, in its order."""
    states, latest_first = SHOWS[show]
    found = queries.units_of(campaign).filter(status__in=states).select_related("worker", "engagement")
    return found.order_by("-pk" if latest_first else "pk")


def proofs(campaign: Campaign, units: Sequence[Unit]) -> list[Proof]:
    """Four queries, however many there are."""
    ids = [each.pk for each in units]
    handed_in = Submission.objects.filter(unit__in=ids, role="worker").order_by("unit_id", "-number")
    latest = {each.unit_id: each for each in handed_in.distinct("unit_id")}
    files: dict[int, dict[str, list[SubmittedFile]]] = defaultdict(lambda: defaultdict(list))
    kept = SubmittedFile.objects.filter(submission__in=latest.values()).select_related("file", "submission")
    for each in kept.order_by("pk"):
        files[each.submission.unit_id][each.question].append(each)
    said: dict[tuple[int, str], str] = {}
    for decision in Decision.objects.filter(unit__in=ids, verb__in=("reject", "appeal")).order_by("pk"):
        said[decision.unit_id, decision.verb] = draft.told(decision.text)
    items = Item.objects.in_bulk([each.terms["item"] for each in units if each.terms.get("item")])
    fields = proof.read(campaign.proof)
    return [
        _proof(
            campaign, fields, unit, latest[unit.pk], items.get(unit.terms.get("item") or 0), dict(files[unit.pk]), said
        )
        for unit in units
        if unit.pk in latest
    ]


def _proof(
    campaign: Campaign,
    fields: Sequence[proof.Field],
    unit: Unit,
    submission: Submission,
    item: Item | None,
    files: Mapping[str, Sequence[SubmittedFile]],
    said: Mapping[tuple[int, str], str],
) -> Proof:
    answers: Mapping[str, str] = submission.content.get("answers", {})
    seconds = int(submission.content.get("seconds", 0))
    expected: Mapping[str, str] = (item.expected if item else None) or {}
    wrong = [
        each.words
        for each in fields
        if each.key in expected and not rules.same_answer(answers.get(each.key, ""), expected[each.key])
    ]
    return Proof(
        unit,
        item,
        [(each, answers.get(each.key, "")) for each in fields],
        files,
        seconds,
        sorted({flag["unit"] for flag in submission.content.get("flags", [])}),
        wrong,
        rules.is_quick(seconds, campaign.measured),
        said.get((unit.pk, "reject"), ""),
        said.get((unit.pk, "appeal"), ""),
    )


def beside(campaign: Campaign, unit: Unit) -> tuple[int | None, int | None]:
    """The proofs before and after this one in the list that it stands in, by their ids."""
    show = next((name for name, (states, _latest) in SHOWS.items() if unit.status in states), WAITING)
    found = listed(campaign, show).select_related(None).order_by("pk").values_list("pk", flat=True)
    before = found.filter(pk__lt=unit.pk).last()
    after = found.filter(pk__gt=unit.pk).first()
    return before, after

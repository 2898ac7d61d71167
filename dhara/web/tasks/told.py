"""What happened to a task: proofs and decisions, the latest first."""

from __future__ import annotations

from dhara.web.tasks.seats import Task
from dhara.web.tasks.words import did
from dhara.web.ui.downloads import icon_of
from dhara.web.work.handed import Row
from dhara.web.work.told import Event
from dhara.work.campaigns.rules import draft, proof
from dhara.work.handins.queries import files_of
from dhara.work.models import Decision, Submission


def story(task: Task, handed_in: list[Submission]) -> list[Event]:
    """`handed_in` are its proofs, the first one first."""
    files = files_of(task.unit, "worker") if handed_in else {}
    rows = {key: [Row(each, icon_of(each.name), _url(each.id), "") for each in found] for key, found in files.items()}
    asked = {each.key: each for each in task.fields}
    events = [_proof(each, rows.get(each.pk, []), asked) for each in handed_in]
    events += [_decision(each) for each in task.unit.decisions.order_by("id")]
    return sorted(events, key=lambda event: event.at)[::-1]


def _url(file_id: int) -> str:
    return f"/work/files/{file_id}/"


def _proof(row: Submission, files: list[Row], asked: dict[str, proof.Field]) -> Event:
    icon, tone, lead = did(row.verb, row.role)
    given = row.content.get("answers", {})
    links = [each for key, each in given.items() if key in asked and asked[key].sort == proof.LINK]
    answers = [(asked[key].words if key in asked else key, each) for key, each in given.items() if each not in links]
    return Event(row.at, icon, tone, lead, answers=answers, links=links, files=files, submission=row)


def _decision(row: Decision) -> Event:
    icon, tone, lead = did(row.verb, row.role)
    return Event(row.at, icon, tone, lead, draft.told(row.text))

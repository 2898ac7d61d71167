"""Hand a proof in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.kit.actor import Actor
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.work.campaigns.models import Campaign, Trace
from dhara.work.campaigns.rules import likeness, proof
from dhara.work.engagements import actions as work
from dhara.work.engagements.models import Submission, SubmittedFile, Unit
from dhara.work.engagements.modes import micro

# So many texts that share a print are compared letter by letter.
_COMPARED: Final = 20


@transaction.atomic
def submit(
    unit_id: int, answers: Mapping[str, Any], files: Sequence[SubmittedFile] = (), *, by: Actor, at: datetime
) -> Unit:
    """Hand a proof in. `files` are from `handins.actions.take`, each with the key of its question.

    Raises Invalid naming the question by its key, Conflict `too_late` after the deadline, and what `act` raises. What
    is the same as, or nearly the same as, what somebody handed in here before is flagged for the buyer, never refused.
    """
    campaign = Campaign.objects.filter(engagement__units=unit_id).first()
    unit = Unit.objects.select_for_update().filter(pk=unit_id, mode=micro.MICRO.code).first()
    if campaign is None or unit is None:
        raise NotFoundHere()
    if unit.status == micro.RESERVED and unit.due_at is not None and at > unit.due_at:
        raise Conflict("too_late", _("The time for this task is over. It is free for others again."))
    fields = proof.read(campaign.proof)
    types: dict[str, list[str]] = defaultdict(list)
    for each in files:
        types[each.question].append(each.file.mime)
    clean = proof.clean_answers(fields, answers, types)
    texts = [clean[each.key] for each in fields if each.sort == proof.TEXT and each.key in clean]
    flags = _traced(campaign, unit, [each.file.sha256 for each in files], texts) if campaign.original else []
    seconds = max(1, int((at - unit.status_at).total_seconds()))
    content = {"answers": clean, "flags": flags, "seconds": seconds}
    return work.act(unit_id, "submit", by=by, at=at, content=content, files=files)


def _traced(campaign: Campaign, unit: Unit, hashes: Sequence[str], texts: Sequence[str]) -> list[dict[str, Any]]:
    """Flags such as {"sort": "file", "unit": 7}: what somebody else handed in that is the same; and traces of this."""
    found: dict[tuple[str, int], None] = {}
    prints = [(likeness.FILE, likeness.file_print(each)) for each in hashes]
    for other in _others(campaign, unit, [digest for _sort, digest in prints]):
        found[likeness.FILE, other] = None
    for text in texts:
        mine = likeness.text_prints(text)
        for other in _near(text, _others(campaign, unit, mine)):
            found[likeness.TEXT, other] = None
        prints += [(likeness.TEXT, digest) for digest in mine]
    traces = [Trace(campaign=campaign, unit=unit, sort=sort, digest=digest) for sort, digest in prints]
    Trace.objects.bulk_create(traces)
    return [{"sort": sort, "unit": other} for sort, other in found]


def _others(campaign: Campaign, unit: Unit, digests: Sequence[int]) -> list[int]:
    """Units of other workers with one of these prints, the first ones first."""
    if not digests:
        return []
    same = Trace.objects.filter(campaign=campaign, digest__in=digests).exclude(unit__worker=unit.worker_id)
    return list(same.values_list("unit_id", flat=True).order_by("unit_id").distinct()[:_COMPARED])


def _near(text: str, units: Sequence[int]) -> list[int]:
    found = []
    for handed_in in Submission.objects.filter(unit__in=units).order_by("unit_id", "number"):
        said = [each for each in handed_in.content.get("answers", {}).values() if isinstance(each, str)]
        if handed_in.unit_id not in found and any(likeness.near(text, each) for each in said):
            found.append(handed_in.unit_id)
    return found

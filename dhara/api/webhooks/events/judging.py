"""What is told of cases and reviews."""

from __future__ import annotations

from typing import Any

from dhara.api.webhooks.events.common import Build, Data, Told, by_one, moment, to_studio_of
from dhara.trust.disputes import queries
from dhara.trust.disputes.facts import CaseDeclined, CaseProposed
from dhara.trust.models import Case, Proposal, Review, Statement
from dhara.trust.reviews.rules import PUBLISHED
from dhara.work.engagements.queries import title


def _case(fact: Any, fact_id: int) -> Told:
    """`role` is who did it; `to_worker` of `amount` is what was claimed, proposed, ruled or settled for the studio."""
    case = Case.objects.select_related("unit__engagement").get(pk=fact.case_id)
    data: Data = {"case": case.pk, "engagement": fact.engagement_id, "unit": case.unit_id, "title": title(case.unit)}
    data |= {"state": case.status, "opened_by": case.role, "role": fact.role}
    data |= {"currency": case.currency, "amount": case.amount, "until": moment(queries.until(case))}
    return to_studio_of(fact_id, data | _said(fact, case))


def _said(fact: Any, case: Case) -> Data:
    """The words, files and part of what happened; of an end what it ended with."""
    if not fact.row_id:
        return {"text": "", "files": [], "to_worker": case.to_worker}
    if isinstance(fact, CaseProposed | CaseDeclined):
        proposal = Proposal.objects.get(pk=fact.row_id)
        text = proposal.text if isinstance(fact, CaseProposed) else proposal.answer
        return {"text": text, "files": [], "to_worker": proposal.to_worker}
    made = Statement.objects.get(pk=fact.row_id)
    files = [each.name for each in made.files.order_by("id")]
    return {"text": made.text, "files": files, "to_worker": made.to_worker}


def _review(fact: Any, fact_id: int) -> Told:
    """As everybody reads it; nothing where an operator has hidden it in the meantime."""
    review = Review.objects.get(pk=fact.review_id)
    if review.status != PUBLISHED:
        return {}
    data: Data = {"review": review.pk, "engagement": fact.engagement_id, "offer": review.offer_id}
    data |= {"side": review.side, "name": review.name, "stars": review.stars, "marks": review.marks}
    data |= {"text": review.words, "language": review.language, "answer": review.answer_words}
    return to_studio_of(fact_id, data)


_CASES = ("opened", "answered", "said", "reminded", "handed_over", "proposed", "declined", "settled", "withdrawn")
JUDGING: dict[str, Build] = {
    **by_one(_case, (f"case.{each}" for each in (*_CASES, "ruled", "appealed", "closed"))),
    **by_one(_review, ("review.published", "review.answered")),
}

"""Cases of paid work: each side is told what the other said, proposed or wants, and what the operator rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from dhara.kit.actor import Actor
from dhara.kit.facts.facts import Fact
from dhara.kit.facts.rules import Effect
from dhara.people.accounts.queries import operators
from dhara.people.notices.actions import tell
from dhara.reactions.work import data_of, readers
from dhara.trust.disputes import facts, queries
from dhara.trust.disputes.mail import LETTERS
from dhara.trust.models import Case, Proposal, Statement
from dhara.work.engagements.mail import Told, write
from dhara.work.engagements.queries import price, title
from dhara.work.engagements.rules import OPERATOR, Role

# What each fact is told as.
NAMES: Final[dict[type[facts.CaseFact], str]] = {
    facts.CaseOpened: "disputed",
    facts.CaseAnswered: "case_answered",
    facts.CaseSpoken: "case_spoken",
    facts.CaseReminded: "case_reminded",
    facts.CaseHandedOver: "case_to_operator",
    facts.CaseProposed: "case_proposed",
    facts.CaseDeclined: "case_declined",
    facts.CaseWithdrawn: "case_withdrawn",
    facts.CaseRuled: "case_ruled",
    facts.CaseAppealed: "case_appealed",
}
_BOTH: Final[tuple[Role, ...]] = ("buyer", "worker")
_OTHER: Final = frozenset({"case_answered", "case_spoken", "case_proposed", "case_declined"})
# What may be left out by those who want few letters: a deadline or money is in all others.
_OPTIONAL: Final = frozenset({"case_spoken"})
_TO_OPERATORS: Final = frozenset({"case_to_operator", "case_appealed"})
_ANSWER: Final = frozenset({"disputed", "case_reminded"})


def tell_of_case(fact: facts.CaseFact, *, by: Actor, at: datetime) -> None:
    """A notice and a letter for each reader of the sides that it concerns, with a link to the case."""
    name, case = NAMES[type(fact)], _case(fact.case_id)
    told = _told(fact, name, case)
    wanted = name not in _OPTIONAL or fact.role == OPERATOR  # what is asked before a ruling must be read
    for side in _sides(name, fact.role):
        path = queries.address(case, side)
        for reader, letter in readers(case.unit, side, wanted=wanted):
            there = replace(reader, path=path)
            if there.account_id is not None:
                tell(
                    account_id=there.account_id,
                    topic="work",
                    kind=f"work_{name}",
                    data=data_of(told, there),
                    key=f"work_{name}:{by.cause}:{side}:{there.account_id}",
                    url=path,
                    studio_id=there.studio_id,
                    at=at,
                )
            if letter:
                write(name, told, there, LETTERS[name, side], by=by, at=at)


def tell_operators_of_case(fact: facts.CaseFact, *, by: Actor, at: datetime) -> None:
    """A ruling waits for them; an appeal for those who did not rule before, where there are others."""
    case, every = _case(fact.case_id), operators()
    others = [each for each in every if each.pk != case.ruled_by_id]
    for person in others or every:
        tell(
            account_id=person.pk,
            topic="work",
            kind="work_to_rule",
            data={"offer": title(case.unit)},
            key=f"work_to_rule:{by.cause}:{person.pk}",
            url=queries.address(case, "operator"),
            at=at,
        )


def _sides(name: str, role: str) -> tuple[Role, ...]:
    if name == "case_reminded":
        return tuple(side for side in _BOTH if side == role)
    if name in _OTHER and role != OPERATOR:
        return tuple(side for side in _BOTH if side != role)
    return _BOTH


def _told(fact: facts.CaseFact, name: str, case: Case) -> Told:
    """As it was said, whatever happened since; the amounts are those of the claim, proposal or ruling."""
    text, part, files = "", None, []
    if name in ("case_proposed", "case_declined"):
        row = Proposal.objects.get(pk=fact.row_id)
        text, part = row.answer if name == "case_declined" else row.text, row.to_worker
    elif fact.row_id:
        said = Statement.objects.prefetch_related("files").get(pk=fact.row_id)
        text, part, files = said.text, said.to_worker, [each.name for each in said.files.all()]
    cost = price(case.unit)
    parts = queries.parts(case, part, cost) if part is not None else None
    return Told(
        case.unit,
        fact.role,
        text=text,
        verb=name,
        files=files,
        paid=parts.worker if parts else 0,
        back=parts.buyer if parts else 0,
        price=cost,
        until=queries.answer_until(case) if name in _ANSWER else queries.until(case),
    )


def _case(case_id: int) -> Case:
    related = ("unit__engagement__worker", "unit__engagement__buyer")
    return Case.objects.select_related(*related).get(pk=case_id)


CASES: dict[type[Fact], list[Effect]] = {
    fact: [tell_of_case, tell_operators_of_case] if name in _TO_OPERATORS else [tell_of_case]
    for fact, name in NAMES.items()
}

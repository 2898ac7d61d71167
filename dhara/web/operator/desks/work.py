"""Paid work: who agreed on what with whom, its whole story and money; and rulings, where the two sides disagree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.checkout.models import OrderLine
from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.locale.digits import to_latin
from dhara.kit.locale.languages import current
from dhara.money.ledger import queries as ledger
from dhara.money.models import Entry, Hold
from dhara.trust.disputes import queries as cases
from dhara.trust.models import Case, Proposal, Statement
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.rulings import QUESTION, Division, Ruling, half, ruling, waits
from dhara.web.ui.templatetags.dhara import localdatetime
from dhara.work.changes.models import Change
from dhara.work.changes.queries import void_words
from dhara.work.changes.rules import TERMS, lines
from dhara.work.engagements import queries, rules
from dhara.work.engagements.modes.common import DISPUTED
from dhara.work.handins.queries import same_elsewhere
from dhara.work.models import Decision, Engagement, Funding, Submission, SubmittedFile, Unit


class Engagements(Desk):
    list_display = ("id", "title_", "sort", "standing", "customer", "works", "agreed", "next")
    list_select_related = ("buyer", "worker")
    list_filter = (
        choice("mode", _("kind"), lambda: [(m.code, m.label) for m in rules.MODES.values()], lambda v: Q(mode=v)),
        choice(
            "state",
            _("state"),
            lambda: {state: words for mode in rules.MODES.values() for state, words in mode.states.items()}.items(),
            lambda value: Q(pk__in=Unit.objects.filter(status=value).values("engagement")),
        ),
        choice(
            "waits",
            _("waiting"),
            lambda: [("ruling", _("for a ruling")), ("late", _("late"))],
            lambda value: Q(pk__in=(_late(clock.now()) if value == "late" else _waiting()).values("engagement")),
        ),
    )
    fields = ("title_", "sort", "standing", "customer", "works", "bought", "agreed", "ended", "terms_", "policies_")
    readonly_fields = fields
    title_ = columns.plain("title", _("title"))
    search_fields = ("subject",)
    search_help_text = _("A number, an order's number, or the buyer's complete address")
    agreed = columns.when("agreed_at", _("agreed"))
    ended = columns.when("ended_at", _("ended"))
    works = columns.link("worker", _("who does the work"))
    terms_ = columns.data("terms", _("what was agreed"))
    policies_ = columns.data("policies", _("numbers in force when it was made"))
    verbs = (
        ruling(
            "payment",
            _("Rule for who did the work"),
            _("All that is set aside goes to whoever did the work. Both sides read the reason."),
            "rule_for_worker",
            form=Ruling,
            initial=waits,
        ),
        ruling(
            "return",
            _("Rule for the buyer"),
            _("All that was paid for it goes back to the buyer. Both sides read the reason."),
            "rule_for_buyer",
            form=Ruling,
            initial=waits,
        ),
        ruling(
            "division",
            _("Divide the money"),
            _("Say how much of what is set aside goes to whoever did the work. The buyer gets back as large a part of "
              "the price as is left of it. Both sides read the reason."),
            "rule_split",
            form=Division,
            initial=half,
        ),
        QUESTION,
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Engagement]:
        found: QuerySet[Engagement] = super().get_queryset(request)
        return found.prefetch_related("units")

    def sought(self, text: str) -> Q:
        lines = OrderLine.objects.filter(Q(order__number=to_latin(text).upper()) | Q(order__email=text.lower()))
        subjects = [f"line:{each}" for each in lines.values_list("pk", flat=True)[:200]]
        return super().sought(text) | Q(subject__in=subjects) | Q(buyer__email=text.lower())

    @columns.column(_("kind"))
    def sort(self, engagement: Engagement) -> str:
        return str(rules.MODES[engagement.mode].label)

    @columns.column(_("state"))
    def standing(self, engagement: Engagement) -> SafeString:
        """A campaign's thousands of tasks are counted elsewhere."""
        states = {each.status: each for each in list(engagement.units.all())[:50]}
        chips = [(columns.chip(u.state_words, u.status, waits=u.status == DISPUTED),) for u in states.values()]
        return format_html_join(" ", "{}", chips)

    @columns.column(_("buyer"))
    def customer(self, engagement: Engagement) -> Any:
        return columns.linked(engagement.buyer) if engagement.buyer else engagement.buyer_email

    @columns.column(_("order"))
    def bought(self, engagement: Engagement) -> Any:
        return columns.linked(queries.order_of(engagement))

    @columns.column(_("due"))
    def next(self, engagement: Engagement) -> str:
        moments = [each.due_at for each in engagement.units.all() if each.due_at and not engagement.ended_at]
        return localdatetime(min(moments)) if moments else "–"

    def panels(self, thing: Engagement, request: HttpRequest) -> Iterator[Panel]:
        units = list(thing.units.select_related("hold", "engagement").order_by("position")[:MOST])
        sums = (_("amount"), _("paid out"), _("went back"), _("left"))
        yield Panel(_("What is paid for"), (_("title"), _("state"), _("due"), *sums), [_unit(each) for each in units])
        story = sorted(_story(units), key=lambda row: row[0])
        yield Panel(
            _("The whole story"),
            (_("when"), _("by"), _("what happened"), _("text"), _("amount")),
            [(localdatetime(at), *row) for at, *row in story],
            _("Nothing has happened yet."),
        )
        yield from _cases(units)
        delivered = SubmittedFile.objects.filter(submission__unit__in=units).order_by("pk").values_list("pk", flat=True)
        same = [other for others in same_elsewhere(delivered[:MOST]).values() for other in others]
        if same:
            yield Panel(
                _("The same files went to another buyer"),
                (_("file"), _("agreement"), _("when")),
                [(each.name, columns.linked(_work(each)), localdatetime(each.submission.at)) for each in same[:MOST]],
            )
        subjects = [thing.subject, f"engagement:{thing.pk}", *(queries.unit_key(each) for each in units)]
        paid = list(thing.fundings.select_related("payment").order_by("id")[:MOST])
        subjects += [f"funding:{each.pk}" for each in paid]
        if paid:
            rows = [_payment(each) for each in paid]
            yield Panel(_("Payments for it"), (_("payment"), _("state"), _("amount"), _("when")), rows)
        holds = Hold.objects.filter(subject__in=subjects).order_by("id")
        yield Panel(
            _("Set aside"),
            (_("hold"), _("state"), *sums),
            [_hold(each) for each in holds],
            _("Nothing was set aside yet."),
        )
        entries = Entry.objects.filter(subject__in=subjects).order_by("id").prefetch_related("legs__account__studio")
        booked = [(columns.linked(e), localdatetime(e.at), ledger.in_words(e).sentence) for e in entries[:MOST]]
        yield Panel(_("In the books"), (_("entry"), _("when"), _("what")), booked, _("Nothing was booked yet."))

    notes = panels


MOST = 200


def _late(at: datetime) -> QuerySet[Unit]:
    """What somebody should have delivered by now."""
    working = {state for mode in rules.MODES.values() for state in mode.states if _works_in(mode, state)}
    return Unit.objects.filter(due_at__lt=at, status__in=working)


def _works_in(mode: rules.Mode, state: str) -> bool:
    return any(step.verb in ("deliver", "submit") for step in mode.open_to(state, "worker"))


def _waiting() -> QuerySet[Unit]:
    return Unit.objects.filter(status=DISPUTED)


def _work(file: SubmittedFile) -> Engagement:
    return file.submission.unit.engagement


def _money(unit: Unit, *minor: int) -> list[SafeString]:
    return [columns.amount(Money(each, unit.engagement.currency)) for each in minor]


def _cases(units: list[Unit]) -> Iterator[Panel]:
    """What both sides want and showed, what was proposed and ruled, and until when the case waits."""
    for case in Case.objects.filter(unit__in=units).select_related("unit__engagement").order_by("-id"):
        rows: list[tuple[Any, ...]] = []
        for each in case.statements.select_related("author").prefetch_related("files").order_by("id"):
            files = format_html_join(
                ", ", '<a href="/cases/files/{}/">{}</a>', [(f.pk, f.name) for f in each.files.all()]
            )
            rows.append((each.at, _who(each), each.get_sort_display(), each.text or "–", files or "–", each.to_worker))
        for made in case.proposals.select_related("author"):
            said = " · ".join(filter(None, (made.text, made.state_words, made.answer)))
            rows.append((made.created_at, _who(made), _("proposal"), said, "–", made.to_worker))
        shown = [
            (localdatetime(at), *rest, "–" if part is None else columns.amount(Money(part, case.currency)))
            for at, *rest, part in sorted(rows, key=lambda row: row[0])
        ]
        head = (_("when"), _("by"), _("what happened"), _("text"), _("file"), _("for whoever did the work"))
        until = cases.until(case)
        waits = f", {localdatetime(until)}" if until else ""
        yield Panel(f"{case._meta.verbose_name} {case}: {case.state_words}{waits}", head, shown)


def _unit(unit: Unit) -> tuple[Any, ...]:
    state = columns.chip(unit.state_words, unit.status, waits=unit.status == DISPUTED)
    amounts = _money(unit, unit.amount, unit.paid, unit.returned, queries.left(unit))
    return (queries.title(unit), state, localdatetime(unit.due_at) or "–", *amounts)


def _payment(funding: Funding) -> tuple[Any, ...]:
    made = columns.linked(funding.payment) if funding.payment else "–"
    state = columns.chip(funding.state_words, funding.status)
    when = localdatetime(funding.paid_at or funding.created_at)
    return made, state, columns.amount(Money(funding.amount, funding.currency)), when


def _hold(hold: Hold) -> tuple[Any, ...]:
    amounts = [Money(each, hold.currency) for each in (hold.amount, hold.released, hold.returned, hold.left)]
    return (columns.linked(hold), columns.chip(hold.state_words, hold.status), *map(columns.amount, amounts))


def _story(units: list[Unit]) -> Iterator[tuple[Any, ...]]:
    """What was handed in, decided and asked for: when, by whom, what, in which words, how much moved."""
    for each in Submission.objects.filter(unit__in=units).select_related("author", "unit").prefetch_related("files"):
        names = ", ".join(file.name for file in each.files.all())
        yield each.at, _who(each), verb_words(each), " · ".join(filter(None, (each.text, names))) or "–", "–"
    for made in Decision.objects.filter(unit__in=units).select_related("author", "unit__engagement"):
        sums = [(each,) for each in _money(made.unit, made.paid, made.returned)]
        moved = format_html_join(" / ", "{}", sums) if made.paid or made.returned else "–"
        yield made.at, _who(made), verb_words(made), made.text or "–", moved
    for change in Change.objects.filter(unit__in=units).select_related("author", "unit__engagement"):
        yield change.created_at, _who(change), change.get_sort_display(), _asked(change), "–"
        if change.status != "open":
            yield change.status_at, "–", void_words(change) or change.state_words, change.answer or "–", "–"


def _asked(change: Change) -> str:
    """Why, and of other terms what stood before and what is to stand."""
    if change.sort != TERMS:
        return change.text
    found = lines(change.terms, change.unit.engagement.currency, current(), change.fallen)
    return " · ".join([change.text, *map(str, found)])


def verb_words(row: Submission | Decision) -> str:
    mode = rules.MODES[row.unit.mode]
    step = next((each for each in mode.steps if each.verb == row.verb), None)
    return str(step.label or step.when) if step else row.verb


def _who(row: Submission | Decision | Change | Statement | Proposal) -> str:
    side = str(row.get_role_display())
    return f"{side}: {row.author.get_full_name()}" if row.author else side


console.register(Engagement, Engagements)

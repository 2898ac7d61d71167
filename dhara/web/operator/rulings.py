"""Rulings on work that two sides disagree about, and questions before them: the forms, and what becomes of them."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.fields import MoneyField, TextField
from dhara.kit.refusal import Conflict
from dhara.trust.disputes import actions as case_actions
from dhara.trust.disputes import queries as cases
from dhara.trust.disputes.rules import HEARS
from dhara.web.operator.verbs import Verb
from dhara.work.engagements import actions, queries
from dhara.work.engagements.modes.common import DISPUTED
from dhara.work.models import Engagement, Unit


class About(forms.Form):
    """About which milestone, where several wait for a ruling."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        units = self.initial.get("units", ())
        if self.initial.get("several"):
            self.fields["unit"] = forms.ChoiceField(label=_("Milestone"), choices=units)
            self.order_fields(["unit"])


class Ruling(About):
    """Why; `seen` says how the cases stood when the form was opened."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = TextField(lines=True, label=_("Reason"), help_text=_("Both sides read it."), max_length=2000)


class Question(About):
    """What the operator needs to know."""

    text = TextField(lines=True, label=_("Your question"), help_text=_("Both sides read it."), max_length=2000)


class Division(Ruling):
    """What the worker's side gets of what is set aside; the rest goes back."""

    to_worker = MoneyField(label=_("Whoever did the work gets"))
    field_order = ("to_worker", "reason", "seen")

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        if half := self.initial.get("to_worker"):
            self.fields["to_worker"] = MoneyField(half.currency, label=self.fields["to_worker"].label)


def disputed(engagement: Engagement) -> list[Unit]:
    """Its units that wait for a ruling: nobody has ruled yet, or one side appealed."""
    found = engagement.units.filter(status=DISPUTED).select_related("engagement").order_by("position")
    known = [(unit, cases.open_of(unit.pk)) for unit in found]
    return [unit for unit, case in known if case is None or case.status in HEARS]


def _chosen(engagement: Engagement, chosen: str = "") -> Unit | None:
    """The one that was chosen, else the first one."""
    found = disputed(engagement)
    return next((each for each in found if str(each.pk) == chosen), found[0] if found and not chosen else None)


def _asked(engagement: Engagement, chosen: str) -> Unit:
    """One that does not wait any more: its own state says so to whoever presses a second time."""
    found = sorted(engagement.units.order_by("position"), key=lambda each: each.status != DISPUTED)
    return next((each for each in found if str(each.pk) == chosen), found[0])


def waits(engagement: Engagement) -> dict[str, Any]:
    """What a form begins with."""
    found = disputed(engagement)
    units = [(str(each.pk), queries.title(each)) for each in found]
    # Which one is always said where there are several: a second press must never rule about the next one.
    return {"units": units, "several": engagement.units.count() > 1, "seen": " ".join(map(_stands, found))}


def _stands(unit: Unit) -> str:
    case = cases.open_of(unit.pk)
    return f"{unit.pk}:{case.status if case else ''}"


def _unless_appealed(unit: Unit, seen: str) -> None:
    """A form that was opened before an appeal must not become the last word on it. Raises Conflict."""
    if seen and _stands(unit) not in seen.split():
        raise Conflict(
            "case_moved", gettext("Something happened in this case meanwhile. Read it again before you rule.")
        )


def half(engagement: Engagement) -> dict[str, Any]:
    """The same, and half of what is set aside."""
    unit = _chosen(engagement)
    part = {"to_worker": Money(queries.left(unit) // 2, engagement.currency)} if unit else {}
    return {**waits(engagement), **part}


def _rule(verb: str) -> Any:
    def act(
        engagement: Engagement,
        *,
        reason: str,
        to_worker: Money | None = None,
        unit: str = "",
        seen: str = "",
        **rest: Any,
    ) -> None:
        """Noted in the case; a second press finds nothing to rule about, and is told so."""
        ruled = _chosen(engagement, unit) or _asked(engagement, unit)
        case = cases.open_of(ruled.pk)
        if case is None:
            actions.act(ruled.pk, verb, text=reason, to_worker=to_worker.minor if to_worker else None, **rest)
        else:
            _unless_appealed(ruled, seen)
            part = {"rule_for_worker": case.amount, "rule_for_buyer": 0}.get(verb, to_worker.minor if to_worker else 0)
            case_actions.rule(case.pk, to_worker=part, text=reason, **rest)

    return act


def _ask(engagement: Engagement, *, text: str, unit: str = "", **rest: Any) -> None:
    """Both sides find it in the case, and can answer there. Raises Conflict where none is open any more."""
    asked = _chosen(engagement, unit) or _asked(engagement, unit)
    case = cases.open_of(asked.pk)
    if case is None:
        raise Conflict("no_case", gettext("There is no open case about this any more."))
    case_actions.say(case.pk, text=text, **rest)


def _to_rule(engagement: Engagement) -> bool:
    return bool(disputed(engagement))


def ruling(noun: str, label: Any, about: Any, verb: str, **more: Any) -> Verb:
    return Verb(
        noun, label, about,
        _("It is ruled; both sides are told. The money moves when nobody can appeal any more."), _rule(verb),
        possible=_to_rule, danger=True, icon="gavel", **more,
    )  # fmt: skip


QUESTION: Final = Verb(
    "question",
    _("Ask both sides"),
    _("Both sides read the question in the case, with a letter, and can answer and show more there. No time runs "
      "longer because of it."),
    _("Both sides were asked."),
    _ask,
    possible=_to_rule, icon="help", form=Question, initial=waits,
)  # fmt: skip

"""How a sequence begins, whom it lets in again, when its letters leave, and what ends it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.audience.messages.queries import offers_of
from dhara.audience.models import Sequence
from dhara.audience.sequences import rules
from dhara.audience.sequences.rules.templates import Template
from dhara.catalog.models import Offer
from dhara.kit.fields import TextField
from dhara.people.models import Studio
from dhara.web.audience.drawing import words
from dhara.web.audience.forms.steps import EventField
from dhara.web.studio.forms.coupons import CountField
from dhara.web.studio.forms.refusals import Refusable

MOST_TRIGGERS: Final = 8


class ClockField(forms.TimeField):
    """A time of day; cleans to "09:00", "" when empty."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return f"{found:%H:%M}" if found else ""


class NewForm(Refusable):
    """What a new sequence is called and what starts it; of a ready one also the offer that its letters are about."""

    name = TextField(label=_("What do you call it?"), max_length=120, help_text=_("Only your team sees it."))
    trigger = EventField(
        label=_("What starts it?"),
        help_text=_("Whoever does this begins at the first step. You can add more ways in later, under Settings."),
    )
    offer = forms.ModelChoiceField(
        Offer.objects.none(),
        label=_("What its letters are about"),
        required=False,
        empty_label=_("I choose later"),
        help_text=_("Letters of ready sequences show this offer. Where it is the goal, who buys it leaves."),
    )

    def __init__(self, data: Any, *, studio: Studio, known: rules.Known, template: Template | None) -> None:
        super().__init__(data, initial=initial_of(template, known) if template else None)
        fields: Any = self.fields
        fields["trigger"].offer(known, empty=_("Please choose"))
        fields["trigger"].choices = [*fields["trigger"].choices, (BY_HAND, _("nothing by itself: I let people in"))]
        if template:
            fields["offer"].queryset = offers_of(studio)
        else:
            del fields["offer"]


# What the choice of no event says.
BY_HAND: Final = "|"


def initial_of(template: Template, known: rules.Known) -> dict[str, str]:
    return {"name": str(template.words), "trigger": begins_with(template, known)}


def begins_with(template: Template, known: rules.Known) -> str:
    """What a template begins with, as `EventField` has it: about the only thing there is, or any where there are more.

    "" where it is about a tag: any tag is never meant, and only the studio knows which.
    """
    if template.trigger == "tagged":
        return ""
    about = [ref for ref in known.things if template.about and ref.startswith(f"{template.about}:")]
    return f"{template.trigger}|{about[0] if len(about) == 1 else ''}"


class SettingsForm(Refusable):
    """`trigger_0` … are what brings people in: those that are there, and one more."""

    name = TextField(label=_("Name"), max_length=120, help_text=_("Only your team sees it."))
    goal = EventField(
        label=_("Who has done this leaves at once"), required=False,
        help_text=_("So that nobody is asked to buy what they have just bought."),
    )  # fmt: skip
    reentry = forms.ChoiceField(
        label=_("May somebody come in again?"), choices=list(rules.REENTRY.items()), widget=forms.RadioSelect
    )
    cooldown_days = CountField(label=_("Days of rest before somebody may come in again"))
    window_from = ClockField(label=_("From this time on"))
    window_until = ClockField(label=_("Until this time"), help_text=_("May run over midnight."))
    days = forms.MultipleChoiceField(
        label=_("On these days"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means: every day."),
    )  # fmt: skip

    def __init__(self, *args: Any, known: rules.Known, rows: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        self.rows = [f"trigger_{number}" for number in range(min(rows + 1, MOST_TRIGGERS))]
        for number, name in enumerate(self.rows):
            label = _("When") if number == 0 else _("Or when")
            fields[name] = EventField(label=label, required=False)
        for name in ("goal", *self.rows):
            fields[name].offer(known, empty=_("–") if name != "goal" else _("no goal"))
            fields[name].says_optional = False
        fields["days"].choices = [(str(day), words.weekday(day)) for day in range(7)]
        for name in ("window_from", "window_until", "days", "cooldown_days"):
            fields[name].says_optional = False

    @property
    def triggers(self) -> list[Any]:
        return [self[name] for name in self.rows]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("window_from")) != bool(data.get("window_until")):
            blamed = "window_until" if data.get("window_from") else "window_from"
            self.add_error(blamed, _("Please give both times, or none."))
        return data

    def values(self) -> dict[str, Any]:
        """As `actions.settle` takes them."""
        data = self.cleaned_data
        kind, ref = data["goal"]
        triggers = [data[name] for name in self.rows if data[name][0]]
        days = [int(day) for day in data["days"]] or list(range(7))
        window = {"from": data["window_from"], "until": data["window_until"], "days": days}
        timed = bool(data["window_from"]) or len(days) < 7
        if not data["window_from"]:
            window |= {"from": "00:00", "until": "00:00"}
        return {
            "triggers": list(dict.fromkeys(triggers)),
            "goal": {"kind": kind, "ref": ref} if kind else {},
            "reentry": data["reentry"],
            "cooldown_days": data["cooldown_days"] or 0,
            "window": window if timed else {},
        }

    @classmethod
    def initial_of(cls, sequence: Sequence, triggers: list[tuple[str, str]]) -> dict[str, Any]:
        window = sequence.window
        whole = window.get("from") == window.get("until")
        days = window.get("days", [])
        return {
            "name": sequence.name,
            "goal": f"{sequence.goal.get('kind', '')}|{sequence.goal.get('ref', '')}" if sequence.goal else "",
            "reentry": sequence.reentry,
            "cooldown_days": sequence.cooldown_days or None,
            "window_from": "" if whole else window.get("from", ""),
            "window_until": "" if whole else window.get("until", ""),
            "days": [] if len(days) == 7 else [str(day) for day in days],
            **{f"trigger_{number}": f"{kind}|{ref}" for number, (kind, ref) in enumerate(triggers)},
        }

"""One form per kind of step. `values()` gives the fields of the node as `rules.change` takes them.

What is not filled in yet may be saved: the editor says at the step what is missing, and publishing waits for it.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.audience.sequences import rules
from dhara.kit.fields import TextField
from dhara.web.audience.drawing import words
from dhara.web.audience.forms.percents import SharesField
from dhara.web.studio.forms.coupons import CountField
from dhara.web.studio.forms.refusals import Refusable

Node = dict[str, Any]


class StepForm(Refusable):
    """`known` is what the studio has to choose from."""

    # What the engine's refusals blame, and the field here that stands for it.
    BLAMED: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, known: rules.Known, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.prepare()

    def prepare(self) -> None:
        """Fill in what can be chosen."""

    def values(self) -> Node:
        return {}

    @classmethod
    def initial_of(cls, node: Node) -> dict[str, Any]:
        return dict(node)


class NothingForm(StepForm):
    """For steps that need to know nothing."""


class SendForm(StepForm):
    """A letter that is not written yet gets its subject here; all else is written in the composer."""

    subject = TextField(
        label=_("Subject"), max_length=150, required=False,
        help_text=_("What people see in their inbox. You write the email itself on the next page."),
    )  # fmt: skip


class WaitForm(StepForm):
    amount = CountField(label=_("How long?"))
    unit = forms.ChoiceField(
        label=_("Unit"), choices=[("days", _("days")), ("hours", _("hours")), ("minutes", _("minutes"))]
    )
    until = forms.TimeField(
        label=_("Then until the clock says"), required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("By the contact's own clock. Empty means: go on at once."),
    )  # fmt: skip
    weekday = forms.ChoiceField(label=_("On which day?"), required=False)

    def prepare(self) -> None:
        days = [("", _("any day")), *((str(day), words.weekday(day)) for day in range(7))]
        field: Any = self.fields["weekday"]
        field.choices = days

    def values(self) -> Node:
        data = self.cleaned_data
        found: Node = {}
        if data["amount"]:
            found["for"] = {data["unit"]: data["amount"]}
        if data["until"]:
            found["until"] = f"{data['until']:%H:%M}"
        if data["weekday"]:
            found["weekday"] = int(data["weekday"])
        return found

    @classmethod
    def initial_of(cls, node: Node) -> dict[str, Any]:
        """Several units at once, which programs may have written, are shown in the smallest of them."""
        span = node.get("for") or {}
        minutes = span.get("days", 0) * 1440 + span.get("hours", 0) * 60 + span.get("minutes", 0)
        unit = next((unit for unit, size in _SIZES.items() if minutes % size == 0), "minutes")
        day = node.get("weekday")
        return {
            "amount": minutes // _SIZES[unit] or None,
            "unit": unit,
            "until": node.get("until"),
            "weekday": "" if day is None else str(day),
        }


_SIZES: Final = {"days": 1440, "hours": 60, "minutes": 1}


class SplitForm(StepForm):
    shares = SharesField(
        label=_("How many take which way?"),
        help_text=_("Percentages that make 100 together, such as 50, 50 – or 40, 40, 20 for three ways."),
    )
    BLAMED: ClassVar[dict[str, str]] = {"ways": "shares"}

    def values(self) -> Node:
        return {"ways": [{"share_bp": share} for share in self.cleaned_data["shares"]]}

    @classmethod
    def initial_of(cls, node: Node) -> dict[str, Any]:
        return {"shares": [way["share_bp"] for way in node["ways"]]}


class TagForm(StepForm):
    do = forms.ChoiceField(
        label=_("What to do"), choices=[("add", _("Put the tag on")), ("remove", _("Take the tag off"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    new_tag = TextField(label=_("Or a new tag"), max_length=60, required=False)

    def prepare(self) -> None:
        field: Any = self.fields["tag"]
        field.choices = [("", "–"), *((str(pk), name) for pk, name in self.known.tags.items())]

    def values(self) -> Node:
        data = self.cleaned_data
        return {"do": data["do"], "tag": int(data["tag"]) if data["tag"] else None}


class FieldForm(StepForm):
    key = forms.ChoiceField(label=_("Field"), required=False)
    value = TextField(label=_("Becomes"), max_length=200, required=False)

    def prepare(self) -> None:
        field: Any = self.fields["key"]
        field.choices = [("", "–"), *self.known.fields.items()]

    def values(self) -> Node:
        return {"key": self.cleaned_data["key"], "value": self.cleaned_data["value"]}


class NoticeForm(StepForm):
    words = TextField(label=_("What should the notice say?"), max_length=200, required=False)

    def values(self) -> Node:
        return {"words": self.cleaned_data["words"]}


class WebhookForm(NoticeForm):
    words = TextField(
        label=_("What does the program hear?"), max_length=200, required=False,
        help_text=_("Sent with the contact's address to the webhooks of your studio."),
    )  # fmt: skip


class EventField(forms.ChoiceField):
    """What must happen, and about what: "bought|offer:12". Cleans to (kind, ref), ("", "") when empty."""

    def offer(self, known: rules.Known, *, empty: Any = "–") -> None:
        # The widget's own groups: [(label, [(value, words), …])].
        choices: list[Any] = [("", empty)]
        for kind, say in rules.TRIGGERS.items():
            refs = ["", *(ref for ref in known.things if ABOUT[kind] and ref.startswith(ABOUT[kind]))]
            own = [(f"{kind}|{ref}", words.event(kind, ref, known)) for ref in refs]
            choices.append((say, own))
        self.choices = choices

    def clean(self, value: Any) -> Any:
        kind, _bar, ref = str(super().clean(value)).partition("|")
        return kind, ref


# Kind of event → what it can be about, as the references of things begin; "" where it is about nothing.
ABOUT: Final = {
    "confirmed": "form:",
    "subscribed": "",
    "tagged": "tag:",
    "bought": "offer:",
    "refunded": "offer:",
    "left_cart": "offer:",
    "given": "offer:",
}


class GoalForm(StepForm):
    event = EventField(label=_("What is the goal?"), required=False)
    BLAMED: ClassVar[dict[str, str]] = {"goal": "event", "ref": "event"}

    def prepare(self) -> None:
        field: Any = self.fields["event"]
        field.offer(self.known)

    def values(self) -> Node:
        kind, ref = self.cleaned_data["event"]
        return {"event": kind, "ref": ref}

    @classmethod
    def initial_of(cls, node: Node) -> dict[str, Any]:
        return {"event": f"{node.get('event', '')}|{node.get('ref', '')}"}

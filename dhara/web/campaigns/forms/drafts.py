"""What a campaign says, pays and asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import CODES, choices, currency
from dhara.kit.fields import MoneyField, TextField
from dhara.kit.locale.digits import in_script, number
from dhara.kit.locale.languages import LANGS, NAMES, current
from dhara.money.tax.queries import countries
from dhara.web.campaigns.starts import STARTS
from dhara.web.studio.forms.licences import Number
from dhara.web.studio.forms.prices import as_typed
from dhara.web.studio.forms.refusals import Refusable
from dhara.work.campaigns.rules import draft as rules
from dhara.work.models import Campaign

# Fields of the terms that are whole numbers, as the draft calls them.
COUNTS: Final = ("positions", "minutes", "review_days", "per_worker", "hourly", "redundancy")


class Texts(Refusable):
    title = TextField(
        label=_("Title"),
        max_length=rules.MOST_TITLE,
        help_text=_("What is done, in a few words: “Is there a cat in the picture?”"),
    )
    instructions = TextField(
        label=_("Instructions"),
        lines=True,
        max_length=rules.MOST_INSTRUCTIONS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Step by step, and when an answer counts as right. What does not stand here is no reason to reject."
        ),
    )


class Wording(Texts):
    example = TextField(
        label=_("An example of a good answer"),
        lines=True,
        required=False,
        max_length=rules.MOST_INSTRUCTIONS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Workers who saw one make far fewer mistakes."),
    )


class New(Texts):
    """The first step: enough for a draft that costs something."""

    start = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=[(each.code, each.label) for each in STARTS],
        initial=STARTS[0].code,
        widget=forms.RadioSelect,
    )
    currency = forms.ChoiceField(label=_("Currency"), initial="BDT")
    field_order = ("start", "title", "instructions", "currency", "reward")

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["currency"].choices = choices(current())
        code = str((data or {}).get("currency") or "BDT")
        fields["reward"] = _reward(code if code in CODES else "BDT")


def _reward(code: str) -> MoneyField:
    return MoneyField(
        code,
        label=_("Reward for one task"),
        help_text=_("What a worker is paid when you accept. Count what an hour of their work is worth."),
    )


class Count(Number):
    """A whole number that must be there."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        super().__init__(max_value=most, **kwargs)
        self.required = self.widget.is_required = True


class Terms(Refusable):
    positions = Count(rules.MOST_POSITIONS, label=_("How many answers do you need?"))
    minutes = Count(
        rules.MOST_MINUTES, label=_("Minutes for one task"), help_text=_("After that the task is free for others.")
    )
    review_days = forms.TypedChoiceField(
        label=_("Days to look at a proof"),
        coerce=int,
        help_text=_("What you have not looked at by then is accepted and paid by itself."),
    )
    per_worker = Count(rules.MOST_PER_WORKER, label=_("Tasks for one person at most"))
    hourly = Number(
        label=_("Tasks in an hour at most"),
        max_value=rules.MOST_HOURLY,
        help_text=_("Leave it empty for any number. A slow start lets you see whether people understand you."),
    )
    original = forms.BooleanField(
        label=_("Mark proofs that are the same as somebody else's"),
        required=False,
        help_text=_("Same files and nearly the same texts are flagged for you. Nothing is rejected by itself."),
    )
    countries = forms.MultipleChoiceField(
        label=_("Only people in these countries"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8, "class": "campaign-many"}),
        help_text=_("Choose none for everybody. Known by the time zone that people state."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Only people who work in"),
        required=False,
        choices=[(code, NAMES[code]) for code in LANGS],
        widget=forms.CheckboxSelectMultiple,
    )
    level = forms.TypedChoiceField(
        label=_("Experience"),
        coerce=int,
        choices=[
            (0, _("Everybody")),
            (1, _("Level 1: 10 accepted tasks")),
            (2, _("Level 2: 100 accepted tasks, 9 of 10")),
            (3, _("Level 3: 1000 accepted tasks, 19 of 20")),
        ],
    )

    def __init__(self, campaign: Campaign, data: Mapping[str, Any] | None = None, *, listed: bool) -> None:
        """`listed`: there is a list, which says how many answers are needed."""
        super().__init__(data, initial=None if data is not None else as_typed_terms(campaign), auto_id="id_terms_%s")
        self.fields["reward"] = _reward(campaign.currency)
        self.order_fields(["reward", "positions", "minutes", "review_days"])
        fields: Any = self.fields
        fields["countries"].choices = countries()
        fields["review_days"].choices = [(each, number(each, current())) for each in range(1, 8)]
        if listed:
            del fields["positions"]
        for name in ("hourly", "countries", "languages"):
            fields[name].says_optional = False
        self.sign = currency(campaign.currency).symbol.strip()

    def said(self) -> dict[str, Any]:
        """As the draft takes it."""
        told = dict(self.cleaned_data)
        told["hourly"] = told["hourly"] or 0
        told["reward"] = told["reward"].minor
        return told


def as_typed_terms(campaign: Campaign) -> dict[str, Any]:
    wanted = campaign.targeting
    counts = {name: in_script(getattr(campaign, name), current()) for name in COUNTS if getattr(campaign, name)}
    return {
        **counts,
        "reward": as_typed(campaign.reward, campaign.currency),
        "review_days": campaign.review_days,
        "original": campaign.original,
        "countries": wanted.get("countries", []),
        "languages": wanted.get("languages", []),
        "level": wanted.get("level", 0),
    }

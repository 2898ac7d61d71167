"""What goes back to a buyer, what a studio answers and promises."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.checkout.models import OrderLine
from dhara.checkout.refunds import rules
from dhara.checkout.refunds.actions import Part
from dhara.kit.currency import Money
from dhara.kit.fields import MoneyField, TextField
from dhara.web.studio.forms.refusals import Refusable

AUTO, KEEP, END = "auto", "keep", "end"
ACCESS = [
    (AUTO, _("End access to what is given back in full")),
    (KEEP, _("Let the buyer keep access")),
    (END, _("End access, also where only a part goes back")),
]
REVOKES = {AUTO: None, KEEP: False, END: True}


class RefundForm(Refusable):
    """One amount for each line with something left; `key` is the same for every press of one page's button."""

    reason = TextField(
        lines=True,
        label=_("Reason"),
        required=False,
        max_length=rules.MOST_WORDS,
        help_text=_("The buyer reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    access = forms.ChoiceField(label=_("Access"), choices=ACCESS, initial=AUTO, widget=forms.RadioSelect)
    restock = forms.BooleanField(label=_("Sell the copies again"), required=False)
    key = forms.RegexField(r"\A[A-Za-z0-9_-]{8,64}\Z", widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: Sequence[OrderLine], currency: str, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": secrets.token_urlsafe(16), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"line_{line.pk}"] = _line_field(line, currency)
        if not any(line.tier.stock is not None for line in lines):
            del self.fields["restock"]

    def rows(self) -> list[tuple[OrderLine, Any]]:
        return [(line, self[f"line_{line.pk}"]) for line in self.lines]

    def parts(self) -> dict[int, Part]:
        """What was chosen: {line id: Part}. Raises KeyError before `is_valid`."""
        revokes = REVOKES[self.cleaned_data["access"]]
        restocks = self.cleaned_data.get("restock", False)
        found: dict[int, Part] = {}
        for line in self.lines:
            amount = self.cleaned_data[f"line_{line.pk}"]
            if line.gross and amount is not None and amount.minor:
                found[line.pk] = Part(amount.minor, revokes, restocks)
            elif not line.gross and amount:
                found[line.pk] = Part(0, True, restocks)
        return found


def _line_field(line: OrderLine, currency: str) -> forms.Field:
    if not line.gross:
        return forms.BooleanField(
            label=_named(line), required=False, help_text=_("It was free: only access goes back.")
        )
    left = Money(line.gross - line.refunded, currency)
    field = MoneyField(currency, label=_named(line), required=False, initial=left)
    field.says_optional = False  # type: ignore[attr-defined]  # an empty one leaves the line as it is
    return field


def _named(line: OrderLine) -> str:
    """The title with its tier: two tiers of one offer have the same title."""
    return f"{line.title} · {line.tier_name}" if line.tier_name else line.title


class AcceptForm(Refusable):
    """The whole of what is left, or a part."""

    amount = MoneyField(label=_("How much goes back"), required=False)
    access = forms.ChoiceField(label=_("Access"), choices=ACCESS, initial=AUTO)
    answer = TextField(
        lines=True,
        label=_("A word to the buyer"),
        required=False,
        max_length=rules.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, line: OrderLine, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if line.gross:
            left = Money(line.gross - line.refunded, currency)
            self.fields["amount"] = MoneyField(currency, label=_("How much goes back"), required=False, initial=left)
            self.fields["amount"].says_optional = False  # type: ignore[attr-defined]
        else:
            del self.fields["amount"]
        self.fields["access"].says_optional = False  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """For the action `accept`."""
        amount = self.cleaned_data.get("amount")
        return {
            "amount": amount.minor if amount is not None else None,
            "revokes": REVOKES[self.cleaned_data["access"]],
            "answer": self.cleaned_data["answer"],
        }


class DeclineForm(Refusable):
    answer = TextField(
        lines=True,
        label=_("Why not? The buyer reads it."),
        max_length=rules.MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TermsForm(Refusable):
    days = forms.IntegerField(
        label=_("Days in which buyers may ask for their money back"),
        min_value=0,
        max_value=365,
        help_text=_("0: you promise nothing, and decide each time."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    text = TextField(
        lines=True,
        label=_("In your own words"),
        required=False,
        max_length=rules.TERMS_WORDS,
        help_text=_("Such as what must be wrong, or how soon you answer. Buyers read it before they pay."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

"""How an offer's licence keys are made, and the list of a tier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer, Tier
from dhara.delivery.licences import rules
from dhara.delivery.models import LicenceTerms
from dhara.kit.fields import TextField
from dhara.kit.locale.digits import to_latin
from dhara.web.studio.forms.refusals import Refusable

SEATS = "seats_"


class Number(forms.IntegerField):
    """A whole number from 1 on, or nothing; in digits of either script."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(required=False, min_value=1, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(to_latin(value) if isinstance(value, str) else value)


class Terms(Refusable):
    source = forms.ChoiceField(
        label=_("Where do keys come from?"),
        choices=list(rules.SOURCES.items()),
        initial=rules.PATTERN,
        widget=forms.RadioSelect(attrs={"data-choice": ""}),
    )
    pattern = forms.CharField(
        label=_("What they look like"),
        initial=rules.DEFAULT_PATTERN,
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("Each X becomes a letter or digit that nobody mistakes for another. Your name may stand in front."),
    )
    seats = Number(
        label=_("On how many machines at once?"),
        max_value=rules.MOST_SEATS,
        help_text=_("Leave it empty when there is no limit."),
    )
    days = Number(label=_("For how many days?"), max_value=rules.MOST_DAYS, help_text=_("Leave it empty for ever."))
    starts = forms.ChoiceField(
        label=_("Counted"), choices=list(rules.STARTS.items()), initial=rules.AT_PURCHASE, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, tiers: Iterable[Tier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tiers = list(tiers)
        fields: Any = self.fields
        for name in ("pattern", "seats", "days"):
            fields[name].says_optional = False
        if len(self.tiers) > 1:
            fields["seats"].widget = forms.HiddenInput()
            for tier in self.tiers:
                label = _("Machines with “%(tier)s”") % {"tier": tier.name}
                fields[f"{SEATS}{tier.pk}"] = Number(label=label, max_value=rules.MOST_SEATS)
                fields[f"{SEATS}{tier.pk}"].says_optional = False

    @classmethod
    def of(cls, offer: Offer, terms: LicenceTerms | None) -> Terms:
        tiers = list(offer.tiers.all())
        if terms is None:
            return cls(tiers=tiers)
        same = ("source", "pattern", "seats", "days", "starts")
        initial: dict[str, Any] = {name: getattr(terms, name) for name in same}
        return cls(tiers=tiers, initial={**initial, **{f"{SEATS}{t.pk}": terms.seats_of(t.pk) for t in tiers}})

    @property
    def tier_fields(self) -> list[Any]:
        return [self[f"{SEATS}{tier.pk}"] for tier in self.tiers] if len(self.tiers) > 1 else []

    def told(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        data = self.cleaned_data
        each = {tier.pk: data.get(f"{SEATS}{tier.pk}") for tier in self.tiers} if len(self.tiers) > 1 else {}
        same = ("source", "seats", "days", "starts")
        pattern = data["pattern"] or rules.DEFAULT_PATTERN
        return {**{name: data[name] for name in same}, "pattern": pattern, "tier_seats": each}


class Keys(Refusable):
    """More keys for the list of a tier: pasted, or in a file."""

    tier = forms.IntegerField(widget=forms.HiddenInput)
    keys = TextField(
        lines=True,
        required=False,
        label=_("Keys, one in each line"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "class": "font-mono"}),
    )
    file = forms.FileField(label=_("Or a text file or table (CSV) with them"), required=False, allow_empty_file=True)

    def text(self) -> str:
        """All keys that came. A file that is no text gives nothing."""
        sent = self.cleaned_data.get("file")
        read = sent.read(2_000_000).decode("utf-8-sig", errors="ignore") if sent else ""
        return f"{self.cleaned_data['keys']}\n{read}"


class Search(forms.Form):
    q = forms.CharField(label=_("Search licences"), required=False, max_length=120)
    status = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            (rules.ACTIVE, _("Active")),
            (rules.DISABLED, _("Stopped")),
            (rules.REFUNDED, _("Refunded")),
            ("waiting", _("Waiting for a key")),
        ],
    )

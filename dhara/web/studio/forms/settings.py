"""What a studio says about itself; who works there."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit import currency
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import NAMES, current
from dhara.people.studios import rules
from dhara.web.studio.forms.refusals import Refusable

_CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


class Profile(Refusable):
    name = TextField(label=_("Name of the studio"), max_length=80)
    tagline = TextField(label=_("What you make, in one sentence"), max_length=140, required=False)
    bio = forms.CharField(
        label=_("About you"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Who you are, for whom you work, what people can expect of you."),
    )
    links = forms.CharField(
        label=_("Links"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line: a name, then the address. “Behance https://www.behance.net/nadia”"),
    )
    picture = forms.FileField(label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    cover = forms.FileField(
        label=_("Cover picture of your page"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"})
    )
    currency = forms.ChoiceField(label=_("Currency of your prices"))
    language = forms.ChoiceField(
        label=_("Language of your buyers"), choices=list(NAMES.items()), widget=forms.RadioSelect
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["currency"]
        choices.choices = currency.choices(current())
        zones: Any = self.fields["time_zone"]
        zones.choices = _zones(str(self.initial.get("time_zone") or self.data.get("time_zone") or ""))

    def clean_links(self) -> list[dict[str, str]]:
        """ "Behance https://…" per line → [{"label", "url"}]; the action checks the addresses."""
        lines = [line.split() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        return [{"label": " ".join(words[:-1]), "url": words[-1]} for words in lines]


def _zones(present: str) -> list[tuple[str, str]]:
    """The places of the world by name, with the studio's own first should it be another name."""
    places = sorted(zone for zone in available_timezones() if zone.startswith(_CONTINENTS))
    known = [present] if present in available_timezones() and present not in places else []
    return [(zone, zone.replace("_", " ")) for zone in known + places]


def links_text(links: list[dict[str, str]]) -> str:
    return "\n".join(f"{link['label']} {link['url']}" for link in links)


class Address(Refusable):
    handle = forms.CharField(
        label=_("Address"),
        max_length=40,
        help_text=_("The old address will lead to the new one and is never given to anybody else."),
    )


class Invite(Refusable):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"), choices=[(code, words) for code, words in rules.ROLES.items() if code != rules.OWNER]
    )

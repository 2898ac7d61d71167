"""Name, language, time zone; topics of letters."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.kit.locale.languages import NAMES
from dhara.people.notices.models import TOPICS

# Where most of Dhara's people live and work, then all the others.
NEAR = ("Asia/Dhaka", "Asia/Kolkata", "Asia/Dubai", "Asia/Riyadh", "Asia/Kuala_Lumpur", "Asia/Singapore",
        "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Australia/Sydney")  # fmt: skip


def zones() -> list[Any]:
    regions = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    others = sorted(zone for zone in available_timezones() if zone.startswith(regions) and zone not in NEAR)
    return [
        (_("Often chosen"), [_choice(zone) for zone in NEAR]),
        (_("All"), [_choice(zone) for zone in [*others, "UTC"]]),
    ]


def _choice(zone: str) -> tuple[str, str]:
    return zone, zone.replace("_", " ").replace("/", " – ")


class Profile(forms.Form):
    name = TextField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As customers and colleagues know you."),
        error_messages={"required": _("Please enter your name.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=list(NAMES.items()),
        widget=forms.RadioSelect,
        help_text=_("For the pages that you see and the letters that you get."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, widget=forms.Select(attrs={"data-device-zone": "zone-hint"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class MailChoices(forms.Form):
    wanted = forms.MultipleChoiceField(
        label=_("Send me a letter about"),
        choices=list(TOPICS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

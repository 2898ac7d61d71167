"""What a giver tells us: on the page before paying, and on the order's own page until it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.checkout.gifts import actions
from dhara.checkout.gifts.rules import MOST_LETTERS, NAME_LENGTH, Wish, last_day, today
from dhara.checkout.models import Gift
from dhara.kit.fields import TextField
from dhara.kit.locale.digits import to_latin
from dhara.kit.refusal import Refused


class DayField(forms.DateField):
    """A day as browsers send it, or as people type it where there is no picker, in Bengali digits too."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"], widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_latin(value) if isinstance(value, str) else value)


class Receiver(forms.Form):
    """To whom: all that can be corrected once it was sent."""

    gift_name = TextField(
        label=_("Name of whoever gets it"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Please enter the name of the person who gets it.")},
    )
    gift_email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        help_text=_("The gift goes there. We use it for nothing else."),
        error_messages={
            "required": _("Please enter their e-mail address."),
            "invalid": _("This is not a complete e-mail address."),
        },
    )
    # The fields are there, out of sight, where it is no gift.
    use_required_attribute = False

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        attrs = self.fields["gift_email"].widget.attrs
        attrs.update(autocomplete="off", autocapitalize="none", spellcheck="false", inputmode="email")
        self.fields["gift_name"].widget.attrs["autocomplete"] = "off"

    def add_refusal(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))


class Present(Receiver):
    """Everything about a gift; checked by the domain. `wish` is what comes of it."""

    gift_message = TextField(
        lines=True,
        label=_("Your message"),
        required=False,
        max_length=MOST_LETTERS,
        help_text=_("It stands in the letter, with your name. Up to 500 characters."),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_LETTERS}),
    )
    gift_day = DayField(
        label=_("When?"),
        help_text=_("Today it goes out at once; on a later day at eight in the morning."),
        error_messages=dict.fromkeys(
            ("required", "invalid"), _("Please choose a day from today to one year from now.")
        ),
    )
    gift_language = forms.ChoiceField(
        label=_("Language of the letter to them"), choices=[("bn", "বাংলা"), ("en", "English")]
    )
    wish: Wish | None = None

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, at=at, **kwargs)
        attrs = self.fields["gift_day"].widget.attrs
        attrs.update(min=today(at).isoformat(), max=last_day(at).isoformat())

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if self.errors:
            return told
        try:
            self.wish = actions.check(
                email=told["gift_email"],
                name=told["gift_name"],
                message=told["gift_message"],
                day=told["gift_day"],
                language=told["gift_language"],
                at=self.at,
            )
        except Refused as refusal:
            self.add_refusal(refusal)
        return told


def of_gift(gift: Gift) -> dict[str, Any]:
    """What the form shows at first of a gift that waits."""
    return {
        "gift_name": gift.name,
        "gift_email": gift.email,
        "gift_message": gift.message,
        "gift_day": gift.day,
        "gift_language": gift.language,
    }


def seen_mark(wish: Wish) -> str:
    """Stands on the page that has shown this very gift to the buyer: nothing is paid for that they have not seen."""
    words = "\n".join(str(each) for each in vars(wish).values())
    return hashlib.sha256(words.encode()).hexdigest()[:24]


def typed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in Present.base_fields if name in data}

"""What a buyer tells us, and through whom they pay."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import PhoneField, TextField
from dhara.money.gateways.rules import Gateway
from dhara.money.tax.queries import countries
from dhara.web.checkout import typos

INTENT: Final = re.compile(r"\A[A-Za-z0-9_-]{8,64}\Z")


class Details(forms.Form):
    """`intent` is the same for every press of one page's button; `seen` the address that the buyer insisted on."""

    name = TextField(label=_("Your name"), max_length=120, error_messages={"required": _("Please enter your name.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The receipt and the link to your files go there."),
        error_messages={
            "required": _("Please enter your e-mail address."),
            "invalid": _("This is not a complete e-mail address."),
        },
    )
    phone = PhoneField(
        label=_("Phone"), max_length=40, required=False, help_text=_("Only for questions about this order.")
    )
    language = forms.ChoiceField(
        label=_("Language of the receipt and letters"), choices=[("bn", "বাংলা"), ("en", "English")]
    )
    remind = forms.BooleanField(required=False)
    intent = forms.RegexField(INTENT, widget=forms.HiddenInput)
    total = forms.IntegerField(min_value=0, max_value=10**15, widget=forms.HiddenInput)
    currency = forms.CharField(max_length=3, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=254, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        gateways: list[Gateway],
        with_place: bool = False,
        regions: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.suggestion = ""
        if gateways:
            self.fields["gateway"] = gateway_field(gateways)
        if with_place:
            self.fields["country"] = country_field()
            if regions:
                self.fields["region"] = region_field(regions)
            self.fields["tax_id"] = TextField(
                label=_("Tax id"),
                max_length=40,
                required=False,
                help_text=_("With a valid one of another country of the EU you pay the tax at home, not here."),
            )
        attrs = self.fields["email"].widget.attrs
        attrs.update(autocomplete="email", autocapitalize="none", spellcheck="false", inputmode="email")
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_email(self) -> str:
        """A likely slip is asked about once; who sends the same address again means it."""
        email = str(self.cleaned_data["email"]).lower()
        self.suggestion = typos.better(email)
        if self.suggestion and self.data.get("seen") != email:
            raise forms.ValidationError(
                _("Did you mean %(suggestion)s? If your address is right, just go on.")
                % {"suggestion": self.suggestion},
                code="typo",
            )
        return email


class Way(forms.Form):
    """Another try to pay an order."""

    def __init__(self, *args: Any, gateways: list[Gateway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"] = gateway_field(gateways)


def gateway_field(gateways: list[Gateway]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How would you like to pay?"),
        choices=[(each.code, each.label) for each in gateways],
        initial=gateways[0].code if gateways else None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose how you would like to pay."),
            "invalid_choice": _("This way of paying is not offered. Please choose another."),
        },
    )


def country_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Country"),
        choices=[("", _("Please choose")), *countries()],
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={
            "required": _("Please choose your country: the tax depends on it."),
            "invalid_choice": _("Please choose a country from the list."),
        },
    )


def region_field(regions: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("State or province"),
        choices=[("", _("Please choose")), *regions],
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
        error_messages={
            "required": _("Please choose your state or province: the tax depends on it."),
            "invalid_choice": _("This is no state or province of that country. Please choose one."),
        },
    )


def new_intent() -> str:
    return secrets.token_urlsafe(18)

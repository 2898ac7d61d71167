"""The form of a way to send, a studio's own or the host's. Keys are never shown again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.audience.sending.models import Provider
from dhara.audience.sending.providers.rules import NONE, STARTTLS, TLS
from dhara.audience.ways.queries import keys_of
from dhara.audience.ways.rules import KINDS

SECURITY = [(STARTTLS, "STARTTLS"), (TLS, "TLS"), (NONE, _("none"))]
PLAIN = ("host", "port", "security", "user", "region", "selector")


class WayForm(forms.Form):
    kind = forms.ChoiceField(label=_("Provider"), choices=KINDS)
    from_email = forms.EmailField(
        label=_("Sender's address"),
        help_text=_("Of a domain of your own, such as hello@your-name.com."),
        max_length=254,
    )
    user = forms.CharField(label=_("User"), max_length=200, required=False)
    password = forms.CharField(
        label=_("Password or key for SMTP"),
        help_text=_("Kept encrypted and never shown again. Leave it empty to keep the one you gave before."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=500, required=False,
    )  # fmt: skip
    host = forms.CharField(
        label=_("Server"), help_text=_("Only for a server of your own."), max_length=200, required=False
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, required=False)
    security = forms.ChoiceField(label=_("Encryption"), choices=SECURITY, required=False)
    region = forms.CharField(
        label=_("Region"), help_text=_("Only for Amazon SES, such as eu-central-1."), max_length=30, required=False
    )
    selector = forms.CharField(
        label=_("Name of the DKIM key"), help_text=_("The selector, where your provider names one."), max_length=63,
        required=False,
    )  # fmt: skip
    webhook_signing_key = forms.CharField(
        label=_("Key of its events"), help_text=_("Only for Mailgun: the webhook signing key."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), max_length=200, required=False,
    )  # fmt: skip
    per_minute = forms.IntegerField(label=_("Letters per minute"), min_value=0, max_value=100_000, required=False)
    per_day = forms.IntegerField(
        label=_("Letters per day"),
        help_text=_("Empty or 0: no limit."),
        min_value=0,
        max_value=10_000_000,
        required=False,
    )
    connections = forms.IntegerField(
        label=_("Connections at once"), min_value=1, max_value=20, initial=4, required=False
    )
    warm_up = forms.DateField(
        label=_("New domain, sends since"),
        help_text=_("From this day on a little more leaves every day, so that mail programs get to know you."),
        widget=forms.DateInput(attrs={"type": "date"}), required=False,
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        keys = {name: str(said.get(name) or "") for name in (*PLAIN, "password", "webhook_signing_key")}
        numbers = {name: said.get(name) or 0 for name in ("per_minute", "per_day")}
        rest = {"connections": said.get("connections") or 4, "warm_up": said.get("warm_up")}
        return {"kind": said["kind"], "from_email": said["from_email"], "keys": keys, **numbers, **rest}


def initial(provider: Provider | None) -> dict[str, Any]:
    if provider is None:
        return {"kind": "smtp", "security": STARTTLS, "port": 587}
    keys = keys_of(provider)
    names = ("kind", "from_email", "per_minute", "per_day", "connections", "warm_up")
    return {name: getattr(provider, name) for name in names} | {name: keys.get(name, "") for name in PLAIN}

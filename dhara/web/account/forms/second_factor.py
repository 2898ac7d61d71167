"""Setting up an app or a passkey."""

from __future__ import annotations

from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.web.account.forms.fields import CodeField


class ActivateApp(ActivateTOTPForm):
    code = CodeField(_("Code that the app shows now"), autofocus=False)  # the picture comes first


class AddPasskey(AddWebAuthnForm):
    """Always a passkey: it signs in alone, by fingerprint, face or PIN."""

    name = TextField(label=_("Name of this device"), max_length=60, required=False)
    passwordless = forms.BooleanField(widget=forms.HiddenInput, initial=True, required=False)


class RenamePasskey(EditWebAuthnForm):
    name = TextField(label=_("Name of this device"), max_length=60)

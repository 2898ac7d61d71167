"""Forms of one code each."""

from __future__ import annotations

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as factor_forms
from django.utils.translation import gettext_lazy as _

from dhara.web.account.forms.fields import CodeField


class AddressCode(allauth_forms.ConfirmEmailVerificationCodeForm):
    code = CodeField(_("Code from the letter"))


class ResetCode(allauth_forms.ConfirmPasswordResetCodeForm):
    code = CodeField(_("Code from the letter"))


class SecondFactorCode(factor_forms.AuthenticateForm):
    code = CodeField(_("Code of your app, or a recovery code"))


class SecondFactorAgain(factor_forms.ReauthenticateForm):
    code = CodeField(_("Code of your app, or a recovery code"))

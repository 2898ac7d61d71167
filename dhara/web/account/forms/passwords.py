"""Passwords: ask for a new one, choose it, change it. Typed once; whoever mistypes it asks for a new one."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.fields import SetPasswordField
from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.web.account.forms.fields import PASSWORD_HELP, email_field, password_field


class AskForReset(allauth_forms.ResetPasswordForm):
    email = email_field()


def _new_password(user: Any) -> SetPasswordField:
    field = SetPasswordField(label=_("New password"), help_text=PASSWORD_HELP, max_length=4096)
    field.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    field.error_messages = {**field.error_messages, "required": _("Please enter a password.")}
    field.user = user
    return field


class ChangePassword(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"oldpassword": password_field(_("Present password")), "password1": _new_password(self.user)}


class SetPassword(allauth_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password1": _new_password(self.user)}


class NewPassword(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"password1": _new_password(self.user)}

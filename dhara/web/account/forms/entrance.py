"""Signing in, signing up, and proving once more who one is."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.people.accounts.rules import NotPersonal
from dhara.people.models import Account
from dhara.web.account.forms.fields import PASSWORD_HELP, email_field, password_field


class SignIn(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": email_field(autocomplete="username webauthn"),
            "password": password_field(_("Password")),
        }


class SignUp(allauth_forms.SignupForm):
    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "name": TextField(
                label=_("Your name"),
                max_length=120,
                help_text=_("As customers and colleagues know you."),
                error_messages={"required": _("Please enter your name.")},
            ),
            "email": email_field(),
            "password1": password_field(_("Password"), new=True, help_text=PASSWORD_HELP),
        }
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean(self) -> dict[str, Any]:
        """allauth looks at the address only; a password that is one's name is as weak."""
        cleaned: dict[str, Any] = super().clean()
        try:
            NotPersonal().validate(cleaned.get("password1", ""), Account(name=cleaned.get("name", "")))
        except ValidationError as refusal:
            self.add_error("password1", refusal)
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        """The same answer in the same time, whether the address has an account or not."""
        if self.account_already_exists:
            Account().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:  # somebody signed up with this address a moment ago
            self.account_already_exists = True
            return super().try_save(request)


class Reauthenticate(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("Password"))

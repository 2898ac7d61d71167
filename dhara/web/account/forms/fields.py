"""Fields that the forms of this area share, in the words and widgets of Dhara."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.digits import to_latin


def email_field(label: Any = _("Email address"), *, autocomplete: str = "email", **kwargs: Any) -> forms.EmailField:
    attrs = {"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"}
    wrong = {"required": _("Please enter your email address."), "invalid": _("This is not a complete email address.")}
    return forms.EmailField(
        label=label, max_length=254, widget=forms.EmailInput(attrs=attrs), error_messages=wrong, **kwargs
    )


def password_field(label: Any, *, new: bool = False, **kwargs: Any) -> forms.CharField:
    """A password as typed (spaces count), at most 4096 characters, so that hashing it stays cheap."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
        error_messages={"required": _("Please enter a password.") if new else _("Please enter your password.")},
        **kwargs,
    )


class CodeField(forms.CharField):
    """A code from a letter, an app or a sheet of recovery codes; Bengali digits are understood."""

    def __init__(self, label: Any = _("Code"), *, autofocus: bool = True, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": autofocus, "maxlength": "20"}
        wrong = {"required": _("Please enter the code.")}
        super().__init__(
            label=label, max_length=20, widget=forms.TextInput(attrs=attrs), error_messages=wrong, **kwargs
        )

    def to_python(self, value: Any) -> str:
        return to_latin(super().to_python(value) or "")


PASSWORD_HELP = _("Use 10 characters or more; a few words are easier to remember than odd signs.")

"""Another e-mail address."""

from __future__ import annotations

from allauth.account import forms as allauth_forms

from dhara.web.account.forms.fields import email_field


class AddAddress(allauth_forms.AddEmailForm):
    email = email_field()

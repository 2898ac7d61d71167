"""Where allauth meets Dhara: its letters become ours, a proven address becomes a fact, secrets are encrypted."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from dhara.kit import clock
from dhara.kit.actor import person
from dhara.kit.locale.languages import current, site_name
from dhara.people.access.queries import studios_of
from dhara.people.accounts import actions, mail
from dhara.people.models import Account
from dhara.people.ties import actions as ties
from dhara.people.ties.rules import DEVICE
from dhara.web.account import devices, messages

SIGNED_IN_AT = "account.signed_in_at"  # in the session, seconds


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is not active at present."),
        "cannot_remove_primary_email": _(
            "The main address can not be removed. Make another one the main address first."
        ),
        "duplicate_email": _("This address belongs to your account already."),
        "email_password_mismatch": _("Email address and password do not match."),
        "enter_current_password": _("Please enter your present password."),
        "incorrect_code": _("This code is not right. Please look again."),
        "incorrect_password": _("This password is not right."),
        "max_email_addresses": _("You can have %d addresses at most."),
        "too_many_login_attempts": _("Too many attempts. Please wait a few minutes and try again."),
        "unverified_primary_email": _("Your main address must be confirmed first."),
        "same_as_current": _("This is the same as before."),
        "rate_limited": _("That was too often. Please wait a moment and try again."),
    }

    def new_user(self, request: HttpRequest) -> Account:  # noqa: ARG002 - allauth's signature
        return Account(joined_at=clock.now(), language=current())

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Account:
        user.name = form.cleaned_data.get("name", "")
        saved: Account = super().save_user(request, user, form, commit)
        return saved

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        confirmed: bool = super().confirm_email(request, email_address)
        if confirmed:
            actions.confirm(email_address.user_id, by=person(email_address.user_id), at=clock.now())
        return confirmed

    @transaction.atomic
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every letter of allauth by its template's name. KeyError for one that we do not know is a bug of ours."""
        LETTERS[template_prefix](email, {**context, **self._seen()})

    def _seen(self) -> dict[str, str]:
        request = self.request  # taken when the request was there; letters may be written after it
        return {"device": devices.name_of(self.get_http_user_agent(request)), "ip": self.get_client_ip(request)}

    def post_login(self, request: HttpRequest, user: Account, **about: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **about)
        if not about["signup"] and not devices.is_known(request, user.pk):
            mail.new_device(user.email, at=clock.now(), **self._seen())
        devices.remember(request, response, user.pk)
        ties.see(DEVICE, devices.mark(request, response), [user.pk], by=person(user.pk), at=clock.now())
        request.session[SIGNED_IN_AT] = clock.now().timestamp()
        return response

    def is_reauthentication_required(self, *, app: str, **about: Any) -> bool:
        """Whoever signed in or signed up a moment ago is not asked again."""
        signed_in_at = allauth_context.request.session.get(SIGNED_IN_AT, 0)
        if clock.now().timestamp() - signed_in_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **about))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return resolve_url("account-protection")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Into the studio for who has one, else to what they bought."""
        return "/studio/" if studios_of(request.user).exists() else "/library/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return resolve_url("account-home")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Our own sentence for a message of allauth's; none where the page itself shows what happened."""
        template = args[0] if args else kwargs.get("message_template")
        if template:
            sentence = messages.sentence(template, args[1] if len(args) > 1 else kwargs.get("message_context"))
            if sentence:
                super().add_message(request, level, message=sentence)
            return
        super().add_message(request, level, *args, **kwargs)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Remove the second step first, then add the address."),
        "unverified_email": _("Confirm your email address first."),
        "cannot_delete_authenticator": _("This second step can not be removed now."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
        "incorrect_code": _("This code is not right. Please look again."),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def _get_site_name(self) -> str:
        return site_name(current())

    def generate_authenticator_name(self, user: Account, type: Any) -> str:  # noqa: ARG002
        return devices.name_of(allauth_context.request.headers.get("User-Agent", ""))

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    """Keys made from SECRET_KEY and the older ones in SECRET_KEY_FALLBACKS, so that a key can be changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = (sha256(f"second-factor:{secret!s}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in keys])


Letter = Callable[[str, dict[str, Any]], None]


def _about_device(context: dict[str, Any]) -> dict[str, Any]:
    return {"device": context["device"], "ip": context["ip"], "at": clock.now()}


def _second_factor(change: str) -> Letter:
    return lambda email, c: mail.second_factor_changed(email, change=change, **_about_device(c))


def _password(email: str, c: dict[str, Any]) -> None:
    mail.password_changed(email, **_about_device(c))


def _confirm(is_new: bool) -> Letter:
    return lambda email, c: mail.confirm_address(email, code=c["code"], is_new=is_new, at=clock.now())


LETTERS: dict[str, Letter] = {
    "account/email/email_confirmation_signup": _confirm(True),
    "account/email/email_confirmation": _confirm(False),
    "account/email/account_already_exists": lambda email, _c: mail.account_exists(email, at=clock.now()),
    "account/email/unknown_account": lambda email, _c: mail.unknown_account(email, at=clock.now()),
    "account/email/password_reset_code": lambda email, c: mail.reset_password(email, code=c["code"], at=clock.now()),
    "account/email/password_reset": _password,
    "account/email/password_changed": _password,
    "account/email/password_set": _password,
    "account/email/email_changed": lambda email, c: mail.address_changed(
        email, old=c["from_email"], new=c["to_email"], **_about_device(c)
    ),
    "account/email/email_deleted": lambda email, c: mail.address_removed(
        email, removed=c["deleted_email"], **_about_device(c)
    ),
    "mfa/email/totp_activated": _second_factor("app_added"),
    "mfa/email/totp_deactivated": _second_factor("app_removed"),
    "mfa/email/webauthn_added": _second_factor("passkey_added"),
    "mfa/email/webauthn_removed": _second_factor("passkey_removed"),
    "mfa/email/recovery_codes_generated": _second_factor("codes_made"),
}

"""The letters about accounts and their safety, one named function each. They are always sent.

Every `key` carries the moment, as these letters answer something a person just did: each deed has its own letter.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from dhara.kit.locale.languages import current
from dhara.kit.mail.letters import post
from dhara.people.accounts.models import Account
from dhara.people.accounts.queries import by_any_email


def confirm_address(email: str, *, code: str, is_new: bool, at: datetime) -> None:
    """The code that proves an address; `is_new` when it is the account's first one."""
    _send(
        "confirm_address", email, {"code": code, "is_new": is_new, "url": _url("account_email_verification_sent")}, at
    )


def account_exists(email: str, *, at: datetime) -> None:
    """To somebody who signs up with an address that has an account already: the page itself does not tell."""
    _send("account_exists", email, {"url": _url("account_login"), "reset_url": _url("account_reset_password")}, at)


def unknown_account(email: str, *, at: datetime) -> None:
    """To somebody who asks for a new password at an address that nobody uses: the page itself does not tell."""
    _send("unknown_account", email, {"url": _url("account_signup")}, at)


def reset_password(email: str, *, code: str, at: datetime) -> None:
    _send("reset_password", email, {"code": code, "url": _url("account_confirm_password_reset_code")}, at)


def password_changed(email: str, *, at: datetime, device: str = "", ip: str = "") -> None:
    """After a change, a reset, or a first password."""
    _send_warning("password_changed", email, {}, at, device, ip)


def address_changed(email: str, *, old: str, new: str, at: datetime, device: str = "", ip: str = "") -> None:
    """To the address that was the main one until now."""
    _send_warning("address_changed", email, {"old": old, "new": new}, at, device, ip)


def address_removed(email: str, *, removed: str, at: datetime, device: str = "", ip: str = "") -> None:
    _send_warning("address_removed", email, {"removed": removed}, at, device, ip)


def second_factor_changed(email: str, *, change: str, at: datetime, device: str = "", ip: str = "") -> None:
    """`change` is one of app_added, app_removed, passkey_added, passkey_removed, codes_made."""
    _send_warning("second_factor_changed", email, {"change": change}, at, device, ip)


def new_device(email: str, *, at: datetime, device: str = "", ip: str = "") -> None:
    """After signing in from a browser that this account was never seen in."""
    _send_warning("new_device", email, {}, at, device, ip)


def _send_warning(name: str, email: str, context: dict[str, Any], at: datetime, device: str, ip: str) -> None:
    facts = {"device": device, "ip": ip, "when": at, "url": _url("account_reset_password")}
    _send(name, email, {**facts, **context}, at)


def _send(name: str, email: str, context: dict[str, Any], at: datetime) -> None:
    """In the language of the address's account, else in the one that the visitor reads."""
    account: Account | None = by_any_email(email)
    post(
        key=f"{name}:{email.lower()}:{at.isoformat()}"[:200],
        name=name,
        to=email,
        to_name=account.get_full_name() if account else "",
        language=account.language if account else current(),
        template=f"people/mail/{name}",
        context={"account": account, "email": email, **context},
        account_ref=account.pk if account else None,
        at=at,
    )


def _url(name: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name)}"

"""What a page says after something was done: our sentences for allauth's message templates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "account/messages/cannot_delete_primary_email.txt": _("The main address can not be removed."),
    "account/messages/email_confirmation_failed.txt": _(
        "This address could not be confirmed: it belongs to another account."
    ),
    "account/messages/email_confirmation_sent.txt": _("We sent a code to %(email)s."),
    "account/messages/email_confirmed.txt": _("%(email)s is confirmed."),
    "account/messages/email_deleted.txt": _("%(email)s was removed."),
    "account/messages/password_changed.txt": _("Your new password is saved."),
    "account/messages/password_set.txt": _("Your new password is saved."),
    "account/messages/primary_email_set.txt": _("Your main address was changed."),
    "account/messages/unverified_primary_email.txt": _("Confirm the address first, then make it the main one."),
    "mfa/messages/recovery_codes_generated.txt": _("Your recovery codes are ready."),
    "mfa/messages/totp_activated.txt": _("The app is set up. Signing in now asks for its code."),
    "mfa/messages/totp_deactivated.txt": _("The app was removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey was removed."),
    "usersessions/messages/sessions_logged_out.txt": _("All other devices were signed out."),
}
# The page shows it: greetings, and the code that was sent (the next page says so).
SILENT = {
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/email_confirmation_sent.txt",
}


def sentence(template: str, context: dict[str, Any] | None) -> str:
    """The sentence, or "" for nothing. Raises KeyError for a template that we do not know."""
    if template in SILENT:
        return ""
    return str(SENTENCES[template]) % (context or {})

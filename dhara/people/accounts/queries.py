"""Reads: who owns an address, and which addresses somebody has proven."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from dhara.kit import rows
from dhara.people.accounts.models import Account


def by_proven_email(email: str) -> Account | None:
    """The active account that has proven this address (whatever its case), if any."""
    proven = "SELECT FROM account_emailaddress e WHERE e.user_id = t.id AND e.verified AND e.email = %s"
    return rows.first(Account, f"t.is_active AND EXISTS ({proven})", [email.strip().lower()])


def proven_emails(account_id: int) -> list[str]:
    """Every proven address of an account in lower case, the primary one first."""
    found = EmailAddress.objects.filter(user_id=account_id, verified=True).order_by("-primary", "email")
    return [str(email) for email in found.values_list("email", flat=True)]


def by_any_email(email: str) -> Account | None:
    """The account that goes by this address, proven or not: for addressing a letter, never for giving access."""
    email = email.strip().lower()
    return by_proven_email(email) or Account.objects.filter(email__iexact=email).first()


def operators() -> list[Account]:
    """Everybody who may enter the console once a second factor protects them."""
    return list(Account.objects.filter(is_staff=True, is_active=True).order_by("id"))

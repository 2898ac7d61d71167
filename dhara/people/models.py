"""Re-exports the tables of this domain."""

from dhara.people.accounts.models import Account
from dhara.people.notices.models import MailPreference, Notice
from dhara.people.studios.models import Invitation, Member, RetiredHandle, Studio

__all__ = ["Account", "Invitation", "MailPreference", "Member", "Notice", "RetiredHandle", "Studio"]

"""Re-exports the tables of this domain."""

from dhara.people.accounts.models import Account
from dhara.people.conversations.models import Conversation, Message, MessageFile, Party, Report
from dhara.people.notices.models import MailPreference, Notice
from dhara.people.studios.models import Invitation, Member, RetiredHandle, Studio

__all__ = [
    "Account",
    "Conversation",
    "Invitation",
    "MailPreference",
    "Member",
    "Message",
    "MessageFile",
    "Notice",
    "Party",
    "Report",
    "RetiredHandle",
    "Studio",
]

"""Re-exports the tables of this domain."""

from dhara.people.accounts.models import Account
from dhara.people.conversations.models import Conversation, Message, MessageFile, Party, Report
from dhara.people.notices.models import MailPreference, Notice
from dhara.people.studios.models import Invitation, Member, RetiredHandle, Studio
from dhara.people.ties.models import Mark, Tie

__all__ = [
    "Account",
    "Conversation",
    "Invitation",
    "MailPreference",
    "Mark",
    "Member",
    "Message",
    "MessageFile",
    "Notice",
    "Party",
    "Report",
    "RetiredHandle",
    "Studio",
    "Tie",
]

"""What can have happened in a conversation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dhara.kit.facts.facts import Fact


@dataclass(frozen=True)
class MessageReceived(Fact):
    """A studio has got a message: it was written, or an operator let it through. `regarding` is its subject."""

    subject = "conversation_id"
    words = _("The studio got a message.")
    conversation_id: int
    message_id: int
    regarding: str


@dataclass(frozen=True)
class MessageAnswered(Fact):
    """A customer has got a message of the studio."""

    subject = "conversation_id"
    words = _("The studio wrote a message.")
    conversation_id: int
    message_id: int
    regarding: str


@dataclass(frozen=True)
class MessageHeld(Fact):
    """A message waits for the operator; `reasons` are codes of rules.HELD, separated by commas."""

    subject = "conversation_id"
    words = _("A message waits for the operator.")
    conversation_id: int
    message_id: int
    reasons: str


@dataclass(frozen=True)
class MessageReleased(Fact):
    """What comes of its being shown follows from the fact of that."""

    subject = "conversation_id"
    words = _("The operator let a message through.")
    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class MessageRemoved(Fact):
    subject = "conversation_id"
    words = _("The operator removed a message.")
    conversation_id: int
    message_id: int


@dataclass(frozen=True)
class ConversationReported(Fact):
    subject = "conversation_id"
    words = _("A conversation was reported to the operator.")
    conversation_id: int
    report_id: int

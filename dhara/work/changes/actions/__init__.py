"""Propose a change, answer it, take it back; what silence means; what falls out of it."""

from dhara.work.changes.actions.answering import agree, decline, unanswered
from dhara.work.changes.actions.asking import propose, propose_terms, withdraw
from dhara.work.changes.actions.terms import let_fall

__all__ = ["agree", "decline", "let_fall", "propose", "propose_terms", "unanswered", "withdraw"]

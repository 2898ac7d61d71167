"""All jobs of people; Procrastinate looks for a module of this name in every app."""

from dhara.people.conversations import tasks as conversations
from dhara.people.ties import tasks as ties

__all__ = ["conversations", "ties"]

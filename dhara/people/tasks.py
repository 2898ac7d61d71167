"""All jobs of people; Procrastinate looks for a module of this name in every app."""

from dhara.people.conversations import tasks as conversations

__all__ = ["conversations"]

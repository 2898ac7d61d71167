"""All jobs of the audience; Procrastinate looks for a module of this name in every app."""

from dhara.audience.tracking import tasks as tracking

__all__ = ["tracking"]

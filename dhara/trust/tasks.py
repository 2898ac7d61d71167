"""All jobs of trust."""

from dhara.trust.reviews import tasks as reviews

__all__ = ["reviews"]

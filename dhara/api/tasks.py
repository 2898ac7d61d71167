"""The jobs of this domain, where Procrastinate looks for them."""

from dhara.api.webhooks import tasks as webhooks

__all__ = ["webhooks"]

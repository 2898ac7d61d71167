"""The jobs of this domain, where Procrastinate looks for them."""

from dhara.catalog.offers import tasks as offers

__all__ = ["offers"]

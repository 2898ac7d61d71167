"""The jobs of this domain, where Procrastinate looks for them."""

from dhara.delivery.downloads import tasks as downloads
from dhara.delivery.evidence import tasks as evidence
from dhara.delivery.preorders import tasks as preorders

__all__ = ["downloads", "evidence", "preorders"]

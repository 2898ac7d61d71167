"""The jobs of this domain, where Procrastinate looks for them."""

from dhara.audience.forms import tasks as forms
from dhara.audience.sending import tasks as sending
from dhara.audience.sequences import tasks as sequences
from dhara.audience.tracking import tasks as tracking

__all__ = ["forms", "sending", "sequences", "tracking"]

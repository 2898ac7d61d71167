"""All jobs of the audience; Procrastinate looks for a module of this name in every app."""

from dhara.audience.tracking import tasks as tracking

__all__ = ["tracking"]
"""The jobs of this domain, where Procrastinate looks for them."""

from dhara.audience.forms import tasks as forms
from dhara.audience.sending import tasks as sending

__all__ = ["forms", "sending"]

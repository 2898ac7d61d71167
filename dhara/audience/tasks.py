"""All jobs of the audience; Procrastinate looks for a module of this name in every app."""

from dhara.audience.contacts import tasks as contacts
from dhara.audience.forms import tasks as forms
from dhara.audience.returns import tasks as returns
from dhara.audience.sending import tasks as sending
from dhara.audience.sequences import tasks as sequences
from dhara.audience.tracking import tasks as tracking
from dhara.audience.ways import tasks as ways

__all__ = ["contacts", "forms", "returns", "sending", "sequences", "tracking", "ways"]

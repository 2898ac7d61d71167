"""The ways to work, one file each; the app installs them."""

from dhara.work.engagements.modes.fixed import FIXED
from dhara.work.engagements.modes.gig import GIG
from dhara.work.engagements.modes.hourly import HOURLY
from dhara.work.engagements.modes.micro import MICRO
from dhara.work.engagements.rules import Mode

ALL: tuple[Mode, ...] = (GIG, FIXED, HOURLY, MICRO)

__all__ = ["ALL", "FIXED", "GIG", "HOURLY", "MICRO"]

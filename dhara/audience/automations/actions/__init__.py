"""The verbs: what happens to contacts comes in here; a studio writes its rules."""

from dhara.audience.automations.actions.edit import change, make, remove, switch
from dhara.audience.automations.actions.happened import follow, happened
from dhara.audience.automations.actions.together import Happening, happened_all

__all__ = ["Happening", "change", "follow", "happened", "happened_all", "make", "remove", "switch"]

"""The verbs of touches and visits."""

from dhara.audience.tracking.actions.judging import judge
from dhara.audience.tracking.actions.touching import Landing, touch
from dhara.audience.tracking.actions.visiting import recognise, visit

__all__ = ["Landing", "judge", "recognise", "touch", "visit"]

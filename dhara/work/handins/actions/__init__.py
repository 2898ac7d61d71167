"""The verbs of files that are handed in: take them, draw what is shown of them."""

from dhara.work.handins.actions.drawing import draw
from dhara.work.handins.actions.taking import Given, take

__all__ = ["Given", "draw", "take"]

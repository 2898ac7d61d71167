"""The verbs of engagements: agree, fund, take a step of the mode, and what happens when nobody does."""

from dhara.work.engagements.actions.acting import act, time_up
from dhara.work.engagements.actions.agreeing import Planned, agree, claim
from dhara.work.engagements.actions.reminding import put_off, remind

__all__ = ["Planned", "act", "agree", "claim", "put_off", "remind", "time_up"]

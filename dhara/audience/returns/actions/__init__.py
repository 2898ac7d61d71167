"""The verbs of what comes back."""

from dhara.audience.returns.actions.handling import handle
from dhara.audience.returns.actions.taking import take, take_mail

__all__ = ["handle", "take", "take_mail"]

"""The verbs of proposals."""

from dhara.work.proposals.actions.agreeing import accept, offer
from dhara.work.proposals.actions.steering import decline, expire, shortlist, talk, withdraw
from dhara.work.proposals.actions.writing import invite, propose, revise

__all__ = ["accept", "decline", "expire", "invite", "offer", "propose", "revise", "shortlist", "talk", "withdraw"]

"""The verbs of proposals."""

from dhara.work.proposals.actions.agreeing import accept, offer
from dhara.work.proposals.actions.offering import offer_in
from dhara.work.proposals.actions.steering import decline, expire, go_on, shortlist, talk, withdraw
from dhara.work.proposals.actions.writing import invite, propose, revise

__all__ = [
    "accept",
    "decline",
    "expire",
    "go_on",
    "invite",
    "offer",
    "offer_in",
    "propose",
    "revise",
    "shortlist",
    "talk",
    "withdraw",
]

"""The verbs of campaigns."""

from dhara.work.campaigns.actions.bulk import accept_many, lapse_due
from dhara.work.campaigns.actions.claiming import claim
from dhara.work.campaigns.actions.counting import count
from dhara.work.campaigns.actions.drafting import change, make, offer, refuse, release, set_items
from dhara.work.campaigns.actions.reminding import remind_due
from dhara.work.campaigns.actions.reviewing import reject
from dhara.work.campaigns.actions.running import begin, finish, pause, settle, stop, thaw
from dhara.work.campaigns.actions.slots import follow, spoken_for
from dhara.work.campaigns.actions.summing import sum_up
from dhara.work.campaigns.actions.working import submit

__all__ = [
    "accept_many",
    "begin",
    "change",
    "claim",
    "count",
    "finish",
    "follow",
    "lapse_due",
    "make",
    "offer",
    "pause",
    "refuse",
    "reject",
    "release",
    "remind_due",
    "set_items",
    "settle",
    "spoken_for",
    "stop",
    "submit",
    "sum_up",
    "thaw",
]

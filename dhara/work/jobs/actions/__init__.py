"""The verbs of jobs."""

from dhara.work.jobs.actions.attaching import attach, detach, drop
from dhara.work.jobs.actions.idling import keep_open, look_at_idle, touch
from dhara.work.jobs.actions.judging import hold, refuse, release
from dhara.work.jobs.actions.news import stop_search, tell_news
from dhara.work.jobs.actions.posting import close, count_proposals, fill, post, reopen
from dhara.work.jobs.actions.searching import forget_search, save_search, seen_up_to, switch_alerts
from dhara.work.jobs.actions.skills import ensure_skills
from dhara.work.jobs.actions.writing import change, write

__all__ = [
    "attach",
    "change",
    "close",
    "count_proposals",
    "detach",
    "drop",
    "ensure_skills",
    "fill",
    "forget_search",
    "hold",
    "keep_open",
    "look_at_idle",
    "post",
    "refuse",
    "release",
    "reopen",
    "save_search",
    "seen_up_to",
    "stop_search",
    "switch_alerts",
    "tell_news",
    "touch",
    "write",
]

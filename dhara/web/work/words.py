"""What things are called in a room: spans of time, the rail of states, what each side did."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from dhara.kit.locale.digits import in_script
from dhara.work.engagements.modes import common
from dhara.work.engagements.modes.fixed import CLAIMED, ENDING

# The stages of a rail, and at which one each state stands.
STAGES: Final[dict[str, tuple[Any, ...]]] = {
    "gig": (
        gettext_lazy("Payment"),
        gettext_lazy("Answers"),
        gettext_lazy("Work"),
        gettext_lazy("Review"),
        gettext_lazy("Completed"),
    ),
    "fixed": (
        gettext_lazy("Agreement"),
        gettext_lazy("Payment"),
        gettext_lazy("Work"),
        gettext_lazy("Review"),
        gettext_lazy("Completed"),
    ),
}
STAGES["hourly"] = STAGES["fixed"]
STAGE: Final[dict[str, int]] = {
    common.DRAFT: 1,
    common.FUNDED: 2,
    common.ACTIVE: 3,
    common.REVISION: 3,
    ENDING: 3,
    CLAIMED: 4,
    common.SUBMITTED: 4,
    common.DISPUTED: 4,
    common.ACCEPTED: 6,
    common.DIVIDED: 6,
    common.CANCELLED: 6,
}
TONES: Final[dict[str, str]] = {
    common.FUNDED: "marigold",
    common.ACTIVE: "river",
    common.REVISION: "marigold",
    common.SUBMITTED: "info",
    common.ACCEPTED: "success",
    common.DIVIDED: "success",
    common.DISPUTED: "error",
    ENDING: "marigold",
    CLAIMED: "marigold",
}

# verb: (icon, tone, what whoever took the step did). `who` is a name, or You.
DID: Final[dict[str, tuple[str, str, Any]]] = {
    "fund": ("lock", "", gettext_lazy("The money was set aside")),
    "require": ("clipboard-check", "", gettext_lazy("%(who)s gave what is needed")),
    "start": ("play", "", gettext_lazy("%(who)s began without the answers")),
    "deliver": ("package", "success", gettext_lazy("%(who)s delivered")),
    "submit": ("package", "success", gettext_lazy("%(who)s handed in the work")),
    "ask_revision": ("rotate-ccw", "marigold", gettext_lazy("%(who)s asked for a revision")),
    "extend_review": ("clock", "muted", gettext_lazy("%(who)s took more time to look")),
    "accept": ("circle-check", "success", gettext_lazy("%(who)s accepted the work")),
    "approve": ("circle-check", "success", gettext_lazy("%(who)s approved the work")),
    "cancel_late": ("circle-x", "error", gettext_lazy("%(who)s cancelled it, because it was late")),
    "cancel": ("circle-x", "error", gettext_lazy("The work was ended by agreement")),
    "give_up": ("circle-x", "error", gettext_lazy("%(who)s gave the work up")),
    "dispute": ("flag", "error", gettext_lazy("%(who)s asked for a ruling")),
    "rule_for_worker": ("shield-check", "success", gettext_lazy("The ruling: the work is paid")),
    "rule_for_buyer": ("shield-check", "error", gettext_lazy("The ruling: the money goes back")),
    "rule_split": ("split", "success", gettext_lazy("The ruling: each side gets a part")),
    "settle": ("split", "success", gettext_lazy("Both sides agreed on a part each")),
    **{
        f"resume_{state}": ("undo-2", "muted", gettext_lazy("The case was taken back: the work goes on"))
        for state in (common.ACTIVE, common.SUBMITTED, common.REVISION, CLAIMED)
    },
    "close": ("clipboard-check", "", gettext_lazy("%(who)s closed the week: it is billed")),
    "take_back": ("undo-2", "muted", gettext_lazy("%(who)s took the money of the week back before it began")),
    "finish": ("x", "muted", gettext_lazy("%(who)s ended it: no further week is worked")),
    "drop": ("x", "muted", gettext_lazy("%(who)s took the milestone out")),
    "end": ("circle-x", "error", gettext_lazy("%(who)s ended it")),
    "claim": ("hand-coins", "marigold", gettext_lazy("%(who)s claimed the money")),
    "return": ("undo-2", "muted", gettext_lazy("The money goes back")),
    "pay_claim": ("circle-check", "success", gettext_lazy("The claimed money was paid")),
}
# The same verbs where nobody took the step: time did, or nothing was missing.
ITSELF: Final[dict[str, Any]] = {
    "start": gettext_lazy("Nothing more was needed: the work began"),
    "accept": gettext_lazy("Nobody said anything in time: the work was accepted by itself"),
    "close": gettext_lazy("The week was over: it is billed"),
    "finish": gettext_lazy("No money came for another week: the project ended by itself"),
    "approve": gettext_lazy("Nobody said anything in time: the work was approved by itself"),
}


def span(length: timedelta) -> str:
    """The two largest parts of a span: 2 days 3 hours, 5 hours 20 minutes, 1 minute at least."""
    minutes = max(int(length.total_seconds()) // 60, 1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [
        (days, ngettext("%(count)s day", "%(count)s days", days)),
        (hours, ngettext("%(count)s hour", "%(count)s hours", hours)),
        (rest, ngettext("%(count)s minute", "%(count)s minutes", rest)),
    ]
    first = next(place for place, (count, _words) in enumerate(parts) if count)
    return " ".join(words % {"count": shown(count)} for count, words in parts[first : first + 2] if count)


def shown(count: int) -> str:
    """A count in the reader's digits."""
    return in_script(count, get_language() or "en")


def many_days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": shown(count)}


def many_hours(count: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": shown(count)}


def rail(mode: str, status: str) -> dict[str, Any]:
    """What `<c-steps>` needs; nothing where the work was cancelled: its steps have come to nothing."""
    if mode not in STAGES or status == common.CANCELLED:
        return {}
    return {"labels": [str(each) for each in STAGES[mode]], "current": STAGE.get(status, 1)}


def did(verb: str, who: str, *, by_itself: bool = False) -> tuple[str, str, str]:
    """(icon, tone, sentence) of a step that was taken."""
    icon, tone, words = DID.get(verb, ("circle-dot", "", _("%(who)s took a step")))
    said = ITSELF.get(verb, words) if by_itself else words
    return icon, tone, str(said) % {"who": who}


def hint(status: str, side: str, *, asked: bool = False, hourly: bool = False) -> str:
    """In a list: what this side should do, a few words; nothing where it waits."""
    if asked:
        return _("Answer what was asked for")
    if hourly and status in (common.ACTIVE, common.SUBMITTED):
        words = {
            (common.ACTIVE, "worker"): _("Write your time down"),
            (common.SUBMITTED, "buyer"): _("Look at the bill"),
        }
        return words.get((status, side), "")
    words = {
        (common.DRAFT, "buyer"): _("Set the money aside"),
        (ENDING, "worker"): _("Claim the money, or let it go back"),
        (CLAIMED, "buyer"): _("Answer the claim"),
        (common.FUNDED, "buyer"): _("Answer the questions"),
        (common.SUBMITTED, "buyer"): _("Look at the delivery"),
        (common.ACTIVE, "worker"): _("Deliver"),
        (common.REVISION, "worker"): _("Deliver again"),
    }
    return words.get((status, side), "")


def due_words(until: datetime, at: datetime, *, late: bool) -> str:
    """How long there is still, or how late it is."""
    left = span(abs(until - at))
    return (_("%(left)s late") if late and until < at else _("%(left)s left")) % {"left": left}

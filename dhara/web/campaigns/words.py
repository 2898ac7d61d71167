"""What things are called on a campaign's pages: states, spans, steps of writing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.web.work.words import span
from dhara.work.campaigns import rules
from dhara.work.models import Campaign

TONES: Final[dict[str, str]] = {
    rules.HELD: "marigold",
    rules.FUNDED: "marigold",
    rules.RUNNING: "success",
    rules.PAUSED: "info",
    rules.FROZEN: "error",
    rules.FINISHED: "river",
}
OPEN: Final = (rules.DRAFT, rules.HELD)
TEXT, PROOF, ITEMS, TERMS = "text", "proof", "items", "terms"
# The steps of writing a campaign, in this order.
PARTS: Final[dict[str, Any]] = {
    TEXT: gettext_lazy("Text"),
    PROOF: gettext_lazy("Proof"),
    ITEMS: gettext_lazy("List"),
    TERMS: gettext_lazy("Money and people"),
}


def part_after(part: str) -> str:
    """The next step of writing; "" after the last."""
    names = list(PARTS)
    return names[names.index(part) + 1] if part != names[-1] else ""


def tabs(campaign: Campaign, part: str) -> list[dict[str, Any]]:
    base = f"/campaigns/{campaign.pk}/"
    steps = [{"url": f"{base}edit/{name}/", "label": label, "current": name == part} for name, label in PARTS.items()]
    return [*steps, {"url": base, "label": _("Check and pay"), "current": not part}]


def shown(count: int) -> str:
    return number(count, current())


def minutes_shown(seconds: int) -> str:
    return span(timedelta(seconds=seconds))


def long_span(length: timedelta) -> str:
    """How much work it is: hours from one on, since working hours are what people count."""
    hours = round(length.total_seconds() / 3600)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": shown(hours)} if hours else span(length)


def hint(campaign: Campaign, waiting: int, appeals: int) -> str:
    """In the list: what the buyer should do next; nothing where it goes on by itself."""
    if appeals:
        words = ngettext("Answer %(count)s appeal", "Answer %(count)s appeals", appeals)
        return words % {"count": shown(appeals)}
    if waiting:
        words = ngettext("Look at %(count)s proof", "Look at %(count)s proofs", waiting)
        return words % {"count": shown(waiting)}
    return {
        rules.DRAFT: _("Finish it and pay"),
        rules.HELD: _("We are looking at its text"),
        rules.FUNDED: _("Let it begin"),
    }.get(campaign.status, "")

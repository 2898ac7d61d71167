"""What a campaign's page says first: where it stands, what to do, what that means for the money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dhara.kit.currency import Money
from dhara.kit.locale.languages import current
from dhara.people.conversations.rules import reasons_of
from dhara.web.campaigns.words import shown
from dhara.work.campaigns import rules
from dhara.work.campaigns.queries.progress import Progress, Purse, how_stopped
from dhara.work.engagements.returned import Returned
from dhara.work.funding.queries import left_in_pool
from dhara.work.models import Campaign


@dataclass(frozen=True)
class Button:
    """`verb` is the last part of the address to which it sends."""

    verb: str
    label: str
    icon: str
    kind: str = "primary"


@dataclass(frozen=True)
class Now:
    title: str
    text: str = ""
    icon: str = "circle-dot"
    tone: str = ""
    mine: bool = False
    buttons: tuple[Button, ...] = ()
    reasons: tuple[str, ...] = ()
    said: str = ""


def now(campaign: Campaign, progress: Progress) -> Now | None:
    """None for a draft: its page is a list of what is still to be done."""
    made = _STATES.get(campaign.status)
    return made(campaign, progress) if made else None


def _held(campaign: Campaign, _progress: Progress) -> Now:
    reasons = tuple(str(each) for each in reasons_of(campaign.held_for))
    text = _(
        "Nobody pays to work here, and nobody is led elsewhere. A person looks at your text, and you are told. "
        "You can also change it now: then it is a draft again."
    )
    return Now(_("We are looking at your text"), text, "eye", "marigold", reasons=reasons)


def _funded(_campaign: Campaign, _progress: Progress) -> Now:
    text = _("All of it is paid and set aside. As soon as you begin, workers see it on their desk.")
    button = Button("begin", _("Let it begin"), "play")
    return Now(_("Everything is ready"), text, "rocket", "marigold", True, (button,))


def _running(_campaign: Campaign, progress: Progress) -> Now:
    pause = Button("pause", _("Pause"), "pause", "quiet")
    to_do = progress.waiting + progress.appealed
    if to_do:
        words = ngettext("%(count)s proof waits for you", "%(count)s proofs wait for you", to_do)
        text = _("What you do not look at in time is accepted and paid by itself.")
        return Now(words % {"count": shown(to_do)}, text, "eye", "marigold", True, (pause,))
    if not progress.free and not progress.working:
        text = _("All tasks are done. It ends by itself when nothing can be appealed any more.")
        return Now(_("The last tasks are being settled"), text, "clock")
    return Now(
        _("Workers are at it"), _("Proofs arrive here as soon as they are handed in."), "users", "", False, (pause,)
    )


def _paused(_campaign: Campaign, progress: Progress) -> Now:
    button = Button("resumption", _("Let it go on"), "play")
    words = ngettext(
        "Nobody new may take a task. %(count)s task that is taken can still be handed in.",
        "Nobody new may take a task. %(count)s tasks that are taken can still be handed in.",
        progress.working,
    )
    text = words % {"count": shown(progress.working)} if progress.working else _("Nobody new may take a task.")
    return Now(_("Paused"), text, "pause", "", False, (button,))


def _frozen(_campaign: Campaign, _progress: Progress) -> Now:
    text = _(
        "Many tasks were rejected at once, so nobody can take or reject one until an operator has looked at it. "
        "You can still accept proofs. You get a notice as soon as it goes on."
    )
    return Now(_("Frozen: an operator looks at the rejections"), text, "shield-check", "error")


def _finished(campaign: Campaign, _progress: Progress) -> Now:
    text = _("What nobody needed of the money goes back to you when the last appeal is over.")
    if campaign.engagement is not None and not left_in_pool(campaign.engagement).minor:
        text = _("No money of it is set aside any more. Below you see where all of it went.")
    return Now(_("All tasks are decided"), text, "circle-check", "success")


def _stopped(campaign: Campaign, progress: Progress) -> Now:
    source, said = how_stopped(campaign)
    if source == rules.HELD:
        return Now(_("This campaign can not run here"), _("The operator says why:"), "circle-x", "error", said=said)
    left = progress.working + progress.waiting + progress.rejected + progress.appealed
    text = _("Unused money is yours again.")
    if left:
        text = _("Unused money is yours again. Tasks that were taken stay paid for: please look at their proofs.")
    return Now(_("Stopped early"), text, "circle-x", "muted", said=said)


_STATES: Final[dict[str, Any]] = {
    rules.HELD: _held,
    rules.FUNDED: _funded,
    rules.RUNNING: _running,
    rules.PAUSED: _paused,
    rules.FROZEN: _frozen,
    rules.FINISHED: _finished,
    rules.STOPPED: _stopped,
}
STOPPABLE: Final = (rules.FUNDED, rules.RUNNING, rules.PAUSED, rules.FROZEN)


def purse_rows(purse: Purse) -> list[tuple[str, str]]:
    """(what, how much): what was paid in and where it is."""
    rows = [
        (_("Paid in"), purse.funded),
        (_("Set aside"), purse.held),
        (_("Paid to workers"), purse.paid),
        (_("Gone back to you"), purse.returned),
    ]
    return [(label, amount.display(current())) for label, amount in rows]


def stop_says(progress: Progress, purse: Purse, back: Returned) -> list[str]:
    """What follows when it is stopped now, for the tasks and the money; `back` is what becomes of what is spare."""
    said = [_("Nobody can take a task any more. This can not be taken back.")]
    if progress.working:
        words = ngettext(
            "%(count)s task that is taken stays paid for: it can still be handed in, you look at it as before.",
            "%(count)s tasks that are taken stay paid for: they can still be handed in, you look at them as before.",
            progress.working,
        )
        said.append(words % {"count": shown(progress.working)})
    if progress.waiting:
        words = ngettext(
            "%(count)s proof still waits for you to accept or reject it.",
            "%(count)s proofs still wait for you to accept or reject them.",
            progress.waiting,
        )
        said.append(words % {"count": shown(progress.waiting)})
    if back.plain:
        said.append(_("%(amount)s goes back to you at once, the way you paid.") % {"amount": _show(purse.spare)})
    else:
        said += back.foretold(purse.spare.currency)
    if purse.needed.minor:
        words = _(
            "%(amount)s stays set aside for what is taken or may be appealed. What is left of it comes back later."
        )
        said.append(words % {"amount": _show(purse.needed)})
    return said


def _show(money: Money) -> str:
    return money.display(current())

"""The one thing to do next, for whoever looks: a sentence, until when, and the buttons that do it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from dhara.kit.lifecycle.models import Transition
from dhara.web.proposals.seats import Seat
from dhara.web.proposals.words import total
from dhara.work.proposals import rules


@dataclass(frozen=True)
class Step:
    """A button; with `post` it does it at once, else it leads to a page that says what follows."""

    label: str
    url: str
    icon: str
    kind: str = "quiet"
    post: bool = False


@dataclass(frozen=True)
class Now:
    """`mine` is whether this side is waited for; `until` when an offer ends; `quoted` what was said with a refusal."""

    title: str
    text: str = ""
    icon: str = "clock"
    tone: str = ""
    mine: bool = False
    until: datetime | None = None
    quoted: str = ""
    steps: list[Step] = field(default_factory=list)


def now(seat: Seat) -> Now:
    status = seat.proposal.status
    if seat.live and not seat.job_open:
        text = _("Nobody can agree on it now. If the client opens the job again, it goes on from here.")
        return Now(_("The job is not open any more"), text, "lock", "muted", steps=_ways_out(seat))
    if status == rules.OFFERED:
        return _offered(seat)
    if status in rules.LIVE:
        return _workers(seat) if seat.side == "worker" else _buyers(seat)
    return _over(seat)


def _offered(seat: Seat) -> Now:
    assert seat.version is not None
    names = {"who": seat.other, "price": total(seat.version)}
    if held := seat.held:
        counter = [Step(_("Make a counter-offer"), f"{seat.base}offer/", "pencil")] if seat.offered_to_me else []
        title = _("Nobody can agree to this offer yet")
        return Now(title, held, "lock", "muted", steps=[*counter, *_talk(seat), *_ways_out(seat)])
    until = seat.proposal.expires_at
    if not seat.offered_to_me:
        text = _("As soon as they agree, you both have an agreement. You can talk meanwhile.")
        return Now(_("Your offer of %(price)s waits for %(who)s") % names, text, "clock", until=until, steps=[
            *_talk(seat), *_ways_out(seat),
        ])  # fmt: skip
    text = _("Read it below. You can agree to it as it is, or answer with an offer of your own.")
    title = _("%(who)s offers to work together for %(price)s") % names
    return Now(title, text, "file-signature", "marigold", mine=True, until=until, steps=[
        Step(_("Read and agree"), f"{seat.base}acceptance/", "check", "primary"),
        Step(_("Make a counter-offer"), f"{seat.base}offer/", "pencil"),
        *_talk(seat),
        Step(_("Say no"), f"{seat.base}refusal/", "x", "bare"),
    ])  # fmt: skip


def _workers(seat: Seat) -> Now:
    names, status = {"who": seat.other}, seat.proposal.status
    if status == rules.INVITED:
        assert seat.proposal.job is not None
        url = reverse("proposals:propose", args=[seat.proposal.job.slug])
        text = _("Read the job. If you want it, say how you would do it and for how much. This costs nothing.")
        return Now(_("%(who)s invites you to apply") % names, text, "mail", "marigold", mine=True, steps=[
            Step(_("Write a proposal"), f"{url}?studio={seat.proposal.studio.handle}", "pencil", "primary"),
            Step(_("Say no"), f"{seat.base}refusal/", "x", "bare"),
        ])  # fmt: skip
    titles = {
        rules.SUBMITTED: _("%(who)s has your proposal"),
        rules.SHORTLISTED: _("You are on the short list of %(who)s"),
        rules.INTERVIEW: _("%(who)s talks with you about it"),
    }
    text = _("You can still change it. A binding offer lets the client agree at once.")
    return Now(titles[status] % names, text, "clock", steps=[
        *_talk(seat),
        Step(_("Change the proposal"), f"{seat.base}revision/", "pencil"),
        Step(_("Make an offer that binds"), f"{seat.base}offer/", "file-signature"),
        *_ways_out(seat),
    ])  # fmt: skip


def _buyers(seat: Seat) -> Now:
    names, status = {"who": seat.other}, seat.proposal.status
    if status == rules.INVITED:
        text = _("They read the job and decide. You are told when they answer.")
        return Now(_("%(who)s has not answered yet") % names, text, "clock", steps=_ways_out(seat))
    titles = {
        rules.SUBMITTED: _("%(who)s would do it for %(price)s"),
        rules.SHORTLISTED: _("%(who)s is on your short list, for %(price)s"),
        rules.INTERVIEW: _("You talk with %(who)s about it, for %(price)s"),
    }
    short = Step(_("On the short list"), f"{seat.base}shortlisting/", "star", post=True)
    assert seat.version is not None
    text = _("To hire them, make an offer, with the same terms or others. When they agree, the work is agreed.")
    return Now(titles[status] % {**names, "price": total(seat.version)}, text, "eye", "marigold", mine=True, steps=[
        Step(_("Make an offer"), f"{seat.base}offer/", "file-signature", "primary"),
        *_talk(seat),
        *([short] if status == rules.SUBMITTED else []),
        *_ways_out(seat),
    ])  # fmt: skip


def _talk(seat: Seat) -> list[Step]:
    """The client begins to talk; then both may."""
    begun = seat.proposal.status not in (rules.SUBMITTED, rules.SHORTLISTED)
    if not seat.may("answer_messages") or not (begun or seat.side == "buyer"):
        return []
    return [Step(_("Write a message"), f"{seat.base}conversation/", "mail", post=True)]


def _ways_out(seat: Seat) -> list[Step]:
    if seat.side == "worker":
        if seat.proposal.status == rules.INVITED:
            return [Step(_("Say no"), f"{seat.base}refusal/", "x", "bare")]
        return [Step(_("Withdraw it"), f"{seat.base}withdrawal/", "undo-2", "bare")]
    mine = seat.proposal.status == rules.OFFERED and not seat.offered_to_me
    back = mine or seat.proposal.status == rules.INVITED
    label = _("Take it back") if back else _("Turn it down")
    return [Step(label, f"{seat.base}refusal/", "undo-2" if back else "x", "bare")]


def _over(seat: Seat) -> Now:
    proposal, names = seat.proposal, {"who": seat.other}
    if proposal.status == rules.ACCEPTED:
        text = _("Money, work and everything you write to each other about it are in the room of this work.")
        url = reverse("work:room", args=[proposal.engagement_id])
        room = Step(_("To the room"), url, "briefcase", "primary")
        return Now(_("You have an agreement with %(who)s") % names, text, "circle-check", "success", steps=[room])
    if proposal.status == rules.EXPIRED:
        text = _("The offer was not answered in time, so it holds no more.")
        return Now(_("The offer has expired"), text, "clock", "muted")
    if proposal.status == rules.WITHDRAWN:
        return Now(_("The proposal was withdrawn"), _("Nobody can agree to it any more."), "undo-2", "muted")
    moves = Transition.objects.filter(lifecycle="proposal", thing_ref=proposal.pk)
    last = moves.order_by("-version").first()
    role = "buyer" if last and last.actor_ref == proposal.buyer_id else "worker"
    title = _("%(who)s said no") % {"who": seat.name_of(role)}
    quoted = seat.plain(last.reason, role) if last else ""
    return Now(title, _("This proposal has come to its end."), "circle-x", "muted", quoted=quoted)

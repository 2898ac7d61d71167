"""What letters say at the end of the work: who is paid, what goes back, what is ruled; in amounts, and why."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.work.engagements.mail.steps import writes
from dhara.work.engagements.mail.writing import Told, Wording, Words
from dhara.work.engagements.rules import BUYER, SYSTEM, WORKER

Given = dict[str, str]


def paid(told: Told) -> Words:
    """To who did the work: how much, and when it can be paid out."""
    given = told.given()
    if told.actor == SYSTEM:
        why = _("Nobody has answered in time, so “%(title)s” counts as accepted.") % given
    else:
        why = _("%(buyer)s has accepted “%(title)s”. Well done!") % given
    return Words(_("You have earned %(paid)s: %(title)s") % given, [why, _yours(given)], _("See the order"))


def accepted(told: Told) -> Words:
    """To the buyer, who said nothing until the end."""
    given = told.given()
    body = [
        _("The time to look at “%(title)s” is over. As you had nothing against it, it counts as accepted.") % given,
        _("%(studio)s is paid now. The work and its files stay here for you.") % given,
    ]
    return Words(_("Your work counts as accepted: %(title)s") % given, body, _("See the work"))


def ended_buyer(told: Told) -> Words:
    given = told.given()
    body = [_ended(told, given), told.sent_back()]
    return Words(_("The order is cancelled: %(title)s") % given, body, _("See the work"), _reason(told, given))


def ended_worker(told: Told) -> Words:
    given = told.given()
    gone = _("What was set aside for it went back to the buyer. Your other money is untouched.")
    if told.gone.waits:
        gone = _(
            "What was set aside for it is the buyer's again: their bank decides now. Your other money is untouched."
        )
    elif told.gone.banks:
        gone = _("The buyer has the money for it back from their bank. Your other money is untouched.")
    body = [_ended(told, given), gone]
    return Words(_("The order is cancelled: %(title)s") % given, body, _("See the order"), _reason(told, given))


def ruled_buyer(told: Told) -> Words:
    given = told.given()
    if not told.returned:
        what = _("The work counts as done: %(studio)s is paid for it.") % given
    elif not told.paid:
        what = _("The work was not done as agreed, so all of it goes back to you.")
    else:
        what = _("The money is divided: %(studio)s gets a part, and a part goes back to you.") % given
    return Words(_heading(told, given), [what, told.sent_back()], _("See the work"), writes(told, given))


def ruled_worker(told: Told) -> Words:
    given = told.given()
    if not told.returned:
        what = _("The work counts as done: you are paid for it.")
    elif not told.paid:
        what = _("The work was not done as agreed, so the money goes back to the buyer.")
    else:
        what = _("The money is divided: you get a part, and a part goes back to the buyer.")
    body = [what, _yours(given) if told.paid else ""]
    return Words(_heading(told, given), body, _("See the order"), writes(told, given))


def _heading(told: Told, given: Given) -> str:
    if told.actor == SYSTEM:
        return _("You have settled it: %(title)s") % given
    return _("The ruling: %(title)s") % given


def _yours(given: Given) -> str:
    if not given["clears"]:
        return _("%(paid)s is yours.") % given
    return _("%(paid)s is yours. It can be paid out from %(clears)s on.") % given


def _ended(told: Told, given: Given) -> str:
    by = {
        "give_up": _("%(studio)s can not do “%(title)s”."),
        "cancel_late": _("“%(title)s” is later than was agreed, so %(buyer)s has cancelled it."),
        "cancel": _("“%(title)s” was ended: one side asked for it, and the other agreed or did not answer in time."),
    }
    return by.get(told.verb, _("“%(title)s” was ended.")) % given


def _reason(told: Told, given: Given) -> str:
    """Why one side asked for it, though the machine did it."""
    return writes(told, given) or (_("The reason was:") if told.text else "")


ENDINGS: dict[tuple[str, str], Wording] = {
    ("paid", WORKER): paid,
    ("accepted", BUYER): accepted,
    ("ended", BUYER): ended_buyer,
    ("ended", WORKER): ended_worker,
    ("ruled", BUYER): ruled_buyer,
    ("ruled", WORKER): ruled_worker,
}

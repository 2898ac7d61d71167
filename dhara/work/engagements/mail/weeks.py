"""What letters say about weeks that are paid by the hour: their money, their bills, the end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.kit.locale.dates import show_date
from dhara.kit.locale.languages import current
from dhara.work.engagements.mail.writing import Told, Wording, Words
from dhara.work.engagements.modes.hourly import WEEK
from dhara.work.engagements.rules import BUYER, SYSTEM, WORKER


def week_funded(told: Told) -> Words:
    """To who does the work: it can be worked."""
    given = told.given()
    body = [
        _("%(buyer)s has set %(price)s aside for a week of “%(title)s”. What you work in it is safe for you.") % given,
        _("The week ends on %(due)s.") % given,
        _("Write down what you worked, and at what: only that is paid."),
    ]
    return Words(_("A week is paid: %(title)s") % given, body, _("Open the project"))


def billed(told: Told) -> Words:
    """To the buyer: look at it, until when, and what silence means."""
    given = _with_bill(told)
    rest = _("The rest of the week's money, %(unused)s, is on its way back to you, the way you paid.") % given
    if not told.gone.plain:
        rest = _("The rest of the week's money is %(unused)s.") % given + " " + told.sent_back()
    body = [
        _("%(studio)s has closed a week of “%(title)s”. The bill is %(bill)s.") % given,
        rest if told.returned else "",
        _("Please look at it by %(until)s. Accept it, or ask for a ruling. Without a word from you it is paid then.")
        % given
        if given["until"]
        else _("Please look at it: accept it, or ask for a ruling."),
    ]
    return Words(_("The bill of a week: %(title)s") % given, body, _("Look at the bill"))


def unused(told: Told) -> Words:
    """To the buyer: nobody worked."""
    given = told.given()
    body = [
        _("A week of “%(title)s” is over, and no time was written down for it.") % given,
        _("All its money is on its way back to you, the way you paid.") if told.gone.plain else told.sent_back(),
    ]
    return Words(_("Nobody worked this week: %(title)s") % given, body, _("Open the project"))


def taken_back(told: Told) -> Words:
    """To who does the work: a week that was paid is not to be worked."""
    given = _with_week(told)
    body = [
        _("%(buyer)s has taken back the money of the week from %(begins)s of “%(title)s”, which has not begun.")
        % given,
        _("Please do not work in it: nothing is set aside for it any more. Weeks that have begun stay as they are."),
    ]
    return Words(_("A week is not worked: %(title)s") % given, body, _("Open the project"))


def _with_week(told: Told) -> dict[str, str]:
    due = told.unit.due_at
    begins = show_date((due - WEEK).date(), current()) if due else ""
    return {**told.given(), "begins": begins}


def unpaid(told: Told) -> Words:
    """To the buyer, shortly before the week ends."""
    given = told.given()
    body = [
        _("The week of “%(title)s” ends on %(due)s, and the next one is not paid yet.") % given,
        _("If %(studio)s is to go on without a break, set its money aside now. What is not worked goes back to you.")
        % given,
        _("If not, there is nothing to do: nobody works in a week that is not paid."),
    ]
    return Words(_("The next week is not paid yet: %(title)s") % given, body, _("Set the money aside"))


def finished(told: Told) -> Words:
    """To the other side, or both where time did it: there is no further week."""
    given = told.given()
    who = given["buyer"] if told.actor == BUYER else given["studio"]
    first = _("%(who)s wants no further week of “%(title)s”.") % {**given, "who": who}
    if told.actor == SYSTEM:
        first = _("For a long time no money came for another week of “%(title)s”, so it has ended.") % given
    body = [first, _("A week that is paid already goes on until its end and is billed as always.")]
    return Words(_("No further week: %(title)s") % given, body, _("Open the project"))


def _with_bill(told: Told) -> dict[str, str]:
    """Also what was worked, and what went back with this step."""
    language = current()
    bill, unused = told.money(told.unit.amount - told.returned, language), told.money(told.returned, language)
    return {**told.given(), "bill": bill, "unused": unused}


WEEKS: dict[tuple[str, str], Wording] = {
    ("week_funded", WORKER): week_funded,
    ("billed", BUYER): billed,
    ("unused", BUYER): unused,
    ("taken_back", WORKER): taken_back,
    ("unpaid", BUYER): unpaid,
    ("finished", BUYER): finished,
    ("finished", WORKER): finished,
}

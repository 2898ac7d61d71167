"""What letters say about milestones of a project: their money, and ending them before they are done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.work.engagements.mail.steps import writes
from dhara.work.engagements.mail.writing import Told, Wording, Words
from dhara.work.engagements.rules import BUYER, WORKER


def funded(told: Told) -> Words:
    """To who does the work: it can begin."""
    given = told.given()
    body = [
        _("%(buyer)s has set %(price)s aside for “%(title)s”. You can begin.") % given,
        _("It is due on %(due)s.") % given if given["due"] else "",
        _("The money is yours as soon as the work is approved, or when nobody answers in time."),
    ]
    return Words(_("You can begin: %(title)s") % given, body, _("Open the project"))


def ending(told: Told) -> Words:
    """To who does the work: the money goes back, unless they claim it."""
    given = told.given()
    body = [
        _("%(buyer)s has ended “%(title)s” before it was handed in.") % given,
        _("If you have worked for it, claim the money by %(until)s. Without a word from you it goes back then.") % given
        if given["until"]
        else _("If you have worked for it, claim the money now. Without a word from you it goes back."),
    ]
    return Words(_("A milestone was ended: %(title)s") % given, body, _("Claim the money"), writes(told, given))


def claimed(told: Told) -> Words:
    """To the buyer: it is paid, unless they disagree."""
    given = told.given()
    body = [
        _("%(studio)s says that the money for “%(title)s” is theirs.") % given,
        _("Please answer by %(until)s: agree, or ask for a ruling. Without an answer it is paid then.") % given
        if given["until"]
        else _("Please answer: agree, or ask for a ruling. Without an answer it is paid."),
    ]
    return Words(_("%(studio)s claims the money: %(title)s") % given, body, _("Answer"), writes(told, given))


def dropped(told: Told) -> Words:
    """To who would have done the work."""
    given = told.given()
    body = [_("%(buyer)s has taken “%(title)s” out of the project. Nothing was paid for it.") % given]
    return Words(_("A milestone was taken out: %(title)s") % given, body, _("Open the project"))


MILESTONES: dict[tuple[str, str], Wording] = {
    ("funded", WORKER): funded,
    ("ending", WORKER): ending,
    ("claimed", BUYER): claimed,
    ("dropped", WORKER): dropped,
}

"""What letters say about changes: what is asked for, and what silence means; what was answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.work.changes.rules import CANCEL
from dhara.work.engagements.mail import Told, Wording, Words
from dhara.work.engagements.mail.steps import writes
from dhara.work.engagements.rules import BUYER

Given = dict[str, str]


def proposed(told: Told) -> Words:
    """To the other side. `told.verb` is the sort of the change, `told.until` the last moment to answer."""
    given = told.given()
    mine = {**given, "who": _who(told, given)}
    if told.verb == CANCEL:
        body = [
            _("%(who)s would like to end “%(title)s”. The money would go back to the buyer.") % mine,
            _("Please agree or decline by %(until)s. Without an answer it is ended then.") % mine,
        ]
        return Words(_("%(who)s asks to end the work: %(title)s") % mine, body, _("Answer"), writes(told, given))
    body = [
        _("%(who)s asks for more time for “%(title)s”. Days more: %(days)s.") % mine,
        _("Please agree or decline by %(until)s. Without an answer nothing changes.") % mine,
    ]
    return Words(_("%(who)s asks for more time: %(title)s") % mine, body, _("Answer"), writes(told, given))


def agreed(told: Told) -> Words:
    """To who asked for more time, by who may give it."""
    given = told.given()
    mine = {**given, "who": _who(told, given)}
    body = [_("%(who)s has agreed: “%(title)s” is due on %(due)s now.") % mine]
    return Words(_("You have more time: %(title)s") % mine, body, _("See the work"), writes(told, given))


def declined(told: Told) -> Words:
    given = told.given()
    mine = {**given, "who": _who(told, given)}
    asked = _("to end “%(title)s”") if told.verb == CANCEL else _("to have more time for “%(title)s”")
    body = [
        _("You have asked %(what)s. %(who)s does not agree.") % {**mine, "what": asked % given},
        _("All stays as it was agreed. If you can not find a way together, you can ask for a ruling."),
    ]
    return Words(_("%(who)s does not agree: %(title)s") % mine, body, _("See the work"), writes(told, given))


def lapsed(told: Told) -> Words:
    """To who asked, and got no answer."""
    given = told.given()
    body = [
        _("Nobody has answered your request about “%(title)s” in time.") % given,
        _("All stays as it was agreed. You can ask again, or write to the other side."),
    ]
    return Words(_("No answer to your request: %(title)s") % given, body, _("See the work"))


def _who(told: Told, given: Given) -> str:
    return given["buyer"] if told.actor == BUYER else given["studio"]


LETTERS: dict[str, Wording] = {
    "change_proposed": proposed,
    "change_agreed": agreed,
    "change_declined": declined,
    "change_lapsed": lapsed,
}

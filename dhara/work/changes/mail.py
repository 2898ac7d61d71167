"""What letters say about changes: what is asked for, and what silence means; what was answered."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.kit.locale.languages import current
from dhara.work.changes.queries import terms_fit
from dhara.work.changes.rules import CANCEL, TERMS, lines
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
    asked = _("to have more time for “%(title)s”")
    if told.verb in (CANCEL, TERMS):
        asked = _("to end “%(title)s”") if told.verb == CANCEL else _("for other terms of “%(title)s”")
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


def terms_proposed(told: Told) -> Words:
    """To the other side: what stands, what should stand, until when to answer."""
    given = told.given()
    mine = {**given, "who": _who(told, given)}
    body = [
        _("%(who)s proposes other terms for what is not paid yet of “%(title)s”:") % mine,
        *_lines(told),
        _("What is paid already stays as it is."),
        _("Please agree or decline by %(until)s. Without an answer nothing changes.") % mine,
    ]
    return Words(_("%(who)s proposes other terms: %(title)s") % mine, body, _("Answer"), writes(told, given))


def terms_agreed(told: Told) -> Words:
    """To who proposed them: they are in force."""
    given = told.given()
    mine = {**given, "who": _who(told, given)}
    body = [_("%(who)s has agreed. From now on this counts for “%(title)s”:") % mine, *_lines(told)]
    return Words(_("Other terms are agreed: %(title)s") % mine, body, _("See the work"), writes(told, given))


def terms_reduced(told: Told) -> Words:
    """To both sides: what fell out, and that the rest still waits."""
    given = told.given()
    body = [
        _("Other terms were proposed for “%(title)s”. Part of that was paid or taken out before the answer:") % given,
        *_lines(told),
        _("The rest waits for its answer until %(until)s. Who was asked can agree to it or decline it.") % given,
        _("Who proposed it can take it back, and propose something else.") % given,
    ]
    return Words(_("Part of the proposed terms fell out: %(title)s") % given, body, _("See what is left"))


def terms_voided(told: Told) -> Words:
    """To both sides: the proposal is over without an answer, and why."""
    given = told.given()
    body = [
        _("Other terms were proposed for “%(title)s”. They are over without an answer:") % given,
        *_lines(told),
        *_over(told),
    ]
    return Words(_("The proposed terms are over: %(title)s") % given, body, _("See the work"))


def _over(told: Told) -> list[str]:
    """Where the work is over, or no further week comes, nobody can propose anything again."""
    if not terms_fit(told.unit.engagement):
        return [_("There is no work left that other terms could be for. All stays as it was agreed.")]
    return [
        _("What is left would make no sense alone, or nothing is left. All stays as it was agreed."),
        _("Either side can propose other terms for what is not paid yet."),
    ]


def _lines(told: Told) -> list[str]:
    found = lines(told.terms, told.unit.engagement.currency, current(), told.fallen)
    return [str(each) for each in found]


def _who(told: Told, given: Given) -> str:
    return given["buyer"] if told.actor == BUYER else given["studio"]


LETTERS: dict[str, Wording] = {
    "change_proposed": proposed,
    "change_agreed": agreed,
    "change_declined": declined,
    "change_lapsed": lapsed,
    "terms_proposed": terms_proposed,
    "terms_agreed": terms_agreed,
    "terms_reduced": terms_reduced,
    "terms_voided": terms_voided,
}
# What is said otherwise where other terms are asked for.
OF_TERMS: dict[str, str] = {"change_proposed": "terms_proposed", "change_agreed": "terms_agreed"}

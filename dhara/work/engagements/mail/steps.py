"""What letters say while the work goes on: what is needed, when it is due, how long one may look."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.work.engagements.mail.writing import Told, Wording, Words
from dhara.work.engagements.rules import BUYER, SYSTEM, WORKER

Given = dict[str, str]


def needed(told: Told) -> Words:
    """To the buyer, who has paid: nothing begins before they answer."""
    given = told.given()
    body = [
        _("Thank you! You have paid %(price)s for “%(title)s”.") % given,
        _("Before %(studio)s can begin, a few answers are needed from you. It takes some minutes.") % given,
        _("The clock starts with your answers: from then on it takes %(days)s days at most.") % given,
        _safe(given),
    ]
    return Words(_("Tell %(studio)s what is needed: %(title)s") % given, body, _("Give what is needed"))


def begun(told: Told) -> Words:
    """To the buyer: it is being worked on."""
    given = told.given()
    body = [
        _("%(studio)s has begun with “%(title)s”.") % given,
        _("You get it by %(due)s at the latest.") % given if given["due"] else "",
        _safe(given),
    ]
    return Words(_("The work has begun: %(title)s") % given, body, _("See the work"))


def ordered(told: Told) -> Words:
    """To who does the work: what it brings, and when the clock starts."""
    given = told.given()
    if given["due"]:
        clock = _("The clock runs already: the work is due on %(due)s.") % given
    else:
        clock = _(
            "%(buyer)s is now asked for what you need. The clock starts with the answers, and we write to you: you "
            "then have %(days)s days."
        )
        clock = clock % given
    body = [
        _("%(buyer)s has ordered “%(title)s” and paid.") % given,
        clock,
        _("Your share, %(share)s, is set aside for you. It is yours as soon as the work is accepted.") % given,
    ]
    return Words(_("A new order: %(title)s") % given, body, _("Open the order"))


def required(told: Told) -> Words:
    """To who does the work: it can begin."""
    given = told.given()
    body = [
        _("%(buyer)s has given what you need for “%(title)s”.") % given,
        _("The clock has started: the work is due on %(due)s.") % given if given["due"] else "",
    ]
    return Words(_("You can begin: %(title)s") % given, body, _("See what was said"), writes(told, given))


def delivered(told: Told) -> Words:
    """To the buyer: look at it, until when, and what silence means."""
    given = told.given()
    if given["until"]:
        then = _(
            "Please look at it by %(until)s. Accept it, or say what should be changed. Without a word from you it "
            "counts as accepted then, and %(studio)s is paid."
        )
        then = then % given
    else:
        then = _("Please look at it: accept it, or say what should be changed.")
    body = [_("%(studio)s has delivered “%(title)s”.") % given, then]
    return Words(_("Your work is there: %(title)s") % given, body, _("Look at the work"), writes(told, given))


def sent_back(told: Told) -> Words:
    """To who does the work: what should change."""
    given = told.given()
    body = [
        _("%(buyer)s has looked at “%(title)s” and asks for a change.") % given,
        _("Please deliver again by %(due)s.") % given if given["due"] else "",
    ]
    return Words(_("A revision is asked for: %(title)s") % given, body, _("Open the order"), writes(told, given))


def extended(told: Told) -> Words:
    """To who does the work: the answer comes later than it might have."""
    given = told.given()
    body = [
        _("%(buyer)s needs more time to look at “%(title)s”. This can be done once.") % given,
        _("Without an answer it counts as accepted on %(until)s.") % given if given["until"] else "",
    ]
    return Words(_("The buyer takes more time to look: %(title)s") % given, body, _("See the order"))


def missing(told: Told) -> Words:
    """To the buyer, who has not answered."""
    given = told.given()
    body = [
        _("%(studio)s would like to begin with “%(title)s”, but your answers are still missing.") % given,
        _("Your money is set aside and safe. The work begins as soon as you have answered."),
    ]
    return Words(_("%(studio)s waits for your answers: %(title)s") % given, body, _("Give what is needed"))


def due(told: Told) -> Words:
    """To who does the work, before it is late."""
    given = told.given()
    body = [
        _("“%(title)s” for %(buyer)s is due on %(due)s.") % given,
        _("If you need longer, ask for more time now: the buyer can agree. An order that is late can be cancelled."),
    ]
    return Words(_("Due soon: %(title)s") % given, body, _("Deliver the work"))


def review(told: Told) -> Words:
    """To the buyer, before silence accepts it."""
    given = told.given()
    if told.unit.mode == "hourly":
        body = [_("Please look at the bill by %(until)s. After that it counts as accepted.") % given]
        return Words(_("A bill waits for you: %(title)s") % given, body, _("Look at the bill"))
    body = [
        _("%(studio)s has delivered “%(title)s”, and you have not answered yet.") % given,
        _("You can look at it until %(until)s. After that it counts as accepted, and %(studio)s is paid.") % given,
    ]
    return Words(_("Please look at your work: %(title)s") % given, body, _("Look at the work"))


def _safe(given: Given) -> str:
    return _("Your money is set aside. %(studio)s gets it only when you have accepted the work.") % given


def writes(told: Told, given: Given) -> str:
    """How what was said is introduced; nothing where nothing was, or by the machine."""
    if not told.text or told.actor == SYSTEM:
        return ""
    if told.actor == BUYER:
        return _("%(buyer)s writes:") % given
    return _("%(studio)s writes:") % given if told.actor == WORKER else _("The operator writes:")


# By the name of the letter and the side that reads it.
STEPS: dict[tuple[str, str], Wording] = {
    ("needed", BUYER): needed,
    ("begun", BUYER): begun,
    ("ordered", WORKER): ordered,
    ("required", WORKER): required,
    ("delivered", BUYER): delivered,
    ("sent_back", WORKER): sent_back,
    ("extended", WORKER): extended,
    ("missing", BUYER): missing,
    ("due", WORKER): due,
    ("review", BUYER): review,
}

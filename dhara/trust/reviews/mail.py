"""What letters say about reviews, in the shape of all letters about work."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.work.engagements.mail import Told, Wording, Words
from dhara.work.engagements.rules import BUYER


def asked(told: Told) -> Words:
    """To both, once the work has ended. `told.until` is when the time is over, `told.actor` the other side."""
    mine = _given(told)
    body = [
        _("“%(title)s” is done. How was it? You and %(who)s can each write a review.") % mine,
        _("Neither of you sees the other's words before both are in, or before %(until)s. Then both appear.") % mine,
    ]
    return Words(_("How was it? %(title)s") % mine, body, _("Write a review"))


def reminded(told: Told) -> Words:
    """To who has not written."""
    mine = _given(told)
    body = [
        _("You have not yet said how “%(title)s” was. You can do so until %(until)s.") % mine,
        _("A few stars are enough. It helps others to find good people to work with."),
    ]
    return Words(_("Your review is still missing: %(title)s") % mine, body, _("Write a review"))


def published(told: Told) -> Words:
    """To who was reviewed."""
    mine = _given(told)
    body = [_("%(who)s has reviewed you for “%(title)s”: %(stars)s.") % {**mine, "stars": "★" * told.days}]
    body.append(_("Everybody can read it, and your answer to it, which you can write once."))
    return Words(_("%(who)s has reviewed you: %(title)s") % mine, body, _("See the review"), _quote(mine))


def answered(told: Told) -> Words:
    """To who wrote the review."""
    mine = _given(told)
    body = [_("%(who)s has answered your review of “%(title)s”.") % mine]
    return Words(_("An answer to your review: %(title)s") % mine, body, _("See the answer"), _quote(mine))


def hidden(told: Told) -> Words:
    """To who wrote the review: why it is not shown."""
    mine = _given(told)
    body = [
        _("Your review of “%(title)s” is not shown any more, and does not count.") % mine,
        _("If you think that this is a mistake, answer this letter."),
    ]
    return Words(_("Your review was hidden: %(title)s") % mine, body, _("See the work"), _("The operator says why:"))


def _given(told: Told) -> dict[str, str]:
    """`who` is the other side of the reader."""
    given = told.given()
    return {**given, "who": given["buyer"] if told.actor == BUYER else given["studio"]}


def _quote(mine: dict[str, str]) -> str:
    return _("%(who)s writes:") % mine


LETTERS: dict[str, Wording] = {
    "review_asked": asked,
    "review_reminded": reminded,
    "review_published": published,
    "review_answered": answered,
    "review_hidden": hidden,
}

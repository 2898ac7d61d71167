"""What letters say about a case: who wants what, until when it can be answered, what was proposed and ruled.

`told.paid` is the worker's part that it is about and `told.back` the buyer's, `told.until` the last moment to do
something, `told.actor` the side that did it.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from django.utils.translation import gettext as _

from dhara.work.engagements.mail import Told, Wording, Words
from dhara.work.engagements.rules import BUYER, OPERATOR, SYSTEM, WORKER

Given = dict[str, str]


def disputed(side: str, told: Told) -> Words:
    """To both: who asks, and what each of them can do now."""
    given = _given(told)
    body = [
        _("%(who)s asks for a ruling about “%(title)s”.") % given,
        _("The money stays set aside until it is settled or decided. It costs nothing."),
    ]
    if told.actor == side:
        body.append(_("%(other)s is asked to answer by %(until)s. You can settle it between you at any time.") % given)
    else:
        body += [
            _("It should be divided like this: %(division)s.") % given,
            _("Please say by %(until)s what you think is right, and show what you have. Without an answer the operator "
              "decides with what there is.") % given,
        ]  # fmt: skip
    return Words(_("A ruling is asked for: %(title)s") % given, body, _label(told, side), _writes(told, given))


def answered(told: Told) -> Words:
    given = _given(told)
    body = [
        _("%(who)s has answered in the case about “%(title)s”: %(division)s.") % given,
        _("You can settle it between you until %(until)s. After that the operator decides.") % given
        if told.until
        else "",
    ]
    return Words(_("An answer in your case: %(title)s") % given, body, _("See the case"), _writes(told, given))


def spoken(told: Told) -> Words:
    given = _given(told)
    if told.actor == OPERATOR:
        body = [_("The operator asks something about “%(title)s”. Please answer in the case.") % given]
    else:
        body = [_("%(who)s has added something to the case about “%(title)s”.") % given]
    return Words(_("New in the case: %(title)s") % given, body, _("See the case"), _writes(told, given))


def reminded(told: Told) -> Words:
    given = _given(told)
    body = [
        _("You have not answered in the case about “%(title)s” yet.") % given,
        _("Please do so by %(until)s. After that the operator decides with what there is.") % given,
    ]
    return Words(_("Please answer: %(title)s") % given, body, _("Answer"))


def to_operator(told: Told) -> Words:
    given = _given(told)
    body = [
        _("The operator decides now about “%(title)s”, with what both sides have said and shown.") % given,
        _("You can still show more, or settle it between you, until it is decided."),
    ]
    return Words(_("The operator decides: %(title)s") % given, body, _("See the case"))


def proposed(told: Told) -> Words:
    given = _given(told)
    body = [
        _("%(who)s proposes to settle “%(title)s” like this: %(division)s.") % given,
        _("When you agree, the money moves at once, and nobody else has to decide."),
    ]
    return Words(_("A proposal to settle it: %(title)s") % given, body, _("Answer"), _writes(told, given))


def declined(told: Told) -> Words:
    given = _given(told)
    body = [_("%(who)s does not agree to what you proposed for “%(title)s”. You can propose something else.") % given]
    return Words(_("No to your proposal: %(title)s") % given, body, _("See the case"), _writes(told, given))


def withdrawn(told: Told) -> Words:
    given = _given(told)
    body = [
        _("%(who)s has taken the case about “%(title)s” back.") % given,
        _("The work goes on from where it was, with as much time as was left."),
    ]
    return Words(_("The case was taken back: %(title)s") % given, body, _("See the case"))


def ruled(told: Told) -> Words:
    given = _given(told)
    body = [_("The operator has ruled about “%(title)s”: %(division)s.") % given]
    if told.until:
        body.append(
            _("No money has moved yet. Who gets less than they asked for can agree, or appeal once, by %(until)s. "
              "After that it is carried out.") % given
        )  # fmt: skip
    return Words(_("The ruling: %(title)s") % given, body, _("See the ruling"), _writes(told, given))


def appealed(told: Told) -> Words:
    given = _given(told)
    body = [
        _("%(who)s has appealed against the ruling about “%(title)s”.") % given,
        _("It is looked at again, and what is ruled then is final. No money moves until then."),
    ]
    return Words(_("An appeal: %(title)s") % given, body, _("See the case"), _writes(told, given))


def _given(told: Told) -> Given:
    """With `who` did it, the `other` side, and the `division` in words."""
    given = told.given()
    names = {BUYER: given["buyer"], WORKER: given["studio"], OPERATOR: _("The operator"), SYSTEM: "Dhara"}
    given["who"] = names[told.actor]
    given["other"] = given["buyer"] if told.actor == WORKER else given["studio"]
    said = []
    if told.paid:
        said.append(_("%(paid)s to %(studio)s") % given)
    if told.back:
        said.append(_("%(back)s back to %(buyer)s") % given)
    return given | {"division": ", ".join(said)}


def _label(told: Told, side: str) -> str:
    return _("See the case") if told.actor == side else _("Answer")


def _writes(told: Told, given: Given) -> str:
    return _("%(who)s writes:") % given if told.text else ""


_TO_BOTH: Final[dict[str, Wording]] = {
    "case_answered": answered,
    "case_spoken": spoken,
    "case_reminded": reminded,
    "case_to_operator": to_operator,
    "case_proposed": proposed,
    "case_declined": declined,
    "case_withdrawn": withdrawn,
    "case_ruled": ruled,
    "case_appealed": appealed,
}
_SIDES: Final = (BUYER, WORKER)
# By the name of the letter and the side that reads it.
LETTERS: Final[dict[tuple[str, str], Wording]] = {
    **{("disputed", side): partial(disputed, side) for side in _SIDES},
    **{(name, side): words for name, words in _TO_BOTH.items() for side in _SIDES},
}

"""What letters say while the bank of who paid asks about a payment for work, and then: what it means for each side."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.money.disputes.rules import LOST
from dhara.work.engagements.mail.writing import Told, Wording, Words
from dhara.work.engagements.rules import BUYER, WORKER

Given = dict[str, str]


def asks(given: Given, *, over: bool) -> list[str]:
    """To who paid; `over` where the work has ended, so that nothing of it can wait any more."""
    return [
        _("Your bank has taken a payment for “%(title)s” back until it has decided, because somebody asked it to.")
        % given,
        _("If that was not you, or you do not want it any more, please tell your bank so."),
        _("The work is over, and stays as it is.")
        if over
        else _(
            "The work goes on as agreed. If something ends meanwhile, what would come back to you waits for the bank."
        ),
    ]


def decided(given: Given, *, lost: bool, over: bool) -> list[str]:
    """To who paid; `lost` where the bank decided for them."""
    said = _(
        "The payment stands. If something was to come back to you meanwhile, another letter says how much comes now."
    )
    if lost:
        said = _("It has decided for you: what it took back of the payment stays yours.")
    return [
        _("The bank has decided about the payment for “%(title)s”.") % given,
        said,
        _("The work is over, and stays as it is.")
        if over
        else _("Nothing changes for the work: what is set aside for it stays set aside."),
    ]


def asks_heading(given: Given) -> str:
    return _("Your bank asks us about a payment: %(title)s") % given


def decided_heading(given: Given) -> str:
    return _("The bank has decided: %(title)s") % given


def _asks(told: Told) -> Words:
    given = told.given()
    return Words(asks_heading(given), asks(given, over=_over(told)), _("See the work"))


def _asked(told: Told) -> Words:
    """To who does the work: it is not theirs to bear."""
    given = told.given()
    body = [
        _("The bank of the buyer asks us about a payment for “%(title)s”.") % given,
        _("This is between the bank and us: you lose nothing by it. What is set aside for you stays set aside."),
        _("Go on with the work as agreed. You need not do anything."),
    ]
    if _over(told):
        body[1:] = [
            _("This is between the bank and us: you lose nothing by it. What you earned with the work stays yours."),
            _("You need not do anything."),
        ]
    return Words(
        _("A bank asks about a payment, and you lose nothing by it: %(title)s") % given, body, _("See the work")
    )


def _decided_buyer(told: Told) -> Words:
    """`told.verb` is the verdict."""
    given = told.given()
    body = decided(given, lost=told.verb == LOST, over=_over(told))
    return Words(decided_heading(given), body, _("See the work"))


def _decided_worker(told: Told) -> Words:
    """What the bank decided is nothing to them."""
    given = told.given()
    stays = _("Nothing changes for the work: what is set aside for it stays set aside.")
    if _over(told):
        stays = _("Nothing changes for you: what you earned with the work stays yours.")
    body = [_("The bank has decided about the payment for “%(title)s”.") % given, stays]
    return Words(decided_heading(given), body, _("See the work"))


def _over(told: Told) -> bool:
    return told.unit.engagement.ended_at is not None


BANKS: dict[tuple[str, str], Wording] = {
    ("bank_asks", BUYER): _asks,
    ("bank_asked", WORKER): _asked,
    ("bank_decided", BUYER): _decided_buyer,
    ("bank_decided", WORKER): _decided_worker,
}

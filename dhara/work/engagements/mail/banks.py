"""What letters say while the bank of who paid asks about a payment for work: what it means for each side."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dhara.work.engagements.mail.writing import Told, Wording, Words


def asks(told: Told) -> Words:
    """To the buyer, whose bank it is."""
    given = told.given()
    body = [
        _("Your bank has taken a payment for “%(title)s” back until it has decided, because somebody asked it to.")
        % given,
        _("If that was not you, or you do not want it any more, please tell your bank so."),
        _("The work goes on as agreed. If something ends meanwhile, what would come back to you waits for the bank."),
    ]
    return Words(_("Your bank asks us about a payment: %(title)s") % given, body, _("See the work"))


def asked(told: Told) -> Words:
    """To who does the work: it is not theirs to bear."""
    given = told.given()
    body = [
        _("The bank of the buyer asks us about a payment for “%(title)s”.") % given,
        _("This is between the bank and us: you lose nothing by it. What is set aside for you stays set aside."),
        _("Go on with the work as agreed. You need not do anything."),
    ]
    return Words(
        _("A bank asks about a payment, and you lose nothing by it: %(title)s") % given, body, _("See the work")
    )


def decided(told: Told) -> Words:
    """To both: the bank does not ask any more, and nothing changes for the work."""
    given = told.given()
    body = [
        _("The bank has decided about the payment for “%(title)s”.") % given,
        _("Nothing changes for the work: what is set aside for it stays set aside."),
    ]
    return Words(_("The bank has decided: %(title)s") % given, body, _("See the work"))


BANKS: dict[str, Wording] = {"bank_asks": asks, "bank_asked": asked, "bank_decided": decided}

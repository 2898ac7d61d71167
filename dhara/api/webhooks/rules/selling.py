"""What is told of what a studio sells, of its money and of its audience."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.api.webhooks.rules.public import Public, alike

_LINE: Final = {
    "offer": 12,
    "tier": 31,
    "title": "Wedding cards",
    "tier_name": "",
    "quantity": 1,
    "added": [],
    "gross": 45000,
    "tax": 0,
    "fees": 3150,
    "net": 41850,
}
_ORDER: Final = {
    "order": "D-7K4Q-2M8T",
    "currency": "BDT",
    "lines": [_LINE],
    "gross": 45000,
    "net": 41850,
    "paid_at": "2026-03-02T04:00:00Z",
}
_REFUND: Final = {"order": "D-7K4Q-2M8T", "refund": 7, "currency": "BDT", "amount": 45000, "net": 41850}
_CART: Final = {
    "cart": 5,
    "currency": "BDT",
    "amount": 45000,
    "lines": [{"offer": 12, "tier": 31, "title": "Wedding cards", "quantity": 1, "amount": 45000}],
    "reminded_at": "2026-03-02T04:00:00Z",
}
_DISPUTE: Final = {"order": "D-7K4Q-2M8T", "dispute": 3}
_PAYOUT: Final = {"payout": "P7K4Q2M8T9", "currency": "BDT", "amount": 500000}
_LICENCE: Final = {"licence": 81, "order": "D-7K4Q-2M8T", "offer": 12}
_FORM: Final = {"form": 3, "name": "Checklist", "submission": 41, "utm": {"source": "facebook"}}
_MESSAGE: Final = {
    "conversation": 7,
    "message": 19,
    "about": "offer:12",
    "name": "Karim",
    "text": "Does it open in Canva?",
    "files": ["idea.png"],
    "at": "2026-03-02T04:00:00Z",
}
_OFFER: Final = {"offer": 12, "title": "Wedding cards"}
_CONTACT: Final = {"contact": 31}

SELLING: Final[dict[str, Public]] = {
    "order.paid": Public(_("Somebody bought something of yours; only your own lines are in it."), _ORDER),
    "gift.sent": Public(_("A gift that somebody bought from you was sent to its receiver."), {"order": "D-7K4Q-2M8T"}),
    "order.refunded": Public(_("Money of an order went back to the buyer."), _REFUND),
    "order.tax_returned": Public(
        _("A business added its tax id after paying, so the tax went back; your share stays."),
        {**_REFUND, "amount": 6750, "net": 0},
    ),
    "order.refund_failed": Public(_("A refund did not come about: the sale stands again."), _REFUND),
    "cart.abandoned": Public(
        _("A cart with something of yours was left unpaid, and its owner reminded; the sum is your own lines'."), _CART
    ),
    "cart.recovered": Public(_("Such a cart was bought after all."), {**_CART, "order": "D-7K4Q-2M8T"}),
    **alike(
        "dispute",
        _DISPUTE,
        opened=_("A payer's bank took money back and asks for evidence."),
        won=_("The bank decided for you."),
        lost=_("The bank decided for the payer."),
    ),
    **alike("payout", _PAYOUT, sent=_("A payout is on its way to you."), paid=_("A payout has arrived.")),
    "payout.failed": Public(
        _("A payout failed; the money is on your balance again."), {**_PAYOUT, "reason": "no_account"}
    ),
    "payout.cancelled": Public(_("A payout was cancelled."), {**_PAYOUT, "reason": "asked"}),
    "payout.returned": Public(_("A payout was sent back by the bank."), {**_PAYOUT, "reason": "closed"}),
    "money.cleared": Public(_("Money became available on your balance."), {"currency": "BDT", "amount": 41850}),
    "licence.issued": Public(
        _("A buyer was given licence keys."), {"order": "D-7K4Q-2M8T", "offer": 12, "count": 1, "waiting": 0}
    ),
    **alike(
        "licence",
        {**_LICENCE, "machine": "Desk"},
        activated=_("A licence key was activated on a machine."),
        deactivated=_("A machine was taken off a licence key."),
    ),
    **alike(
        "licence",
        _LICENCE,
        disabled=_("A licence key was stopped."),
        enabled=_("A licence key was allowed again."),
        rotated=_("A licence key was exchanged for another."),
    ),
    **alike(
        "offer",
        _OFFER,
        published=_("An offer of yours went on the market."),
        unpublished=_("An offer of yours was taken off the market."),
        released=_("An offer of yours that was sold before has come out."),
        archived=_("An offer of yours was put away."),
        restored=_("An offer of yours was taken out of the archive."),
        prices_changed=_("The prices or packages of an offer of yours are different now."),
        lifted=_("The operator allowed a hidden offer of yours again; it is published when you want."),
    ),
    "offer.hidden": Public(
        _("The operator hid an offer of yours, and says why."), {**_OFFER, "reason": "The picture is not yours."}
    ),
    "offer.release_postponed": Public(
        _("An offer of yours comes out on another day."),
        {**_OFFER, "before": "2026-12-01T12:00:00+00:00", "until": "2026-12-15T12:00:00+00:00"},
    ),
    "contact.subscribed": Public(_("Somebody subscribed to your letters."), {**_CONTACT, "source": "form:3"}),
    "contact.unsubscribed": Public(
        _("Somebody unsubscribed from your letters."), {**_CONTACT, "source": "one_click", "message": 7}
    ),
    "contact.bounced": Public(_("Letters to a contact come back."), {**_CONTACT, "hard": True}),
    "contact.complained": Public(_("A contact marked a letter as spam."), {**_CONTACT, "message": 7}),
    **alike("contact", {**_CONTACT, "tag": 4}, tagged=_("A contact got a tag."), untagged=_("A contact lost a tag.")),
    "contact.erased": Public(_("A contact was erased."), _CONTACT),
    "message.received": Public(
        _("A visitor or buyer wrote to the studio. Contact details are hidden before there is an order."), _MESSAGE
    ),
    "form.submitted": Public(
        _("Somebody filled in a form of yours; whether the address is theirs, nobody knows."), _FORM
    ),
    "form.confirmed": Public(
        _("Somebody pressed the button in the letter: the address is theirs."),
        {**_FORM, "contact": 31},
    ),
    "sequence.called": Public(
        _("A contact came to a webhook of a sequence."), {**_CONTACT, "sequence": 5, "step": "n3", "name": "vip-ready"}
    ),
}

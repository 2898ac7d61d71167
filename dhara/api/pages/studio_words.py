"""What the schema says of licences and webhooks (see words.py)."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

STUDIO_WORDS: Final = frozenset(
    {
        gettext_noop("A key that was stopped is good again."),
        gettext_noop("A key, the number of an order, an offer, or a buyer."),
        gettext_noop("A message of the type webhook.test, at once. The log says what came of it."),
        gettext_noop("A new secret"),
        gettext_noop("Add a webhook"),
        gettext_noop("Allow a key again"),
        gettext_noop(
            "Another key for the same purchase. The old one is refused, its machines are taken "
            "off, the buyer is written."
        ),
        gettext_noop("As in the header: the same at every try."),
        gettext_noop("As the buyer types it: small letters and missing dashes do not matter."),
        gettext_noop("Ask for this machine, too; empty for any."),
        gettext_noop("Change a webhook"),
        gettext_noop("Empty while the buyer waits for one."),
        gettext_noop("Events"),
        gettext_noop("Exchange a key"),
        gettext_noop("For a day the older one signs, too."),
        gettext_noop("For the buyer, who sees the list."),
        gettext_noop("How many machines may use it at once; null for any number."),
        gettext_noop("How many messages wait."),
        gettext_noop("How many use it now."),
        gettext_noop("Is this key good?"),
        gettext_noop("It is refused from now on, and the buyer is written why."),
        gettext_noop("Its data. Amounts are in minor units."),
        gettext_noop(
            "Let a machine use the key, as long as there are seats. Asking again for the same machine changes nothing."
        ),
        gettext_noop("Licence keys that a studio sold"),
        gettext_noop("Licences"),
        gettext_noop("Messages that wait go to the new address."),
        gettext_noop("No API key is needed: the licence key is the secret. A refund is seen at once."),
        gettext_noop("Nothing has arrived since then; null when all is well."),
        gettext_noop("Of the answer; null where there was none."),
        gettext_noop("One webhook"),
        gettext_noop("Remove a webhook"),
        gettext_noop("Send a message again"),
        gettext_noop("Send a test"),
        gettext_noop("Shown only this once."),
        gettext_noop("Stop a key"),
        gettext_noop("Switch it on or off"),
        gettext_noop("Take a machine off the key, so that another one may use it. Works for refused keys too."),
        gettext_noop("The answer has the secret with which messages are signed; keep it, it is not shown again."),
        gettext_noop("The buyer reads it."),
        gettext_noop("The first 2 KB of the answer."),
        gettext_noop("The id of the offer: a key opens no other one."),
        gettext_noop("The latest first, with the machines that use them. Only for members who may see licences."),
        gettext_noop("The machine that was asked for."),
        gettext_noop("The messages of 30 days with every try, the latest first."),
        gettext_noop("Those of a studio, without their secrets. Only for members who may change them."),
        gettext_noop("Under its old id, whatever waits."),
        gettext_noop("Use a key here"),
        gettext_noop("Use a key here no longer"),
        gettext_noop("Webhooks"),
        gettext_noop("What a program would be told now."),
        gettext_noop("What it means, in the language of the answer."),
        gettext_noop("What waits is given up. The answer has those that are left."),
        gettext_noop("What was sent"),
        gettext_noop("What was sent and signed, letter by letter."),
        gettext_noop("What webhooks can be told, with an example of each."),
        gettext_noop("What your program calls the machine; the same each time."),
        gettext_noop("When it is tried again."),
        gettext_noop("While it is off nothing new is kept for it. On again, what waits is sent at once."),
        gettext_noop("Why it is switched off."),
        gettext_noop("Why not, or ok."),
        gettext_noop("Why there was no answer."),
        gettext_noop("null: for ever, or from the first activation on."),
    }
)

"""What the schema says, in words that translators find: the schema itself is read by programs, in English.

`tests/api/test_pages.py` proves that none is missing.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from dhara.api.pages.broadcast_words import BROADCAST_WORDS
from dhara.api.pages.campaign_words import CAMPAIGN_WORDS
from dhara.api.pages.case_words import CASE_WORDS
from dhara.api.pages.contact_words import CONTACT_WORDS
from dhara.api.pages.form_words import FORM_WORDS
from dhara.api.pages.funding_words import FUNDING_WORDS
from dhara.api.pages.gift_words import GIFT_WORDS
from dhara.api.pages.hook_words import HOOK_WORDS
from dhara.api.pages.job_words import JOB_WORDS
from dhara.api.pages.meant_words import MEANT_WORDS
from dhara.api.pages.own_offer_words import OWN_OFFER_WORDS
from dhara.api.pages.refund_words import REFUND_WORDS
from dhara.api.pages.review_words import REVIEW_WORDS
from dhara.api.pages.rule_words import RULE_WORDS
from dhara.api.pages.sequence_words import SEQUENCE_WORDS
from dhara.api.pages.studio_words import STUDIO_WORDS
from dhara.api.pages.tagging_words import TAGGING_WORDS
from dhara.api.pages.tax_words import TAX_WORDS
from dhara.api.pages.upload_words import UPLOAD_WORDS
from dhara.api.pages.wish_words import WISH_WORDS
from dhara.api.pages.work_words import WORK_WORDS

# What became of a message that nobody took.
NOT_DELIVERED: Final = _("not delivered")
# Why a webhook got no answer, as its log says it.
WENT_WRONG: Final = {
    "address_refused": _("The name leads into a private network, so we did not connect."),
    "name_unknown": _("Nobody knows this name (DNS)."),
    "no_connection": _("No connection came about."),
    "timeout": _("There was no answer in 15 seconds."),
    "certificate": _("The certificate (TLS) is not valid for this name."),
    "broken_answer": _("The answer was not HTTP."),
    "secret_sealed": _("The secret can not be read any more. Please make a new one."),
}

WORDS: Final = (
    frozenset(
        {
            gettext_noop("For those who may have buyers' names and addresses in their hands."),
            gettext_noop("It counts for the papers that are given from now on. What is left out is empty."),
            gettext_noop("What the studio has given, the latest first. Only for members who may see money."),
            gettext_noop("Papers"),
            gettext_noop("Say what stands on the studio's invoices"),
            gettext_noop("The number of the paper that a note changes."),
            gettext_noop("Of the studio's own calendar."),
            gettext_noop("`mushak` only with a BIN."),
            gettext_noop("Mushak 6.3 is Bengali in any case."),
            gettext_noop("Ask it with the same key; `language` is bn or en."),
            gettext_noop("Invoices and notes"),
            gettext_noop("Line by line."),
            gettext_noop("Not found where the studio gives no invoices."),
            gettext_noop("What stands on the studio's invoices"),
            gettext_noop("0 for a part of a line that went back."),
            gettext_noop("Each paid order gets its invoice by itself."),
            gettext_noop("A paper as PDF"),
            gettext_noop("In minor units."),
            gettext_noop("What buyers type; its case is the same."),
            gettext_noop("Hundredths of a percent, for the kind `percent`."),
            gettext_noop("One for each currency, for the kind `amount`."),
            gettext_noop("What it is for; with `tiers` empty too: everything."),
            gettext_noop("The smallest purchase it is for."),
            gettext_noop("How often in all."),
            gettext_noop("How often for one buyer."),
            gettext_noop("Only for a buyer's first purchase from the studio."),
            gettext_noop("Uses that count: paid ones, and those of orders that wait for payment."),
            gettext_noop("null where your role may not see money."),
            gettext_noop("Coupons"),
            gettext_noop("A studio's coupons"),
            gettext_noop("Coupons with what they brought, the latest first. Only for members who may see them."),
            gettext_noop("Make a coupon"),
            gettext_noop(
                "It counts from now on, or from `starts_at`. Sending it twice is refused: a studio has each code once."
            ),
            gettext_noop("Pause, resume or end a coupon"),
            gettext_noop("What was ordered with it keeps its price. An ended coupon can not be brought back."),
            gettext_noop("A studio's balance"),
            gettext_noop("After a change it rests until then."),
            gettext_noop("All that was ever paid out."),
            gettext_noop("Ask for a payout"),
            gettext_noop("Below zero when it left the balance."),
            gettext_noop("Cancel a payout"),
            gettext_noop("Every movement of one balance in words, the latest first."),
            gettext_noop("How it stands."),
            gettext_noop("In minor units; without it, all that can be."),
            gettext_noop("Left the balance, not arrived yet."),
            gettext_noop("Money"),
            gettext_noop("Movements"),
            gettext_noop("One payout"),
            gettext_noop("Payouts"),
            gettext_noop("Sold, but still to clear."),
            gettext_noop("Such as sale, clearing, payout, payout_back, sale_reversed."),
            gettext_noop("The id of a proven method."),
            gettext_noop("The latest first."),
            gettext_noop("The masked number."),
            gettext_noop(
                "The money leaves the balance at once. It may be held for a while: `waits_for` says why.\n\n"
                "Send the same `Idempotency-Key` again when no answer came: you get the payout that was made."
            ),
            gettext_noop("Wallets and accounts, masked. They are added and changed by an owner, on our pages only."),
            gettext_noop("What arrives."),
            gettext_noop("What can be paid out now."),
            gettext_noop("What is pending, available and on its way, by currency. Only for members who may see money."),
            gettext_noop("What it is about, such as order:12 or payout:3."),
            gettext_noop("What left the balance."),
            gettext_noop("What the studio owes: it stays on the balance."),
            gettext_noop("Where money may go"),
            gettext_noop("While nothing has left: the money is on the balance again."),
            gettext_noop("Why it failed, came back or was cancelled."),
            gettext_noop("Why it is held."),
            gettext_noop("Codes of coupons; one that does not count is refused."),
            gettext_noop(
                "Where the buyer is (ISO 3166); needed where a seller charges tax and the currency does not tell."
            ),
            gettext_noop("The buyer's tax id in that country, if any."),
            gettext_noop("Such as coupon, launch (a launch price), bump, upsell."),
            gettext_noop("Why, such as the code of the coupon."),
            gettext_noop("Hundredths of a percent."),
            gettext_noop("Whether the prices contained it."),
            gettext_noop("What one costs without any discount."),
            gettext_noop("Keys of a gig's extras, from the offer."),
            gettext_noop("What the buyer chose besides, such as a gig's extras."),
            gettext_noop("Part of the line's price."),
            gettext_noop("What is paid for the line: discounts taken off, tax on top added."),
            gettext_noop("The buyer's, where tax depends on it; else empty."),
            gettext_noop("Market"),
            gettext_noop("Find offers"),
            gettext_noop("What is on the market, a page at a time: all of it, a shelf of it, or what fits some words."),
            gettext_noop("`next` of the page before; opaque."),
            gettext_noop("How many at most."),
            gettext_noop("Words to look for, in Bengali or English."),
            gettext_noop("The slug of a category; those below it count too."),
            gettext_noop("The handle of a studio."),
            gettext_noop("The language of the offer."),
            gettext_noop("Only what is sold in this currency; free offers suit every one."),
            gettext_noop("Only offers with a free tier."),
            gettext_noop(
                "`relevance` (the default with `q`; without `q` the same as `newest`), `newest` or `popular`."
            ),
            gettext_noop("The lowest price; null while it has none."),
            gettext_noop("Not every buyer pays the same: say “from”."),
            gettext_noop("The cursor of the next page; null on the last one."),
            gettext_noop("One offer"),
            gettext_noop(
                "An offer with its tiers, prices, pictures, and what a buyer gets: files, parts, licence keys."
            ),
            gettext_noop("Clean HTML."),
            gettext_noop("`choose`: the buyer says what to pay."),
            gettext_noop("One for each currency; none for what is free."),
            gettext_noop("The fixed price, or the least where the buyer chooses."),
            gettext_noop("What to suggest where the buyer chooses."),
            gettext_noop(
                "How many copies are left, or keys, or of a bundle what its parts leave; null for any number."
            ),
            gettext_noop("What it costs alone (at least), by currency; none for what is free."),
            gettext_noop("How many machines may use a key at once; null for any number."),
            gettext_noop("null while the part is not on the market by itself."),
            gettext_noop("For software with licence keys."),
            gettext_noop("What a bundle holds, in order; empty for what is none."),
            gettext_noop("From when the days count."),
            gettext_noop("How long a key is good; null for ever."),
            gettext_noop("The launch price that is paid instead now; null while there is none."),
            gettext_noop("It is sold before it comes out, on this date (a pre-order); null for what is there."),
            gettext_noop("Bought before it came out: it `waits`, came `out`, or its money went back (`off`)."),
            gettext_noop("Null where only the number of copies ends it."),
            gettext_noop("How many copies are left at it; null for any number."),
            gettext_noop("Its launch price while that runs; the amounts stand with the prices."),
            gettext_noop("In bytes."),
            gettext_noop("The tiers that give this file; empty when the choice is left to each tier."),
            gettext_noop("One studio"),
            gettext_noop("A seller. An old handle finds the studio too; the answer has the present one."),
            gettext_noop("How many offers are on the market."),
            gettext_noop("How many copies of them were sold."),
            gettext_noop("One offer by its address"),
            gettext_noop("The offer whose page is `/@handle/slug`. Old addresses find it too."),
            gettext_noop("Categories"),
            gettext_noop("The shelves of the market, two levels, in order."),
            gettext_noop("Ways to pay"),
            gettext_noop("Through whom an order in this currency can be paid."),
            gettext_noop("The currency of the order."),
            gettext_noop("No real money is moved."),
            gettext_noop("Orders"),
            gettext_noop("Place an order"),
            gettext_noop(
                "Order, and learn where to pay (`payment.url`). What costs nothing is paid at once.\n\n"
                "Send the same `Idempotency-Key` again when no answer came: "
                "you get the order that was made, as it is by then."
            ),
            gettext_noop(
                "Random, such as a UUID: the same for every try of one request, a new one for each new request."
            ),
            gettext_noop("The id of a tier, from the offer."),
            gettext_noop("Where the buyer chooses the price: what one costs, in minor units."),
            gettext_noop("The receipt goes there."),
            gettext_noop("Of the receipt and the letters."),
            gettext_noop("The total that the buyer has agreed to, in minor units; another one is refused."),
            gettext_noop("A code from /gateways; not needed for what is free."),
            gettext_noop(
                "Where the payer goes after paying: an https address of yours (only with a key); else a page of ours."
            ),
            gettext_noop("For people, in the language of the answer."),
            gettext_noop("Opens the order without signing in: keep it secret."),
            gettext_noop("The order's page for the buyer."),
            gettext_noop("The receipt as PDF, once it is paid."),
            gettext_noop("Where to send the payer now; null when there is nothing to pay there."),
            gettext_noop("One order"),
            gettext_noop("An order for whoever sends its secret as `Order-Token`, and for the account that bought it."),
            gettext_noop("Pay an order"),
            gettext_noop(
                "Another try to pay, for a day: after a decline, a cancellation, or when the time to pay was over."
            ),
            gettext_noop("A code from /gateways."),
            gettext_noop("Me"),
            gettext_noop("Who am I"),
            gettext_noop("The account that the key or the session stands for, and its studios."),
            gettext_noop("What I ordered"),
            gettext_noop("My orders, the latest first."),
            gettext_noop("What I own"),
            gettext_noop("What I bought and may use now, the latest first, with links to fetch the files."),
            gettext_noop("The number of the order."),
            gettext_noop("Fetches the file, in ranges too; good until `expires_at`, then ask again."),
            gettext_noop("Studios"),
            gettext_noop("What a studio sold"),
            gettext_noop(
                "The orders that hold something of the studio, the latest first. Only for members who may see orders."
            ),
            gettext_noop("A number, a title, or (where you may see it) a buyer."),
            gettext_noop("null where your role may not see buyers."),
            gettext_noop("Tax and fees; null where your role may not see money."),
            gettext_noop("The studio's share; null where your role may not see money."),
        }
    )
    | STUDIO_WORDS
    | OWN_OFFER_WORDS
    | GIFT_WORDS
    | CONTACT_WORDS
    | REFUND_WORDS
    | TAX_WORDS
    | WISH_WORDS
    | BROADCAST_WORDS
    | FORM_WORDS
    | RULE_WORDS
    | MEANT_WORDS
    | TAGGING_WORDS
    | SEQUENCE_WORDS
    | UPLOAD_WORDS
    | WORK_WORDS
    | FUNDING_WORDS
    | CAMPAIGN_WORDS
    | HOOK_WORDS
    | JOB_WORDS
    | CASE_WORDS
    | REVIEW_WORDS
)

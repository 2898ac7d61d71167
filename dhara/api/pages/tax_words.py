"""What the schema says of states and of later tax ids, in words that translators find. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

TAX_WORDS: Final = frozenset(
    {
        gettext_noop("Add a buyer's tax id after the sale"),
        gettext_noop("Add a tax id after paying"),
        gettext_noop(
            "As the buyer could: refused for the same reasons, and where others sold a part of it too "
            "(`other_sellers`)."
        ),
        gettext_noop("As it stands on the corrected invoice."),
        gettext_noop("ISO 3166-2, where the tax depended on it."),
        gettext_noop("Of the country that the order was placed from."),
        gettext_noop("The id of the refund that brings the tax back."),
        gettext_noop("The tax id that was added after paying, where only the tax goes back; else empty."),
        gettext_noop(
            "The tax of lines with reverse charge goes back; what was bought stays. For the buyer of an order.\n\n"
            "The same id again is answered with the first refund. Refused (409) where no tax goes back: "
            "`no_reverse_charge`,\n`own_country`, `late_id_over`, `not_taxed`, `nothing_left`, `order_disputed`, "
            "`not_paid`, `tax_id_there`."
        ),
        gettext_noop("The tax that goes back."),
        gettext_noop("The buyer's state or province (ISO 3166-2), where tax depends on it; else empty."),
        gettext_noop("The state or province (ISO 3166-2, such as US-CA); needed where rates differ by it."),
        gettext_noop("Whether the buyer owes the tax at home."),
    }
)

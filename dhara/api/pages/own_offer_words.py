"""What the schema says of a studio's own offers, in words that translators find. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

OWN_OFFER_WORDS: Final = frozenset(
    {
        gettext_noop(
            "A gig or a download. Only members see it before it is published; `missing` says what it "
            "lacks for that.\n\nSend the same `Idempotency-Key` again when no answer came: you get the "
            "draft that was made."
        ),
        gettext_noop("A studio's offers"),
        gettext_noop("A studio's own offers"),
        gettext_noop("Add a file"),
        gettext_noop("Add a picture"),
        gettext_noop("All of them as they are to be."),
        gettext_noop("All of them as they are to be; those left out are not sold any more."),
        gettext_noop("Answers name it; empty for that of the same words, or a new one."),
        gettext_noop("Arrange and remove pictures"),
        gettext_noop("As its members made it, whatever its state."),
        gettext_noop(
            "Asked after the payment. Send an empty list where you need nothing: the work begins at once then."
        ),
        gettext_noop(
            "Buyers get it from now on, and can still fetch the older ones.\n\nSend the same "
            "`Idempotency-Key` again when no answer came: it is released once."
        ),
        gettext_noop("Carts and orders name it; empty for that of the same words, or a new one."),
        gettext_noop("Change an offer"),
        gettext_noop("Delivered within so many days."),
        gettext_noop("Draft an offer"),
        gettext_noop("Empty for the name of the file."),
        gettext_noop("For how many orders it is; left out, it stays as it is."),
        gettext_noop("For search engines."),
        gettext_noop("For the sorts `choice` and `many`."),
        gettext_noop("For work in packages; null for other kinds."),
        gettext_noop("HTML; what is not plain is left out."),
        gettext_noop("How many copies in all; left out, it stays as it is."),
        gettext_noop("How many copies in all; null for any number."),
        gettext_noop("Ids of the files that it gives; null for all of them."),
        gettext_noop("Ids of those that it gives; left out, it stays as it is, null for all of them."),
        gettext_noop("In minor units; the least where the buyer chooses."),
        gettext_noop("In one sentence."),
        gettext_noop(
            "Last in the row. Tiers that give all files give it too, also to earlier buyers.\n\nSend the "
            "same `Idempotency-Key` again when no answer came: it is added once."
        ),
        gettext_noop(
            "Last in the row; the first one becomes the cover.\n\nSend the same `Idempotency-Key` again "
            "when no answer came: it is added once."
        ),
        gettext_noop("Needed where there are several."),
        gettext_noop(
            "New buyers do not get it; earlier ones keep it. What is for sale keeps giving something. Twice is once."
        ),
        gettext_noop("Of a gig: what is left out stays as it is."),
        gettext_noop("Of all that can be changed here: send it as `seen`."),
        gettext_noop("Of every kind and in every state, the latest first. Only for members."),
        gettext_noop("Of other kinds: all prices as they are to be; those left out are not sold any more."),
        gettext_noop("Of the purpose `file` (`begin_upload`)."),
        gettext_noop("Of the purpose `picture` (`begin_upload`)."),
        gettext_noop("One for each currency."),
        gettext_noop("One of a studio's own offers"),
        gettext_noop("Only those in this state; without it all."),
        gettext_noop("Only those of this kind."),
        gettext_noop("Publish an offer, take it down, put it away"),
        gettext_noop(
            "Refused with all that is missing. Buyers keep what they bought; what was put away can be "
            "taken out again.\n\nTwice is once."
        ),
        gettext_noop("Release a new version"),
        gettext_noop("Retire a file"),
        gettext_noop("The end of its address; made from the title."),
        gettext_noop("The launch price; left out, it stays as it is, null for none."),
        gettext_noop("The one that is to be so; null for the one of the same name, or a new one."),
        gettext_noop("The pictures that are to stay, in their order, with what they show."),
        gettext_noop("The prices of other kinds."),
        gettext_noop("The slug of one of /categories."),
        gettext_noop("Those that stay, in order; the others are taken away."),
        gettext_noop("What buyers ask, and your answers."),
        gettext_noop("What buyers get, in order."),
        gettext_noop("What buyers get."),
        gettext_noop("What is new; buyers read it."),
        gettext_noop("What it lacks before it can be published; empty once it is."),
        gettext_noop("What it shows, for those who do not see it."),
        gettext_noop("What to send, such as `gig.packages`."),
        gettext_noop("What you advise buyers to take; at most one of them."),
        gettext_noop(
            "What you leave out stays. All of it is done or nothing; work that was ordered keeps what "
            "was agreed.\n\nTexts and dates of every kind of offer, all of a gig, the prices of the "
            "others. What is for sale stays complete."
        ),
        gettext_noop("When it is published by itself; null for no day."),
        gettext_noop("When it is taken down by itself; null for no day."),
        gettext_noop("When it was published first."),
        gettext_noop("When the launch price ends; left out, it stays as it is, null for no day."),
        gettext_noop("Where buyers find it while it is published."),
        gettext_noop("Whether it stands for the offer on cards."),
        gettext_noop("Whether the work begins only when it is answered."),
        gettext_noop("Which stands for the offer on cards; null leaves it as it is."),
        gettext_noop("Why an operator hid it."),
        gettext_noop("Words that buyers search for."),
        gettext_noop("Write to earlier buyers who get it, too."),
        gettext_noop("Write to earlier buyers."),
        gettext_noop("`version` as you saw it: refused when something changed since."),
        gettext_noop("null as long as it was not said."),
    }
)

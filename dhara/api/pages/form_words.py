"""What the schema says of forms, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

FORM_WORDS: Final = frozenset(
    {
        gettext_noop("Forms"),
        gettext_noop("A studio's forms"),
        gettext_noop("The latest first, each with what it brought."),
        gettext_noop("Make a form"),
        gettext_noop(
            "A draft, which only the studio sees.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the form that was made."
        ),
        gettext_noop("One form"),
        gettext_noop("What it asks and says, and what it brought."),
        gettext_noop("Change a form"),
        gettext_noop("The whole form as it shall be. What was filled in before stays as it was."),
        gettext_noop("Open or close a form"),
        gettext_noop(
            "`publish` opens it to everybody, again too. "
            "After `close`, letters that are under way can still be confirmed."
        ),
        gettext_noop("Copy a form"),
        gettext_noop("A draft that says and asks the same."),
        gettext_noop("Put a form elsewhere"),
        gettext_noop("Its address, and HTML for other sites. While it is a draft, there is nothing at them."),
        gettext_noop("Who filled in a form"),
        gettext_noop("Pass on what your own form was told"),
        gettext_noop(
            "As if they had filled in the form itself: they get its letter, and its gift once they have confirmed.\n\n"
            "Show its consent beside your button. The state is not told to visitors: it says who is known."
        ),
        gettext_noop("In which they read your form."),
        gettext_noop("Where your form stands."),
        gettext_noop("The visitor's address; it is kept with the consent."),
        gettext_noop("Set a submission aside as spam"),
        gettext_noop("While it waits to be confirmed. Its link confirms nothing any more."),
        gettext_noop("`name`, or the key of one of the studio's contact fields."),
        gettext_noop("What they agree to; it is kept with them."),
        gettext_noop("After they have confirmed."),
        gettext_noop("Where it stands on other sites."),
        gettext_noop("When a `popup` opens by itself; 0: it does not."),
        gettext_noop("A `popup` opens when the pointer leaves the page."),
        gettext_noop("What is asked besides the address, in this order."),
        gettext_noop("Tags of the studio that who confirms gets."),
        gettext_noop("The id of a free, published offer that who confirms gets."),
        gettext_noop("A letter asks whether the address is theirs."),
        gettext_noop("Only an open one can be filled in."),
        gettext_noop("Its public page; not there while it is a draft."),
        gettext_noop("What it promises is no published free offer any more: nobody gets it."),
        gettext_noop("Without what was set aside as spam."),
        gettext_noop("Its own page, for links and posters."),
        gettext_noop("The same for a frame on another site."),
        gettext_noop("HTML with a script: it puts the form where it stands, or opens the window."),
        gettext_noop("HTML without scripts: its visitor sees the form once more here, filled in."),
        gettext_noop("As it was typed: only `confirmed` proves whose it is. Empty once erased."),
        gettext_noop("By the key of the field, and `name`."),
        gettext_noop("Where the form stood, if the browser told."),
        gettext_noop("`disposable`: an address for a few minutes; `role`: one of many people."),
        gettext_noop(
            "All of them, in UTF-8, streamed. For those who may take addresses out.\n\nA quote "
            "stands before what a spreadsheet would run as a formula."
        ),
        gettext_noop("By `utm_source`: who filled it in then, and has confirmed by now."),
        gettext_noop("By day, and where who saw it came from. What was set aside as spam is not counted."),
        gettext_noop("By the page where the form stood, likewise."),
        gettext_noop("Each visitor once a day."),
        gettext_noop("Empty where it is not known; null for all others together."),
        gettext_noop("How a form does"),
        gettext_noop("Of the studio's time zone."),
        gettext_noop("The last days, today among them."),
        gettext_noop("The oldest first; what was filled in and confirmed on each."),
        gettext_noop("Who filled in a form, as CSV"),
    }
)

"""What the schema says of gigs, paid work and conversations. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

WORK_WORDS: Final = frozenset(
    {
        gettext_noop("A buyer sees the price, a studio its share; null where your role may not see money."),
        gettext_noop("A code of your own, told to the other side."),
        gettext_noop("An operator took it away; its text is empty."),
        gettext_noop("An order was made: contact details are no longer hidden."),
        gettext_noop("Answer"),
        gettext_noop("Answer a change"),
        gettext_noop(
            "As your side. What seems to be a fraud is held until an operator has looked: see `held`.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is written once."
        ),
        gettext_noop("Asked after the payment; the clock starts with the answers."),
        gettext_noop("By which it is answered."),
        gettext_noop("Contact details of the other side are hidden until both have agreed on an order."),
        gettext_noop("Conversations"),
        gettext_noop("Delivered within so many days, counted from when the answers are there."),
        gettext_noop("For a button, in the language of the answer."),
        gettext_noop("For work in packages: days, extras, and what the buyer is asked."),
        gettext_noop("Grows with each step."),
        gettext_noop("How many more it takes."),
        gettext_noop("How many more, for `extend`."),
        gettext_noop("How many of this conversation are left unread."),
        gettext_noop("How many unfinished orders it takes at once; null for any number."),
        gettext_noop("How many units are in each state."),
        gettext_noop("How many were asked for."),
        gettext_noop("How often it is changed for the buyer; null for any number."),
        gettext_noop("How much of it you can open now."),
        gettext_noop("The buyer may open these files before they have accepted."),
        gettext_noop("Its messages, a page at a time, the latest first. To read is not to mark as read."),
        gettext_noop("Its units with all that was handed in and decided, and what you may do next."),
        gettext_noop("Mark as read"),
        gettext_noop("Needed to decline."),
        gettext_noop("One conversation"),
        gettext_noop("One engagement"),
        gettext_noop("One of `next`."),
        gettext_noop(
            "One verb of `next`: deliver, accept, ask for a revision, and so on. The money moves along with it.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is done once, and you see how it stands."
        ),
        gettext_noop("Only you see it: an operator looks at it first."),
        gettext_noop("Paid work"),
        gettext_noop("Propose a change"),
        gettext_noop("Since when it is in this state."),
        gettext_noop("Take a step"),
        gettext_noop("The buyer's name; empty where your role may not see buyers, and for guests."),
        gettext_noop("The id of the offer, order, studio or proposal."),
        gettext_noop("The latest hundred."),
        gettext_noop("The name of the other side."),
        gettext_noop("The nearest date that was promised."),
        gettext_noop("The number of the submission that it is about."),
        gettext_noop("The numbers that count for it, as they were then."),
        gettext_noop(
            "The other side agrees, and it happens at once, or declines and says why; who asked may take it back."
        ),
        gettext_noop("The side that asked."),
        gettext_noop("The side whose turn it is: `buyer`, `worker`, `operator`; empty for nobody."),
        gettext_noop("The way to work, such as `gig`."),
        gettext_noop("Those of a studio of yours."),
        gettext_noop("Those with a unit in this state; `open` and `ended` too."),
        gettext_noop(
            "To end the work, to have more days, or other terms. The other side agrees or declines.\n\n"
            "Silence ends it, and changes nothing else. Other terms are for what is not paid yet of the whole project,"
            " whichever\nof its units is named: milestones that are to be otherwise, further ones, those to be taken"
            " out; by the hour another\nrate and weekly limit from the next week that is not paid.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the change that was proposed."
        ),
        gettext_noop("For `terms` by the hour: at most."),
        gettext_noop("For `terms` by the hour: minor units for an hour."),
        gettext_noop("For `terms`: milestones as they are to be."),
        gettext_noop("For `terms`: units to be taken out."),
        gettext_noop("Milestones of `terms` that it is not about any more."),
        gettext_noop("Why other terms `lapsed` before their time: the work `ended`, or what `fallen` says; or empty."),
        gettext_noop("Of `terms`: `before` and `after`, milestones that differ or `rate` and `minutes`; else empty."),
        gettext_noop("The unit that is to be so; null for a new one."),
        gettext_noop("To agree to other terms: how many had `fallen` when you looked."),
        gettext_noop("Up to a message, or all. For a studio the whole team has read it."),
        gettext_noop("Up to this one; without it, all."),
        gettext_noop("What an order names."),
        gettext_noop("What is handed in by key: answers to the questions, links, numbers."),
        gettext_noop("What is handed in, or why."),
        gettext_noop("What it holds, line by line."),
        gettext_noop("What it must bring along."),
        gettext_noop("What of it went back."),
        gettext_noop("What of it went to the worker's side."),
        gettext_noop("What they are about."),
        gettext_noop("What was agreed, in the words of its mode."),
        gettext_noop("What you may do now."),
        gettext_noop("What you ordered, and what your studios work on, the latest first."),
        gettext_noop("Which of the two you are."),
        gettext_noop("Who does the work; null where each unit has its own."),
        gettext_noop("Why it is not possible right now; null when it is."),
        gettext_noop("Why; the other side reads it."),
        gettext_noop("Words of a title, a name or a message."),
        gettext_noop("Work"),
        gettext_noop("Written by your side."),
        gettext_noop("Your own as a customer, or with `studio` those of a studio; the latest first."),
        gettext_noop("`version` as you saw it: refused when something happened since."),
        gettext_noop("`withdraw` is for the side that asked."),
        gettext_noop("`worker`: what your studio does; `buyer`: what you ordered."),
    }
)

"""What the schema says of jobs and proposals. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

JOB_WORDS: Final = frozenset(
    {
        gettext_noop(
            "A draft, which nobody sees until it is posted.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the job that was written."
        ),
        gettext_noop(
            "A studio's own offer, in its currency, to somebody who asked. It is a proposal without a job: see "
            "/proposals.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is offered once."
        ),
        gettext_noop("About how many hours a week, where it is paid by the hour."),
        gettext_noop("About how many, for work by the hour; 0 says nothing."),
        gettext_noop("Agree to an offer"),
        gettext_noop("All its versions, and what you may do next."),
        gettext_noop(
            "All of it anew. An open job whose text now asks workers for money goes out of sight until it was "
            "looked at."
        ),
        gettext_noop("An open job that nobody touches until then is closed."),
        gettext_noop("Apply for a job"),
        gettext_noop("As you wrote it, with what an operator looks at."),
        gettext_noop(
            "Ask it to apply. Again is the same invitation; where it has applied already, you get its proposal."
        ),
        gettext_noop("Asked of whoever applies."),
        gettext_noop("By the hour: how many a week at most."),
        gettext_noop("Change a job"),
        gettext_noop("Drop a saved search"),
        gettext_noop("Empty with no milestones: as it stands."),
        gettext_noop("For a fixed price, or by the hour."),
        gettext_noop("For a job that is paid by the hour: minor units for an hour."),
        gettext_noop(
            "Free of charge, once for each studio. An invitation is answered by it, too.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the proposal that was made."
        ),
        gettext_noop("How long it takes once it is paid; 0 for no day."),
        gettext_noop("How many people are wanted."),
        gettext_noop("How many studios have applied."),
        gettext_noop("How you would do it."),
        gettext_noop("Ids from /skills with commas between: jobs that ask for all of them."),
        gettext_noop("Ids from /skills."),
        gettext_noop("In minor units of the job's currency."),
        gettext_noop("In minor units; 0 says nothing."),
        gettext_noop("In the language of the answer."),
        gettext_noop("In which the work is talked about."),
        gettext_noop("Invite a studio"),
        gettext_noop("Its id, under /conversations."),
        gettext_noop("Jobs"),
        gettext_noop("Jobs for everybody to apply for, free of charge, the newest first."),
        gettext_noop("Jobs that may pay as much, in minor units; those that name no budget count."),
        gettext_noop("Make a binding offer"),
        gettext_noop("My jobs"),
        gettext_noop("Names the job in addresses."),
        gettext_noop("Needed to decline an offer."),
        gettext_noop("Of one search, on or off."),
        gettext_noop("Of the latest version."),
        gettext_noop(
            "On new terms, or on those of the latest version; in answer to an offer it is a counter-offer.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is offered once."
        ),
        gettext_noop("One job"),
        gettext_noop("One of my jobs"),
        gettext_noop("One proposal"),
        gettext_noop("Only studios that were invited apply."),
        gettext_noop("Open jobs"),
        gettext_noop("Plain text. Ways to reach somebody elsewhere are hidden."),
        gettext_noop("Post, close or reopen a job"),
        gettext_noop(
            "Posted, all see it, or it is `held` while an operator looks at its text. Posting or closing twice is once."
        ),
        gettext_noop("Proposals"),
        gettext_noop("Propose another way"),
        gettext_noop("Save a search"),
        gettext_noop("Saved searches"),
        gettext_noop("Short list, decline or withdraw"),
        gettext_noop("Skills"),
        gettext_noop("Switch the letters"),
        gettext_noop("Talk about it"),
        gettext_noop("The buyer puts it on the short list; either side says no; the studio takes it back."),
        gettext_noop("The buyer's first name."),
        gettext_noop("For how many days it can be agreed to."),
        gettext_noop("How often changes of a part may be asked for; null: as needed."),
        gettext_noop("Null for an offer in a conversation."),
        gettext_noop("Null: as in the version before."),
        gettext_noop("Of the job, or of the offer."),
        gettext_noop("Offer work in a conversation"),
        gettext_noop("The conversation about it. The buyer begins; the studio may once they have."),
        gettext_noop("The engagement that came of it, under /work."),
        gettext_noop("The first one first."),
        gettext_noop("The id of a conversation: what was offered in it."),
        gettext_noop("The id of a job."),
        gettext_noop("The job's `slug`."),
        gettext_noop("The jobs that you wrote, drafts too, the latest first."),
        gettext_noop("The number of the latest version; 0 for an invitation."),
        gettext_noop("The number of the version that you agree to, as you read it."),
        gettext_noop("The parts of the work, each paid by itself; none by the hour."),
        gettext_noop("The parts of the work, each paid by itself; one is enough."),
        gettext_noop(
            "The studio's next version, before anything was offered. The versions before it stay as they are."
        ),
        gettext_noop(
            "Those for your jobs and those of your studios, the latest first; never what others propose for the "
            "same job."
        ),
        gettext_noop("To the job's questions by key; those not given again stay."),
        gettext_noop(
            "To the version that you have read. `work` is the engagement then, with a unit for each milestone, "
            "none paid yet.\n\n"
            "Agreed twice is agreed once."
        ),
        gettext_noop("Until when it can be agreed to; later by as long as the operator looks at a message first."),
        gettext_noop("Ways to reach the other side elsewhere are hidden until both have agreed."),
        gettext_noop("What an operator looks at, in the language of the answer."),
        gettext_noop("What is or was open, and your own whatever its state."),
        gettext_noop("What jobs can ask for, all of it."),
        gettext_noop("Of the whole, or of an hour."),
        gettext_noop("What the budget is for: the whole, or an hour."),
        gettext_noop("What you look for, by name: twenty at most."),
        gettext_noop("What you want to be paid at least, in minor units."),
        gettext_noop("What they get."),
        gettext_noop("What you offer, in a few words."),
        gettext_noop("Where it was offered, for an offer without a job."),
        gettext_noop("Who wrote it."),
        gettext_noop("Write a job"),
        gettext_noop("You are written when something new fits."),
        gettext_noop(
            "You are written when something new fits. The same name again is the same search, asking for "
            "something else."
        ),
        gettext_noop("You get those that are left."),
        gettext_noop("`live`: all that can still come about."),
        gettext_noop("`worker`: what your studios proposed; `buyer`: for your jobs."),
    }
)

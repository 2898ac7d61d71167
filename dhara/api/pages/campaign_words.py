"""What the schema says of campaigns and tasks. See words.py."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

CAMPAIGN_WORDS: Final = frozenset(
    {
        gettext_noop("A studio's own tasks"),
        gettext_noop("Accept many proofs"),
        gettext_noop("Accepted answers only: what was not paid for may not be used."),
        gettext_noop("All of it anew, as long as it is not paid. Its items stay."),
        gettext_noop(
            "Answers by key; files by the ids of uploads. A missing answer is named by its key.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: it is handed in once."
        ),
        gettext_noop("By the keys of `fields`."),
        gettext_noop("Campaigns"),
        gettext_noop("Campaigns of which the studio may do a task, the best paid first for the time that it takes."),
        gettext_noop("Change a campaign"),
        gettext_noop("Counted from time to time, as are those below."),
        gettext_noop("Draft a campaign"),
        gettext_noop("Each accepted proof, with how far its worker is trusted."),
        gettext_noop("Empty for everybody."),
        gettext_noop(
            "For one of the campaign's reasons. The worker puts it right, or appeals; too many at once freeze the"
            " campaign."
        ),
        gettext_noop("For one task, before the fee."),
        gettext_noop("For one task, in minor units."),
        gettext_noop("For rejections that are overturned; what is left of it goes back."),
        gettext_noop("For the sort `choice`."),
        gettext_noop("For rejecting; empty for the usual ones."),
        gettext_noop("For who works as fast as the others did."),
        gettext_noop("Give back, put right or appeal"),
        gettext_noop("Hand in a proof"),
        gettext_noop("How long a worker may keep a task."),
        gettext_noop("How long it may be kept."),
        gettext_noop("How long it took."),
        gettext_noop("How many answers each item gets."),
        gettext_noop("How many are taken in an hour; 0 for any number."),
        gettext_noop("How many can be taken, as it was counted last."),
        gettext_noop("How many items are worked on; 0 where all tasks are the same."),
        gettext_noop("How many tasks one worker may do."),
        gettext_noop("How many tasks; items say it themselves."),
        gettext_noop("How many were accepted and paid now; the others were left as they are."),
        gettext_noop("Ids of files that you, or the studio, uploaded, by key."),
        gettext_noop("Ids of proofs."),
        gettext_noop("In your own words besides."),
        gettext_noop(
            "Instead of so many times the same: these items take the place of those before, each with "
            "`redundancy` answers."
        ),
        gettext_noop(
            "It is yours until `due_at`; then it is free for others again. Nobody pays to work.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the task that was taken."
        ),
        gettext_noop("Items whose answers you know, put among the others."),
        gettext_noop("My campaigns"),
        gettext_noop("Names of the files; the room of the work opens them."),
        gettext_noop(
            "Nobody sees it before it is paid and begun; `cost` says what it will cost.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the campaign that was drafted."
        ),
        gettext_noop("Of a good proof."),
        gettext_noop("Of its buyer; null where nothing is known yet."),
        gettext_noop("Offer, begin, pause or stop"),
        gettext_noop(
            "Offered, it is `held` while an operator looks at its text, or can be paid. Stopped, unused money "
            "goes back."
        ),
        gettext_noop("One campaign"),
        gettext_noop("One item each, as columns and cells; none for no items."),
        gettext_noop("One of `next`. An appeal that nobody answers is ruled for you."),
        gettext_noop("One task"),
        gettext_noop("Proofs to look at"),
        gettext_noop("Reject a proof"),
        gettext_noop("Rejections that were paid after all."),
        gettext_noop("Say what is worked on"),
        gettext_noop("Seconds that a task really took, the median."),
        gettext_noop("Take a task"),
        gettext_noop("Tasks"),
        gettext_noop("Tasks to take"),
        gettext_noop("The engagement under /work, once it is offered."),
        gettext_noop("The greatest number, or the most letters."),
        gettext_noop("The id of a campaign, from the open tasks."),
        gettext_noop("The latest first, drafts too."),
        gettext_noop("The least level of workers."),
        gettext_noop("The least number, or the fewest letters."),
        gettext_noop("The median time in which they decide."),
        gettext_noop("The place of one of the campaign's reasons, from 0."),
        gettext_noop("The right ones, by the key of the field."),
        gettext_noop("The same number for the same worker."),
        gettext_noop("Those of them that wait for it are paid, all or none. To send it again does nothing twice."),
        gettext_noop("Until when it is yours."),
        gettext_noop("What a worker gets for one task after the fee."),
        gettext_noop("What each item comes to, with the confidence."),
        gettext_noop("What is handed in."),
        gettext_noop("What is still to be paid once it is offered; null before."),
        gettext_noop("What is to be done and handed in, and what became of it."),
        gettext_noop("What it found out"),
        gettext_noop("What it has taken, the latest first."),
        gettext_noop("What it is about, as columns and cells."),
        gettext_noop("What nobody looked at by then is accepted."),
        gettext_noop("What somebody else handed in that is the same or nearly so."),
        gettext_noop("What was handed in before, or nearly so, is flagged."),
        gettext_noop("What workers hand in."),
        gettext_noop("What workers handed in, the first ones first."),
        gettext_noop("What you handed in last."),
        gettext_noop("When it is decided by itself."),
        gettext_noop("In words. A usual reason is told in the language of the answer."),
        gettext_noop(
            "Of a usual reason to reject a small task: `not_shown`, `not_followed`, `wrong`, `copied`; else empty."
        ),
        gettext_noop("Why it was rejected; a usual reason in the language of the answer."),
        gettext_noop("Why; needed to appeal."),
        gettext_noop("With its cost, and how far it has come."),
    }
)

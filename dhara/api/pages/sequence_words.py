"""What the schema says of sequences, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

SEQUENCE_WORDS: Final = frozenset(
    {
        gettext_noop("Ready sequences"),
        gettext_noop("What one can begin with, with letters in both languages."),
        gettext_noop("What brings people in."),
        gettext_noop("Whether buying the offer ends it."),
        gettext_noop("How many steps it has."),
        gettext_noop("A studio's sequences"),
        gettext_noop("The latest first, each with how many people are or were in it."),
        gettext_noop("The published one; null while it was never published."),
        gettext_noop("How many steps the draft has."),
        gettext_noop("On the way."),
        gettext_noop("Held by an error."),
        gettext_noop("Came to the end, or left."),
        gettext_noop("Reached the goal."),
        gettext_noop("Make a sequence"),
        gettext_noop(
            "A draft, from a template or empty: nobody comes in before it is published.\n\n"
            "Send the same `Idempotency-Key` again when no answer came: you get the sequence that "
            "was made."
        ),
        gettext_noop("One of /sequence-templates; null for an empty one."),
        gettext_noop("What the template's letters are about, and buying which is its goal."),
        gettext_noop("Left out, the template's."),
        gettext_noop("Who has done this leaves at once."),
        gettext_noop("Whether somebody may come in again."),
        gettext_noop("Days of rest before somebody may come in again."),
        gettext_noop("When letters may leave, by each contact's own clock."),
        gettext_noop("The draft says something else than what runs."),
        gettext_noop("Counts each change of the draft: send it as `seen`."),
        gettext_noop("The greatest number of a step ever: a new one has a greater one."),
        gettext_noop("The first step."),
        gettext_noop("The steps of the draft in the order of reading."),
        gettext_noop("For people, in the language of the answer: what it does, or what it lacks."),
        gettext_noop("The id of a step; empty for the end."),
        gettext_noop("What its letters say."),
        gettext_noop("What keeps it from being published."),
        gettext_noop("The id of a step; empty where it is about all of it."),
        gettext_noop("One sequence"),
        gettext_noop("Its settings, its draft step by step, and what keeps it from being published."),
        gettext_noop("Change a sequence's settings"),
        gettext_noop("All of them as they shall be; they count at once, for everybody in it."),
        gettext_noop("It may run over midnight."),
        gettext_noop("On which it begins; 0 is Monday."),
        gettext_noop("Change the steps"),
        gettext_noop(
            "All steps of the draft as they shall be, and what their letters say. What runs does not change by that."
        ),
        gettext_noop("The `draft` that you have read: if it is another now, 409."),
        gettext_noop("`n` and a number that is never used again."),
        gettext_noop("send: one of the sequence's letters; null for a new one."),
        gettext_noop("send: what the letter says; left out, it stays as it is."),
        gettext_noop("wait: how long."),
        gettext_noop("wait: until this time of day where the contact lives."),
        gettext_noop("wait: and on this day of the week; 0 is Monday."),
        gettext_noop("condition: rules as those of segments."),
        gettext_noop("split: two to five."),
        gettext_noop("tag: what happens with it."),
        gettext_noop("field: which one."),
        gettext_noop("notify and webhook: what they say."),
        gettext_noop("goal: what has to happen."),
        gettext_noop("Publish it"),
        gettext_noop(
            "The draft becomes the version by which newcomers go; a draft begins to run. Refused with all `findings`."
        ),
        gettext_noop("false: who is in it goes on by the version they are on."),
        gettext_noop("Pause, resume or archive it"),
        gettext_noop(
            "While it is paused everybody waits where they are. Who is in one that is archived leaves, for good."
        ),
        gettext_noop("Copy a sequence"),
        gettext_noop("A draft with the same steps and settings and letters of its own. Nobody is in it."),
        gettext_noop("What was published"),
        gettext_noop("The latest first; none ever changes."),
        gettext_noop("Newcomers go by this one."),
        gettext_noop("One version"),
        gettext_noop("The steps by which people go, or went."),
        gettext_noop("Its steps in the order of reading."),
        gettext_noop("How each step does"),
        gettext_noop("Live, by step, over all versions; a step to which nobody has come is left out."),
        gettext_noop("All who came here: `waiting`, `held`, `left` and `done`."),
        gettext_noop("Letters that people opened; machines are left out."),
        gettext_noop("Purchases in the week after a click, where no other letter was followed since."),
        gettext_noop("Of those who are through: by which way, or `skipped`, `reached` …"),
        gettext_noop("Who is in it"),
        gettext_noop("Each passage, the latest first: of those who are in it, and of those who were."),
        gettext_noop("Only those who stand at this step."),
        gettext_noop("Where they stand, or stood when they left; empty at the end."),
        gettext_noop("Why they left, or what holds them."),
        gettext_noop("Let a contact in"),
        gettext_noop("They begin at the first step. Refused for who is in it already, or does not come in again yet."),
        gettext_noop("Take a contact out"),
        gettext_noop("Whose passage has ended already stays as they are."),
        gettext_noop("Let who is held try again"),
        gettext_noop("The step at which something went wrong; nothing is sent twice."),
        gettext_noop("The id of a passage; null for all who are held."),
        gettext_noop("How many try their step again."),
        gettext_noop("Who would come in"),
        gettext_noop("If the segment came in now."),
        gettext_noop("Those who would come in."),
        gettext_noop("Those of them who get letters."),
        gettext_noop("Are in it, or were and do not come in again yet."),
        gettext_noop("Have left the audience, or get no letters."),
        gettext_noop("Counted when it began."),
        gettext_noop("How far it is"),
        gettext_noop("While the sequence is paused it waits."),
        gettext_noop("Stop it"),
        gettext_noop("Nobody more comes in; who is in stays."),
        gettext_noop("Sequences"),
        gettext_noop(
            "It becomes the draft, with its letters as they were sent; what runs does not change "
            "by that.\n\nWhat is gone since is left open, and is among the `findings`."
        ),
        gettext_noop("Take up an old version again"),
        gettext_noop("All contacts that it finds."),
        gettext_noop("All who were asked about."),
        gettext_noop("Bring many in"),
        gettext_noop(
            "Everybody of a segment, whom a search finds, or the whole audience. A job does it: "
            "ask how far it is.\n\nWho may come in begins at the first step, each once; who has "
            "left or gets no letters stays out.\n\nSend the same `Idempotency-Key` again when no "
            "answer came: you get the intake that was begun."
        ),
        gettext_noop("Everybody of it."),
        gettext_noop(
            "If they came in now; of a segment, of whom a search finds, or of the whole audience. Nothing changes."
        ),
        gettext_noop("The whole audience."),
        gettext_noop("What the segment was called; empty where it was none."),
        gettext_noop("Who of many would come in"),
        gettext_noop("Who was brought in at once"),
        gettext_noop("null for a segment; all of it empty for the whole audience."),
        gettext_noop("null once the segment was deleted, and where it was none."),
    }
)

"""The files of a submission: from uploads that wait to evidence that stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dhara.kit.files.actions import settle
from dhara.kit.files.taking import GONE
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.kit.queue import defer_named
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.policies.rules import read
from dhara.work.engagements import rules
from dhara.work.engagements.models import Submission, SubmittedFile

# Makes what the buyer sees of it until the work is accepted; its concept stands above this one.
_DRAW = "work.handins.tasks.draw"


def attach(made: Submission, files: Sequence[SubmittedFile]) -> None:
    """Keep the (unsaved) files with their submission; its unit is locked and has its engagement.

    Belongs into the step's transaction: when that fails the uploads wait again. Raises Invalid `too_many_files`,
    Conflict `files_gone` where one was thrown away or used elsewhere in the meantime.
    """
    if not files:
        return
    check_count(len(files), read(made.unit.engagement.policies, "work.files.most"))
    if settle(each.file_id for each in files) != len(files):
        raise Conflict("files_gone", GONE)
    for each in files:
        each.submission = made
    SubmittedFile.objects.bulk_create(files)
    if made.role == rules.WORKER and not rules.MODES[made.unit.mode].pooled:
        for each in files:
            if not each.at_once:
                defer_named(_DRAW, queue="upkeep", file_id=each.pk)


def check_count(count: int, most: int) -> None:
    """Raises Invalid on `files`: too_many_files."""
    if count > most:
        words = _("At most %(most)s files fit. Put more into one archive (ZIP).")
        raise Invalid("too_many_files", words % {"most": number(most, current())}, "files")

"""The letters about paid work: one for each happening and person, in the reader's language."""

from dhara.work.engagements.mail.banks import BANKS
from dhara.work.engagements.mail.endings import ENDINGS
from dhara.work.engagements.mail.milestones import MILESTONES
from dhara.work.engagements.mail.steps import STEPS
from dhara.work.engagements.mail.weeks import WEEKS
from dhara.work.engagements.mail.writing import Reader, Told, Wording, Words, write

LETTERS: dict[tuple[str, str], Wording] = {**STEPS, **MILESTONES, **ENDINGS, **WEEKS}

__all__ = ["BANKS", "LETTERS", "Reader", "Told", "Wording", "Words", "write"]

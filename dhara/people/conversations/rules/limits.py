"""How much and how often. Raises refusals in the reader's language."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.digits import in_script
from dhara.kit.locale.languages import current
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, TooMany

MOST_LETTERS: Final = 5_000
MOST_FILES: Final = 5
# A mail notice waits so long, and is not written when the message was read by then.
PATIENCE: Final = timedelta(minutes=4)
DAY: Final = timedelta(days=1)
# Messages of one writer in one conversation.
MOST_WRITTEN, WRITTEN_WITHIN = 20, timedelta(minutes=10)
# Conversations that one person may open in a day, and with how many studios while the account is young.
MOST_OPENED: Final = 20
YOUNG: Final = timedelta(days=7)
MOST_STUDIOS_OF_YOUNG: Final = 5
# The same text to more studios than this is held.
MOST_ALIKE: Final = 3
SHORT: Final = 25
_RUN = "apk app appx bat cmd com cpl exe hta jar js jse lnk msi msp ps1 reg scr sh vbe vbs wsf"
RUNNABLE: Final = frozenset(_RUN.split(" "))
RUNNABLE_TYPES: Final = frozenset(
    {"application/x-dosexec", "application/x-msdownload", "application/vnd.microsoft.portable-executable"}
    | {"application/x-executable", "application/x-elf", "application/vnd.android.package-archive", "text/x-shellscript"}
)


def clean_body(body: str, *, files: int = 0) -> str:
    """The text as it is kept. Raises Invalid on `body`: message_empty, message_too_long."""
    text = clean_text(body, lines=True)
    if not text and not files:
        raise Invalid("message_empty", _("Please write something, or add a file."), "body")
    if len(text) > MOST_LETTERS:
        most = in_script(MOST_LETTERS, current())
        message = _("This message is too long. %(most)s characters fit; add a file for more.") % {"most": most}
        raise Invalid("message_too_long", message, "body")
    return text


def check_files(names: Collection[str]) -> None:
    """Raises Invalid on `files`: too_many_files, file_runs."""
    if len(names) > MOST_FILES:
        most = in_script(MOST_FILES, current())
        raise Invalid("too_many_files", _("%(most)s files fit into one message.") % {"most": most}, "files")
    for name in names:
        if name.rpartition(".")[2].lower() in RUNNABLE:
            message = _("“%(name)s” is a program. Programs can not be sent in messages.") % {"name": name}
            raise Invalid("file_runs", message, "files")


def may_write(written: int) -> None:
    """`written` messages of this writer here in WRITTEN_WITHIN. Raises TooMany."""
    if written >= MOST_WRITTEN:
        wait = int(WRITTEN_WITHIN.total_seconds())
        raise TooMany("messages_too_fast", _("That was a lot at once. Please wait a few minutes."), retry_after=wait)


def may_open(opened: int, studios: int, age: timedelta) -> None:
    """`opened` conversations with `studios` studios in the last day by an account of this age. Raises TooMany."""
    wait = int(DAY.total_seconds())
    if opened >= MOST_OPENED:
        raise TooMany("too_many_questions", _("You have asked a lot today. Please go on tomorrow."), retry_after=wait)
    if age < YOUNG and studios >= MOST_STUDIOS_OF_YOUNG:
        message = _("New accounts can write to a few studios a day. Please wait for an answer, or go on tomorrow.")
        raise TooMany("too_many_studios", message, retry_after=wait)


def is_alike(text: str, elsewhere: int) -> bool:
    """Whether a text is advertising by its spread: `elsewhere` other studios have got it in a day."""
    return len(text) >= SHORT and elsewhere >= MOST_ALIKE


def unblocked(mine: datetime | None, theirs: datetime | None) -> None:
    """Raises Conflict: blocked_by_you, blocked."""
    if mine is not None:
        raise Conflict("blocked_by_you", _("You have blocked the other side. Lift that to write again."))
    if theirs is not None:
        raise Conflict("blocked", _("The other side does not want to get messages from you any more."))


def may_mail(mailed_at: datetime | None, looked_at: datetime | None) -> bool:
    """One mail, and none again until they have looked."""
    return mailed_at is None or (looked_at is not None and looked_at > mailed_at)

"""Where no mail server is set, letters go into the local outbox, to be read there like all others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from dhara.audience.sending.actions.claiming import Claimed
from dhara.audience.sending.smtp.rules import SPOILT, TAKEN, Outcome, Parcel
from dhara.kit.mail.models import Letter
from dhara.kit.mail.rules import OUTBOX, clean_header

_OWN = frozenset(
    {"from", "to", "subject", "date", "message-id", "mime-version", "content-type", "content-transfer-encoding"}
)


class Outbox:
    """Takes letters as a `smtp.postman.Postman` does; what it is given it has at once."""

    trouble = ""

    def __init__(self) -> None:
        self._ends: list[Outcome] = []

    @property
    def outstanding(self) -> int:
        return len(self._ends)

    def give(self, parcels: Sequence[Parcel]) -> None:
        letters = []
        for parcel in parcels:
            try:
                letters.append(read(parcel.make(), parcel.key))
            except Exception as error:  # one that can not be made; the others go on
                self._ends.append(Outcome(parcel.key, SPOILT, 0, f"{type(error).__name__}: {error}"))
            else:
                self._ends.append(Outcome(parcel.key, TAKEN, 250, OUTBOX))
        Letter.objects.bulk_create(letters, ignore_conflicts=True)

    def collect(self, _least: int, _seconds: float) -> list[Outcome]:
        ends, self._ends = self._ends, []
        return ends


def read(mail: bytes, claimed: Claimed) -> Letter:
    """A finished letter as the row that the outbox shows."""
    parsed = message_from_bytes(mail, policy=default)
    assert isinstance(parsed, EmailMessage)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    at: datetime = parsed["Date"].datetime
    name, email = parseaddr(str(parsed["To"]))
    return Letter(
        key=f"delivery:{claimed.delivery_id}:{claimed.fence}",
        name="audience",
        to_email=email or claimed.email,
        to_name=clean_header(name, 120),
        language=claimed.language,
        subject=clean_header(str(parsed["Subject"])),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        headers={key: str(value) for key, value in parsed.items() if key.lower() not in _OWN},
        message_id=str(parsed["Message-ID"])[:120],
        state=Letter.SENT,
        attempts=1,
        provider_id=OUTBOX,
        created_at=at,
        due_at=at,
        sent_at=at,
    )

"""Read a message that came back: what it says, of whom, and which letter of ours it is about. Pure.

Reports by the book (RFC 3464, RFC 5965) are read by the book; servers that write prose instead (qmail, Yahoo, old
Exim and Exchange) by their words. Answers of people and of their out-of-office are no reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final

from dhara.audience.returns.rules import (
    COMPLAINED,
    DEFERRED,
    DELIVERED,
    UNSUBSCRIBED,
    Report,
    best_status,
    kind_of_failure,
    without_addresses,
)

if TYPE_CHECKING:
    Mail = Message[str, str]

MOST_BYTES: Final = 2 * 1024 * 1024
# The part of a Message-ID before the @ that only we write (`sending.rules.message_id`).
OURS: Final = re.compile(r"d\d{1,18}-\d{1,9}-[0-9a-f]{32}")


def parse(raw: bytes) -> list[Report]:
    """A report for each recipient that the message speaks of; none for what is no report."""
    mail = message_from_bytes(raw[:MOST_BYTES], policy=policy.compat32)
    text = "\n".join(_texts(mail))
    ids = tuple(dict.fromkeys(OURS.findall(text)))
    parts = list(mail.walk())
    if feedback := _part(parts, "message/feedback-report"):
        return _complaint(feedback, parts, ids)
    if status := _part(parts, "message/delivery-status"):
        return list(_statuses(status, ids))
    return _prose(mail, text, ids)


def _statuses(part: Mail, ids: tuple[str, ...]) -> Iterator[Report]:
    """RFC 3464: a block about the message, then one for each recipient."""
    for block in _blocks(part):
        if not (block["Final-Recipient"] or block["Action"]):
            continue
        action = str(block.get("Action", "failed")).split("(")[0].strip().lower()
        words = _flat(block.get("Diagnostic-Code", ""))
        said = str(block.get("Status", "")).split()
        status = best_status(said[0] if said else "", words)
        # Where it was sent on to is the matter of whoever sent it on: we wrote to the original one.
        whom = block.get("Original-Recipient") or block.get("Final-Recipient") or ""
        kind = _BY_ACTION.get(action) or kind_of_failure(status, words)
        yield Report(kind, _address(str(whom)), status, without_addresses(words), ids)


_BY_ACTION: Final = {"delayed": DEFERRED, "delivered": DELIVERED, "relayed": DELIVERED, "expanded": DELIVERED}


def _blocks(part: Mail) -> list[Mail]:
    """The groups of fields. Some servers encode this part, which they must not: then it was taken apart wrongly."""
    payload = part.get_payload()
    found = [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []
    if str(part.get("Content-Transfer-Encoding", "7bit")).strip().lower() in ("base64", "quoted-printable"):
        whole: Mail = Message()
        whole["Content-Transfer-Encoding"] = part["Content-Transfer-Encoding"]
        whole.set_payload("\n\n".join(each.as_string() for each in found))
        texts = re.split(r"\n\s*\n", _decoded(whole))
        found = [message_from_bytes(text.encode()) for text in texts if text.strip()]
    return found


def _complaint(part: Mail, parts: list[Mail], ids: tuple[str, ...]) -> list[Report]:
    """RFC 5965. Whose it was is often blackened; our Message-ID in the copy of the letter says so still."""
    groups = _blocks(part)
    fields = groups[0] if groups else message_from_bytes(_decoded(part).encode())
    what = str(fields.get("Feedback-Type", "abuse")).strip().lower()
    kind = {"abuse": COMPLAINED, "fraud": COMPLAINED, "opt-out": UNSUBSCRIBED}.get(what)
    if kind is None:
        return []
    whom = fields.get("Original-Rcpt-To") or fields.get("Removal-Recipient") or ""
    letter = next((each for each in parts if each.get_content_type() == "message/rfc822"), None)
    inner = letter.get_payload() if letter else None
    if not whom and isinstance(inner, list) and isinstance(inner[0], Message):
        whom = str(inner[0].get("To", ""))
    return [Report(kind, _address(str(whom)), "", what, ids)]


def _prose(mail: Mail, text: str, ids: tuple[str, ...]) -> list[Report]:
    sender = parseaddr(str(mail.get("From", "")))[1].lower()
    failed = _flat(mail.get("X-Failed-Recipients", ""))
    daemon = bool(failed) or bool(_DAEMON.match(sender)) or str(mail.get("Return-Path", "")).strip() == "<>"
    subject = _subject(mail)
    if not daemon or (not failed and not _CAME_BACK.search(subject + "\n" + text[:4000])):
        return []
    before = _COPY.split(text, 1)[0]
    if _PUT_OFF.search(subject) or _PUT_OFF.search(before[:600]):
        return [Report(DEFERRED, _address(failed.split(",")[0]), "", "", ids)]
    found = {_address(each): before for each in failed.split(",") if each.strip()}
    found = found or {whom.lower(): words for whom, words in _PARAGRAPH.findall(before)}
    if not found and (whom := _ANY.search(before)):
        found = {whom[1].lower(): before}
    return [_failure(whom, words, ids) for whom, words in found.items()] or ([_failure("", before, ids)] if ids else [])


def _failure(whom: str, words: str, ids: tuple[str, ...]) -> Report:
    status = best_status("", words)
    kind = kind_of_failure(status, words)
    return Report(kind, whom, status, without_addresses(words), ids)


_DAEMON: Final = re.compile(r"(mailer-daemon|postmaster|mail-daemon|mdaemon|bounce)[^@]*@|^$", re.IGNORECASE)
_CAME_BACK: Final = re.compile(
    r"undeliver|delivery (status|fail|report|has failed)|returned (mail|to sender)|failure notice|mail delivery|"
    r"non.?deliver|could not be delivered|n't be delivered|unable to deliver|delivery to the following|qmail-send",
    re.IGNORECASE,
)
_PUT_OFF: Final = re.compile(
    r"\bdelayed\b|delivery delay|warning: message|will (keep trying|be retried)", re.IGNORECASE
)
# Where the copy of the letter begins: what stands there is ours, not the server's.
_COPY: Final = re.compile(
    r"--- Below this line is a copy|------ This is a copy of|-----?\s*Original message|--- The header of the original|"
    r"Received: ",
    re.IGNORECASE,
)
_PARAGRAPH: Final = re.compile(r"^\s*<?([^\s<>@]+@[A-Za-z0-9.-]+)>?:?\s*\n((?:[^\n]+\n?)+)", re.MULTILINE)
_ANY: Final = re.compile(r"<?([^\s<>@:;,()]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})>?")


def _part(parts: list[Mail], kind: str) -> Mail | None:
    return next((each for each in parts if each.get_content_type() == kind), None)


def _texts(mail: Mail) -> Iterator[str]:
    """All that can be read in it: texts decoded, headers of what came back as they stand."""
    for part in mail.walk():
        if part is not mail:
            yield "\n".join(f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart():
            yield _decoded(part)


def _decoded(part: Mail) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8", "replace").replace("\r\n", "\n")
    except LookupError:  # a character set that nobody knows
        return payload.decode("latin-1")


def _subject(mail: Mail) -> str:
    try:
        return str(make_header(decode_header(str(mail.get("Subject", "")))))
    except (LookupError, ValueError):
        return str(mail.get("Subject", ""))


def _flat(value: object) -> str:
    return " ".join(str(value).split())


def _address(field: str) -> str:
    """`rfc822; Mina@Example.com` or `<mina@example.com>` → mina@example.com."""
    said = field.partition(";")[2] if ";" in field else field
    found = _ANY.search(said)
    return found[1].lower() if found else ""

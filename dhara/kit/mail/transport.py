"""SMTP: one letter over a connection that is kept open for the next one."""

from __future__ import annotations

import smtplib
import ssl
import threading
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from dhara.kit.mail.models import Letter

IDLE_SECONDS = 20.0
_idle: list[tuple[smtplib.SMTP, float]] = []
_lock = threading.Lock()


class Temporary(Exception):
    """Not now; the same letter may be taken later."""


class Permanent(Exception):
    """Never: the server refuses this letter or its address."""


def send(letter: Letter) -> str:
    """Hand the letter to the server; returns the server's word for it. Raises Temporary or Permanent."""
    smtp = _connection()
    try:
        receipt = _speak(smtp, letter)
    except smtplib.SMTPServerDisconnected as error:
        smtp.close()
        raise Temporary(f"the mail server hung up: {error}") from error
    except smtplib.SMTPResponseException as error:
        smtp.close()
        raise _judge(error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        smtp.close()
        raise Temporary(f"{type(error).__name__}: {error}") from error
    except BaseException:
        smtp.close()
        raise
    with _lock:
        _idle.append((smtp, time.monotonic()))
    return receipt


def _speak(smtp: smtplib.SMTP, letter: Letter) -> str:
    """MAIL, RCPT, DATA by hand: smtplib's sendmail hides the server's last answer, which names the message."""
    smtp.ehlo_or_helo_if_needed()
    sender, options = parseaddr(settings.DEFAULT_FROM_EMAIL)[1], []
    policy = SMTP
    if not letter.to_email.isascii():
        if not smtp.has_extn("smtputf8"):
            raise Permanent("the mail server can not send to this address (no SMTPUTF8)")
        policy, options = SMTP.clone(utf8=True), ["SMTPUTF8"]
    for code, reply in (smtp.mail(sender, options), smtp.rcpt(letter.to_email)):
        if code not in (250, 251, 252):
            raise smtplib.SMTPResponseException(code, reply)
    code, reply = smtp.data(message(letter).as_bytes(policy=policy))
    if code != 250:
        raise smtplib.SMTPResponseException(code, reply)
    return reply.decode("ascii", "replace")[:200]


def _judge(code: int, reply: bytes | str) -> Temporary | Permanent:
    words = f"{code} {reply.decode('utf-8', 'replace') if isinstance(reply, bytes) else reply}"
    # 53x: our own sign-in is wrong. The letter is fine, and goes out when the host has mended the settings.
    return Permanent(words) if 500 <= code < 600 and not 530 <= code < 540 else Temporary(words)


def message(letter: Letter) -> EmailMessage:
    """The letter as a MIME message; always the same one, with the same Message-ID."""
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = letter.message_id
    mail["Date"] = format_datetime(letter.created_at)
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    local, _at, domain = letter.to_email.rpartition("@")
    mail["To"] = Address(letter.to_name, local, domain)
    mail["Subject"] = letter.subject
    mail["Content-Language"] = letter.language
    mail["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        mail[name] = value
    mail.set_content(letter.text, charset="utf-8", cte="base64" if not letter.text.isascii() else None)
    mail.add_alternative(letter.html, subtype="html", charset="utf-8", cte="base64")
    mail.set_boundary(f"=_{letter.message_id.strip('<>').partition('@')[0]}")  # a second try is the same, byte by byte
    return mail


def _connection() -> smtplib.SMTP:
    """An open connection: the last one if it still answers, or a new one."""
    while True:
        with _lock:
            kept = _idle.pop() if _idle else None
        if kept is None:
            return _open()
        smtp, since = kept
        if time.monotonic() - since < IDLE_SECONDS and _answers(smtp):
            return smtp
        smtp.close()  # without a word: asking a server that hangs to say goodbye would hang as well


def _open() -> smtplib.SMTP:
    try:
        return _signed_in(_reached())
    except smtplib.SMTPAuthenticationError as error:
        raise Temporary(f"the mail server refuses our sign-in: {error.smtp_code}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise Temporary(f"the mail server can not be reached: {type(error).__name__}: {error}") from error


def _reached() -> smtplib.SMTP:
    """Named by our public address: smtplib would ask the DNS who we are, and wait where that does not answer."""
    name = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    where = (settings.EMAIL_HOST, settings.EMAIL_PORT, name)
    if settings.EMAIL_USE_SSL:
        return smtplib.SMTP_SSL(*where, timeout=settings.EMAIL_TIMEOUT, context=ssl.create_default_context())
    return smtplib.SMTP(*where, timeout=settings.EMAIL_TIMEOUT)


def _signed_in(smtp: smtplib.SMTP) -> smtplib.SMTP:
    try:
        if settings.EMAIL_USE_TLS:
            smtp.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER and settings.EMAIL_HOST_PASSWORD:
            smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _answers(smtp: smtplib.SMTP) -> bool:
    try:
        code: int = smtp.noop()[0]
    except (OSError, smtplib.SMTPException):
        return False
    return code == 250


def hang_up() -> None:
    """Close all kept connections (when a worker ends, between tests)."""
    with _lock:
        kept, _idle[:] = list(_idle), []
    for smtp, _since in kept:
        smtp.close()

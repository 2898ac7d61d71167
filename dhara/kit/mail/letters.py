"""Write a letter: rendered at once, sent by a worker when the transaction is committed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation

from dhara.kit.actor import Actor
from dhara.kit.locale.languages import known, site_name
from dhara.kit.mail.models import Letter
from dhara.kit.mail.rules import OUTBOX, clean_address, clean_header, clean_headers
from dhara.kit.queue import defer_named


def post(
    *,
    key: str,
    name: str,
    to: str,
    language: str,
    template: str,
    context: dict[str, Any],
    at: datetime,
    by: Actor | None = None,
    to_name: str = "",
    headers: dict[str, str] | None = None,
    account_ref: int | None = None,
    studio_ref: int | None = None,
) -> Letter | None:
    """Write the letter `name` to one address, inside the caller's transaction; None if `key` was written before.

    `template` names `<template>.txt` (its first line is `Subject: …`, then an empty line, then the text, at its end
    an include of mail/footer.txt) and `<template>.html` (extends mail/layout.html). `by` carries the fact that
    caused it. An address that no letter can reach makes the letter `suppressed`.
    """
    language = known(language)
    with translation.override(language):
        subject, text, html = render(template, {**context, "language": language})
    address = clean_address(to)
    letter = Letter(
        key=key,
        name=name,
        to_email=address or clean_header(to, 254),
        to_name=clean_header(to_name, 120),
        language=language,
        subject=subject,
        text=text,
        html=html,
        headers=clean_headers(headers or {}),
        message_id=f"<{uuid.uuid4().hex}@{_domain()}>",
        state=_first_state(address),
        sent_at=None if settings.EMAIL_URL or not address else at,
        provider_id="" if settings.EMAIL_URL or not address else OUTBOX,
        last_error="" if address else "no letter can be sent to this address",
        fact_ref=by.cause if by else None,
        account_ref=account_ref,
        studio_ref=studio_ref,
        created_at=at,
        due_at=at,
    )
    if not Letter.objects.put_once(letter):
        return None
    if letter.state == Letter.QUEUED:
        defer_named("kit.mail.tasks.send", queue="mail", letter_id=letter.pk)
    return letter


def _first_state(address: str | None) -> str:
    """Where no mail server is set, the outbox is where letters go: there is nothing left to send."""
    if not address:
        return Letter.SUPPRESSED
    return Letter.QUEUED if settings.EMAIL_URL else Letter.SENT


def render(template: str, context: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML in the language that is active. Raises ValueError when the text has no subject line."""
    common = {"site_name": site_name(), "public_url": settings.PUBLIC_URL, **context}
    first, _newline, text = (
        _template(f"{template}.txt").render(Context(common, autoescape=False)).lstrip().partition("\n")
    )
    if not first.startswith("Subject:"):
        raise ValueError(f"{template}.txt does not begin with its subject")
    subject = clean_header(first.removeprefix("Subject:"))
    html = _template(f"{template}.html").render(Context({**common, "subject": subject}))
    return subject, text.strip() + "\n", html.strip() + "\n"


def _template(name: str) -> Template:
    found: Template = get_template(name).template  # type: ignore[attr-defined]  # Django's own engine, cached
    return found


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip("> ") or "localhost"

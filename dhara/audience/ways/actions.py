"""Set up a way to send, try it out, let it go on."""

from __future__ import annotations

import secrets
import smtplib
import socket
import ssl
from collections.abc import Mapping
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP as ON_THE_WIRE
from email.utils import formatdate, make_msgid
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.rules import clean_email
from dhara.audience.sending import actions as sending
from dhara.audience.sending.actions.waking import put, wake
from dhara.audience.sending.models import Lane, Provider
from dhara.audience.sending.providers.queries import way_of
from dhara.audience.sending.providers.rules import NONE, STARTTLS, TLS, Way, name_of
from dhara.audience.sending.rules import trouble
from dhara.audience.ways import records
from dhara.audience.ways.facts import WayPaused
from dhara.audience.ways.queries import keys_of, lanes_of, lately
from dhara.audience.ways.records import Record
from dhara.audience.ways.rules import BREAKERS, BY_HAND, PRESETS, is_public
from dhara.kit import seal
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.models import Studio

PATIENCE: Final = 10.0
_KEPT: Final = 7 * 24 * 3600
_ANEW: Final = {"sent": 0, "bounced": 0, "complained": 0}


@transaction.atomic
def set_up(
    studio: Studio | None,
    *,
    kind: str,
    from_email: str,
    keys: Mapping[str, str],
    per_minute: int = 0,
    per_day: int = 0,
    connections: int = 4,
    warm_up: date | None = None,
    by: Actor,
    at: datetime,
) -> Provider:
    """The studio's own way (the host's, for None: an operator's). An empty password keeps the one given before.

    Raises Invalid with the field, NotAllowed.
    """
    _allow(studio, by)
    if kind not in PRESETS:
        raise Invalid("unknown_kind", _("Please choose one of the list."), "kind")
    try:
        sender = clean_email(from_email)
    except Invalid as wrong:
        raise Invalid(wrong.code, wrong.message, "from_email") from wrong
    known = Provider.objects.select_for_update().filter(studio=studio).first()
    before = keys_of(known) if known and known.kind == kind else {}
    sealed = seal.seal(_clean(kind, keys, before, own=studio is None))
    values: dict[str, Any] = {
        "kind": kind,
        "secrets": sealed,
        "from_email": sender,
        "domain": sender.partition("@")[2],
        "per_minute": per_minute,
        "per_day": per_day,
        "connections": max(1, min(connections, 20)),
        "warm_up": warm_up,
    }
    if known is None:
        return Provider.objects.create(studio=studio, hook_token=secrets.token_urlsafe(32), created_at=at, **values)
    Provider.objects.filter(pk=known.pk).update(checked_at=None, **values)
    cache.delete(_name(known))
    known.refresh_from_db()
    return known


def _clean(kind: str, keys: Mapping[str, str], before: Mapping[str, str], *, own: bool) -> dict[str, str]:
    preset = PRESETS[kind]
    region = str(keys.get("region") or "eu-central-1").strip().lower()
    if not region.replace("-", "").isalnum():
        raise Invalid("region_bad", _("Please check the region."), "region")
    host = preset.host.format(region=region) or str(keys.get("host", "")).strip().lower()
    if not host:
        raise Invalid("host_missing", _("Please enter the server's name."), "host")
    if not preset.host:
        _public(host, own=own)
    port = int(keys.get("port") or preset.port)
    security = preset.security if preset.host else str(keys.get("security") or NONE)
    return {
        "host": host,
        "port": str(port),
        "security": security,
        "user": preset.user or str(keys.get("user", "")).strip(),
        "password": str(keys.get("password") or before.get("password", "")),
        "region": region,
        "selector": str(keys.get("selector", "")).strip().lower(),
        "webhook_signing_key": str(keys.get("webhook_signing_key") or before.get("webhook_signing_key", "")),
    }


def _public(host: str, *, own: bool) -> None:
    """A studio's server must be on the internet: from here one could reach what nobody outside may."""
    if own or settings.SANDBOX:
        return
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as gone:
        raise Invalid("host_unknown", _("There is no server of this name."), "host") from gone
    if not all(is_public(each) for each in found):
        raise Invalid("host_private", _("This server is not on the internet."), "host")


@transaction.atomic
def remove(studio: Studio | None, *, by: Actor) -> None:
    """Letters leave the host's way again (for None: as EMAIL_URL says)."""
    _allow(studio, by)
    Provider.objects.filter(studio=studio).delete()


def try_out(provider: Provider, *, to: str, words: tuple[str, str], at: datetime) -> None:
    """Connect, sign in, and send one letter. Raises Conflict with what the server said. Not inside a transaction."""
    way = way_of(provider)
    letter = _letter(way, to, words, at)
    try:
        if provider.studio_id is not None and not PRESETS[provider.kind].host:
            _public(way.host, own=False)
        with _connected(way) as server:
            server.send_message(letter, from_addr=way.from_email, to_addrs=[to])
    except smtplib.SMTPAuthenticationError as wrong:
        raise Conflict("sign_in", _("The server does not know this user and password.")) from wrong
    except smtplib.SMTPResponseException as wrong:
        said = wrong.smtp_error.decode("utf-8", "replace") if isinstance(wrong.smtp_error, bytes) else wrong.smtp_error
        raise Conflict(
            "refused", _("The server answered: %(said)s") % {"said": f"{wrong.smtp_code} {said}"[:300]}
        ) from wrong
    except (OSError, smtplib.SMTPException) as wrong:
        raise Conflict(
            "no_server", _("The server can not be reached: %(said)s") % {"said": str(wrong)[:200]}
        ) from wrong


def _connected(way: Way) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if way.security == TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(way.host, way.port, timeout=PATIENCE, context=safe)
    else:
        server = smtplib.SMTP(way.host, way.port, timeout=PATIENCE)
    if way.security == STARTTLS:
        server.starttls(context=safe)
    if way.user:
        server.login(way.user, way.password)
    return server


def _letter(way: Way, to: str, words: tuple[str, str], at: datetime) -> EmailMessage:
    letter = EmailMessage(policy=ON_THE_WIRE)
    letter["From"], letter["To"], letter["Subject"] = way.from_email, to, words[0]
    letter["Date"], letter["Message-ID"] = formatdate(at.timestamp()), make_msgid(domain=way.domain)
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(words[1])
    return letter


def look(provider: Provider, *, at: datetime) -> list[Record]:
    """Ask the DNS now, and keep what it said for a week."""
    keys = keys_of(provider)
    found = records.examine(
        provider.domain, provider.kind, server=keys.get("host", ""), selector=keys.get("selector", "")
    )
    Provider.objects.filter(pk=provider.pk).update(checked_at=at)
    cache.set(_name(provider), found, _KEPT)
    return found


def seen(provider: Provider) -> list[Record] | None:
    """What the DNS said when it was last asked."""
    found: list[Record] | None = cache.get(_name(provider))
    return found


def _name(provider: Provider) -> str:
    return f"mail-records:{provider.pk}"


def go_on(studio: Studio | None, *, lane_id: int, by: Actor, at: datetime) -> None:
    """Let the letters of a message leave again that a breaker had stopped. Raises NotFoundHere.

    For None an operator's word, about any message that leaves by the host's way.
    """
    _allow(studio, by)
    mine = Lane.objects.filter(studio=studio) if studio else lanes_of(None)
    lane = mine.filter(pk=lane_id, paused_at__isnull=False, paused_for__in=BREAKERS).first()
    if lane is None:
        raise NotFoundHere
    if lane.source:
        sending.resume(lane.source, at=at)
        return
    with transaction.atomic():
        Lane.objects.filter(pk=lane.pk).update(paused_at=None, paused_for="", **_ANEW)
        wake(lane.studio_id, when=at, at=at)


@transaction.atomic
def pause(provider: Provider, *, by: Actor, at: datetime) -> None:
    """Nothing more leaves this way until somebody says so; what is on the wire comes to its end."""
    _allow(provider.studio, by)
    Provider.objects.filter(pk=provider.pk, paused_for="").update(paused_for=BY_HAND, paused_at=at)


@transaction.atomic
def release(provider: Provider, *, by: Actor, at: datetime) -> bool:
    """Let a paused way go on; whether it was paused. What a breaker had counted is forgotten: it looks anew."""
    _allow(provider.studio, by)
    paused = Provider.objects.select_for_update(of=("self",)).exclude(paused_for="").filter(pk=provider.pk).first()
    if paused is None:
        return False
    if paused.paused_for in BREAKERS:
        lanes_of(paused).exclude(paused_for__in=BREAKERS).update(**_ANEW)
    Provider.objects.filter(pk=paused.pk).update(paused_for="", paused_at=None)
    put(name_of(paused.pk), at, at=at)
    return True


def guard(*, at: datetime) -> int:
    """Pause the ways whose letters come back or annoy too much, though none of their messages does so alone."""
    stopped = 0
    for provider in Provider.objects.filter(paused_for="").order_by("pk"):
        found = lately(provider, at=at)
        if reason := trouble(found.sent, found.bounced, found.complained):
            stopped += _stop(provider, reason, at)
    return stopped


@transaction.atomic
def _stop(provider: Provider, reason: str, at: datetime) -> int:
    going = Provider.objects.filter(pk=provider.pk, paused_for="").update(paused_for=reason, paused_at=at)
    if going:
        record(WayPaused(provider.pk, reason), by=SYSTEM, at=at, studio_id=provider.studio_id)
    return going


def _allow(studio: Studio | None, by: Actor) -> None:
    """A studio's way is its members', the host's the operators'. Raises NotFoundHere, NotAllowed."""
    if studio is not None:
        require_actor(by, studio, "edit_sending")
    elif by.kind not in ("operator", "system"):
        raise NotAllowed("operators_only", _("Only an operator may change how the host's letters leave."))

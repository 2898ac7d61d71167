"""Would letters to many arrive? Looks what each sender's domain says in the DNS, and whether anything was stopped."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.audience.models import Lane, Provider
from dhara.audience.ways import actions
from dhara.audience.ways.records import OK, UNKNOWN
from dhara.audience.ways.rules import PAUSES
from dhara.insights.health.rules import Finding
from dhara.kit import clock


def examine() -> Iterator[Finding]:
    """Each way to send, record by record, with what to set; then what a breaker stopped."""
    ways = list(Provider.objects.select_related("studio").order_by("pk"))
    if not ways and not settings.EMAIL_URL:
        yield Finding(_("No mail server is set up (EMAIL_URL): letters stay in the outbox."), settings.SANDBOX)
    for way in ways:
        name = f"@{way.studio.handle} · {way.domain}" if way.studio else way.domain
        if way.paused_for:
            yield Finding(f"{name}: {PAUSES.get(way.paused_for, way.paused_for)}", False)
        for record in actions.look(way, at=clock.now()):
            wanted = (
                f" {record.host} {record.kind} {record.value}".rstrip() if record.state not in (OK, UNKNOWN) else ""
            )
            yield Finding(f"{name} {record.name}: {record.says}{wanted}", record.state in (OK, UNKNOWN))
    stopped = Lane.objects.filter(paused_for__in=("bounces", "complaints"), paused_at__isnull=False).count()
    if stopped:
        yield Finding(_("Letters of %(count)s messages were stopped by a breaker.") % {"count": stopped}, False)

"""Names of columns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

# What columns of tables are called where people read them; the tables themselves name them for programs.
LABELS: dict[str, Any] = {
    "agent": _("browser"),
    "answer": _("answer"),
    "asked": _("how often we asked"),
    "attempts": _("tries"),
    "count": _("payouts"),
    "currency": _("currency"),
    "detail": _("detail"),
    "effect": _("effect"),
    "event_id": _("notice"),
    "fact_ref": _("fact"),
    "gateway": _("gateway"),
    "gateway_ref": _("the gateway's reference"),
    "id": _("number"),
    "ip": _("IP address"),
    "key": _("key"),
    "language": _("language"),
    "last_error": _("trouble"),
    "lifecycle": _("what"),
    "memo": _("kind"),
    "name": _("name"),
    "objection": _("why not found"),
    "code": _("code"),
    "note": _("note"),
    "number": _("number"),
    "description": _("for what"),
    "payer_name": _("name"),
    "bank_ref": _("the bank's reference"),
    "trouble": _("trouble"),
    "movements": _("movements"),
    "payer_email": _("payer"),
    "problem": _("trouble"),
    "purpose": _("purpose"),
    "queue_name": _("queue"),
    "reason": _("reason"),
    "ref": _("the gateway's reference"),
    "sold": _("sold"),
    "source": _("gateway"),
    "subject": _("subject"),
    "task_name": _("task"),
    "thing_ref": _("number"),
    "to_email": _("to"),
    "to_name": _("name"),
    "token": _("token"),
    "tries": _("tries"),
    "version": _("version"),
}

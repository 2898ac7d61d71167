"""What was downloaded, by whom and from where."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dhara.delivery.models import Download, Grant
from dhara.kit.locale.digits import to_latin
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk


class Downloads(Desk):
    list_display = ("moment", "offer", "file", "buyer", "ip", "agent")
    list_select_related = ("grant__offer", "grant__order", "version__file")
    fields = ("moment", "offer", "file", "buyer", "bought", "ip", "agent")
    readonly_fields = fields
    search_fields = ("grant",)
    search_help_text = _("An order's number, or the buyer's complete address")
    moment = columns.when("at", _("when"))

    def sought(self, text: str) -> Q:
        grants = Grant.objects.filter(Q(email=text.lower()) | Q(order__number=to_latin(text).upper())).values("pk")
        return Q(grant_id__in=grants)

    @columns.column(_("offer"))
    def offer(self, download: Download) -> Any:
        return columns.linked(download.grant.offer)

    @columns.column(_("file"))
    def file(self, download: Download) -> str:
        return str(download.version)

    @columns.column(_("buyer"))
    def buyer(self, download: Download) -> str:
        return download.grant.email

    @columns.column(_("order"))
    def bought(self, download: Download) -> Any:
        return columns.linked(download.grant.order)


console.register(Download, Downloads)

"""The lifecycle of a hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

HELD, SETTLED = "held", "settled"

LIFECYCLE = Lifecycle(
    name="hold",
    initial=HELD,
    about="Money set aside for one payable unit.",
    states={HELD: _("held"), SETTLED: _("settled")},
    moves=(Move(HELD, SETTLED, ("person", "guest", "operator", "system"), "all of it was released or returned"),),
)

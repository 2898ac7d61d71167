"""The lifecycle of an offer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dhara.kit.lifecycle.rules import Lifecycle, Move

DRAFT, PUBLISHED, UNPUBLISHED, HIDDEN, ARCHIVED = "draft", "published", "unpublished", "hidden", "archived"

LIFECYCLE = Lifecycle(
    name="offer",
    initial=DRAFT,
    about="Something that a studio sells.",
    states={
        DRAFT: _("draft"),
        PUBLISHED: _("published"),
        UNPUBLISHED: _("unpublished"),
        HIDDEN: _("hidden by the operator"),
        ARCHIVED: _("archived"),
    },
    moves=(
        Move(DRAFT, PUBLISHED, ("person", "system"), "it is complete and a member publishes it, or its date comes"),
        Move(PUBLISHED, UNPUBLISHED, ("person", "system"), "a member takes it down, or its last day passes"),
        Move(UNPUBLISHED, PUBLISHED, ("person", "system"), "a member puts it up again"),
        Move(PUBLISHED, HIDDEN, ("operator",), "the operator hides it, with a reason"),
        Move(HIDDEN, UNPUBLISHED, ("operator",), "the operator lifts it; the studio decides when to publish again"),
        Move(DRAFT, ARCHIVED, ("person",), "a member puts it away"),
        Move(PUBLISHED, ARCHIVED, ("person",), "a member puts it away"),
        Move(UNPUBLISHED, ARCHIVED, ("person",), "a member puts it away"),
        Move(ARCHIVED, UNPUBLISHED, ("person",), "a member takes it out again"),
    ),
)

"""The frame of the audience's pages: the studio's own, with the tabs of what the role may see."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from dhara.web.studio.doors import Desk, frame

# name, verb, path below audience/, words: a tab is added with its page.
TABS: Final[tuple[tuple[str, str, str, Any], ...]] = (
    ("contacts", "see_audience", "contacts/", _("Contacts")),
    ("forms", "see_audience", "forms/", _("Forms")),
    ("sequences", "see_audience", "sequences/", _("Sequences")),
    ("broadcasts", "see_audience", "broadcasts/", _("Broadcasts")),
    ("segments", "see_audience", "segments/", _("Segments")),
    ("rules", "see_audience", "rules/", _("Rules")),
    ("sending", "edit_sending", "sending/", _("Sending")),
)


def page(desk: Desk, current: str, **context: Any) -> dict[str, Any]:
    """The context of an audience page whose tab is `current`; the template shows `tabs` by `<c-tabs :items="tabs">`."""
    base = f"/studio/{desk.studio.handle}/audience/"
    tabs = [
        {"url": base + path, "label": words, "current": name == current}
        for name, verb, path, words in TABS
        if desk.may(verb)
    ]
    return frame(desk, "audience", tabs=tabs, audience=base, **context)

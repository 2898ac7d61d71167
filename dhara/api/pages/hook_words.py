"""What the schema says of a person's own webhooks, in words that translators find."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

HOOK_WORDS: Final = frozenset(
    {
        gettext_noop("A buyer's events"),
        gettext_noop("What webhooks of a person can be told of what they buy, with an example of each."),
        gettext_noop("My webhooks"),
        gettext_noop(
            "Your own, without their secrets: they are told of your orders, jobs, campaigns and of work that you pay."
        ),
        gettext_noop("Add a webhook of your own"),
        gettext_noop("One of my webhooks"),
        gettext_noop("Names from /webhook-events; for your own webhooks those from /me/webhook-events."),
    }
)

"""A file has a new version: whoever bought it is told."""

from __future__ import annotations

from datetime import datetime

from dhara.delivery.downloads import actions as downloads
from dhara.delivery.downloads.facts import VersionReleased
from dhara.kit.actor import Actor


def announce_version(fact: VersionReleased, *, by: Actor, at: datetime) -> None:
    if fact.announce:
        downloads.announce(fact.version_id, by=by, at=at)

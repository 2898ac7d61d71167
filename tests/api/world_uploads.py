"""What the examples of uploads speak of. See world.py."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dhara.kit.files.actions import begin_upload
from dhara.people.models import Account

UPLOAD: Final = "7b7b0001-0000-4000-8000-000000000001"
ADDRESS: Final = {"upload": UPLOAD}


def begun(owner: Account, now: datetime) -> dict[str, str]:
    """A file that Nadia has announced, and nothing of it is here."""
    made = begin_upload(name="sign.png", length=20_480, purpose="delivery", at=now, owner_ref=owner.pk)
    return {UPLOAD: str(made.pk)}

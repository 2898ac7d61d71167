"""What tests of these pages do again and again."""

from __future__ import annotations

from typing import Any

from dhara.work.models import Campaign

NEW = {
    "start": "choose",
    "title": "Is there a cat?",
    "instructions": "Look at the picture and say what you see.",
    "currency": "BDT",
    "reward": "৫",
}
TERMS = {"reward": "5", "positions": "20", "minutes": "10", "review_days": "3", "per_worker": "1", "level": "0"}


def base(campaign: Campaign) -> str:
    return f"/campaigns/{campaign.pk}/"


def edit(campaign: Campaign, part: str) -> str:
    return f"{base(campaign)}edit/{part}/"


def again(campaign: Campaign) -> Campaign:
    return Campaign.objects.select_related("engagement").get(pk=campaign.pk)


def proof(*rows: dict[str, str], reasons: str = "", order: tuple[int, ...] = ()) -> dict[str, Any]:
    """The form of the proof as a browser sends it."""
    sent: dict[str, Any] = {
        "proof-TOTAL_FORMS": str(len(rows)),
        "proof-INITIAL_FORMS": "0",
        "proof-order": [str(each) for each in order or range(len(rows))],
        "reasons": reasons,
    }
    for place, row in enumerate(rows):
        sent |= {f"proof-{place}-{name}": value for name, value in row.items()}
    return sent

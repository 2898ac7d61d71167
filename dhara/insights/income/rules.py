"""The first steps of a studio: an honest checklist that ticks itself from what is really there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Progress:
    """What is there already; filled in by queries.progress."""

    described: bool
    has_offer: bool
    has_files: bool
    has_price: bool
    published: bool
    sold: bool
    protected: bool


@dataclass(frozen=True)
class Step:
    code: str
    title: Any
    why: Any
    done: bool


def steps(progress: Progress) -> list[Step]:
    """In the order in which a new studio takes them."""
    return [
        Step(
            "describe",
            _("Tell who you are"),
            _("A picture and a few sentences: people buy from people."),
            progress.described,
        ),
        Step(
            "offer",
            _("Make your first offer"),
            _("Start with one small thing that solves one problem."),
            progress.has_offer,
        ),
        Step(
            "files",
            _("Upload what buyers will get"),
            _("They are handed over by themselves after each payment."),
            progress.has_files,
        ),
        Step("price", _("Set a price"), _("It can be free, fixed, or left to the buyer."), progress.has_price),
        Step("publish", _("Publish it"), _("From then on it can be found and bought at any hour."), progress.published),
        Step(
            "protect",
            _("Protect your income"),
            _("Add a passkey or a second factor to your sign-in."),
            progress.protected,
        ),
        Step(
            "sell",
            _("Make the first sale"),
            _("Share the link with somebody who has the problem that you solve."),
            progress.sold,
        ),
    ]

"""The first steps of a studio: an honest checklist that ticks itself from what is really there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Progress:
    """What is there already; filled in by queries.progress. `gigs_only`: there are offers, and all are gigs."""

    described: bool
    has_offer: bool
    has_files: bool
    has_price: bool
    published: bool
    sold: bool
    protected: bool
    gigs_only: bool = False
    asks: bool = False


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
            _("Start with one small thing that solves one problem: a file to download, or a gig, work for one buyer."),
            progress.has_offer,
        ),
        *(_of_gigs(progress) if progress.gigs_only else _of_files(progress)),
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


def _of_files(progress: Progress) -> list[Step]:
    return [
        Step(
            "files",
            _("Upload what buyers will get"),
            _("They are handed over by themselves after each payment."),
            progress.has_files,
        ),
        Step("price", _("Set a price"), _("It can be free, fixed, or left to the buyer."), progress.has_price),
    ]


def _of_gigs(progress: Progress) -> list[Step]:
    """Who sells work alone has no files to upload, and gives nothing away."""
    return [
        Step(
            "price",
            _("Put your gig into packages"),
            _("Each has its price, its days, and what it includes."),
            progress.has_price,
        ),
        Step(
            "questions",
            _("Say what you need from the buyer"),
            _("They are asked after the payment, and your days begin to count with the answers."),
            progress.asks,
        ),
    ]

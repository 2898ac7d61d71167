"""What is told of cases and reviews."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from dhara.api.webhooks.rules.public import Public

_CASE: Final = {
    "case": 4,
    "engagement": 5,
    "unit": 8,
    "title": "A logo for your shop: Basic",
    "state": "answer",
    "opened_by": "buyer",
    "role": "buyer",
    "currency": "BDT",
    "amount": 41850,
    "until": "2026-03-05T04:00:00Z",
    "text": "The letters are too thin.",
    "files": ["photo.png"],
    "to_worker": 10000,
}
_STILL: Final = {**_CASE, "text": "", "files": [], "to_worker": None}
_ENDED: Final = {**_STILL, "role": "system", "until": None, "to_worker": 20000}
_REVIEW: Final = {
    "review": 11,
    "engagement": 5,
    "offer": 12,
    "side": "buyer",
    "name": "Karim",
    "stars": 5,
    "marks": {"quality": 5, "time": 4},
    "text": "Fast and friendly.",
    "language": "en",
    "answer": "",
}

JUDGING: Final[dict[str, Public]] = {
    "case.opened": Public(
        _("One side opened a case about work; `to_worker` is what of your share it leaves to you."), _CASE
    ),
    "case.answered": Public(_("The other side answered a case."), {**_CASE, "state": "talk", "role": "worker"}),
    "case.said": Public(_("Something was said or shown in a case."), {**_CASE, "state": "talk", "to_worker": None}),
    "case.reminded": Public(_("The side that is asked to answer was reminded."), {**_STILL, "role": "worker"}),
    "case.handed_over": Public(_("The operator is to rule in a case."), {**_STILL, "state": "judge", "until": None}),
    "case.proposed": Public(_("One side proposed to settle a case."), {**_CASE, "state": "talk", "files": []}),
    "case.declined": Public(
        _("A proposal to settle a case was turned down."), {**_CASE, "state": "talk", "files": [], "role": "worker"}
    ),
    "case.settled": Public(_("Both sides settled a case, and the money was divided."), {**_ENDED, "state": "settled"}),
    "case.withdrawn": Public(
        _("A case was taken back, and the work goes on."), {**_ENDED, "state": "withdrawn", "to_worker": None}
    ),
    "case.ruled": Public(
        _("The operator ruled; the money moves when nobody can appeal any more."),
        {**_CASE, "state": "ruled", "role": "operator"},
    ),
    "case.appealed": Public(
        _("One side appealed against the ruling."), {**_CASE, "state": "appealed", "to_worker": None, "until": None}
    ),
    "case.closed": Public(
        _("The ruling was carried out, and the money divided."), {**_ENDED, "state": "closed", "role": "operator"}
    ),
    "review.published": Public(
        _("A review of one side was published; `side` is who wrote it. Ways to reach somebody elsewhere are hidden."),
        _REVIEW,
    ),
    "review.answered": Public(_("A review was answered."), {**_REVIEW, "answer": "Thank you, come again."}),
}

"""The doors of proposals: to apply, the lists of both sides, one proposal and what each side does with it."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, BUYER, HANDS, NOBODY, TALKERS, Rights

_ONE: Final = "proposals/<int:proposal_id>/"

PROPOSALS: Final[dict[str, Rights]] = {
    "jobs/<str:slug>/proposal/": (ACCOUNT, ACCOUNT),
    "studio/<str:handle>/proposals/": ("do_work", NOBODY),
    "proposals/": (ACCOUNT, NOBODY),
    "account/jobs/<int:job_id>/proposals/": (BUYER, NOBODY),
    "account/jobs/<int:job_id>/proposals/invitations/": (NOBODY, BUYER),
    "proposals/invitation/<str:handle>/": (ACCOUNT, ACCOUNT),
    _ONE: (HANDS, NOBODY),
    f"{_ONE}shortlisting/": (NOBODY, BUYER),
    f"{_ONE}conversation/": (NOBODY, TALKERS),
    f"{_ONE}refusal/": (HANDS, HANDS),
    f"{_ONE}withdrawal/": ("do_work", "do_work"),
    f"{_ONE}revision/": ("do_work", "do_work"),
    f"{_ONE}offer/": (HANDS, HANDS),
    # The studio has offered, so it is the buyer who agrees.
    f"{_ONE}acceptance/": (HANDS, BUYER),
}

"""The doors of the pages of sequences."""

from __future__ import annotations

from typing import Final

from tests.web.rights import NOBODY, Rights

_ALL: Final = "studio/<str:handle>/audience/sequences/"
_ONE: Final = f"{_ALL}<int:sequence_id>/"
_STEP: Final = f"{_ONE}steps/<str:node>/"

SEQUENCES: Final[dict[str, Rights]] = {
    _ALL: ("see_audience", NOBODY),
    f"{_ALL}new/": ("edit_letters", "edit_letters"),
    _ONE: ("see_audience", NOBODY),
    f"{_ONE}settings/": ("see_audience", "edit_letters"),
    f"{_ONE}state/": (NOBODY, "send_letters"),
    f"{_ONE}copy/": (NOBODY, "edit_letters"),
    f"{_ONE}undo/": (NOBODY, "edit_letters"),
    f"{_ONE}steps/new/": ("edit_letters", "edit_letters"),
    _STEP: ("see_audience", "edit_letters"),
    f"{_STEP}move/": (NOBODY, "edit_letters"),
    f"{_STEP}copy/": (NOBODY, "edit_letters"),
    f"{_STEP}removal/": ("edit_letters", "edit_letters"),
    f"{_ONE}publication/": ("send_letters", "send_letters"),
    f"{_ONE}versions/": ("see_audience", NOBODY),
    f"{_ONE}versions/<int:version_number>/": ("see_audience", NOBODY),
    f"{_ONE}versions/<int:version_number>/restoration/": (NOBODY, "edit_letters"),
    f"{_ONE}people/": ("see_audience", "send_letters"),
    f"{_ONE}people/intake/": ("send_letters", "send_letters"),
    f"{_ONE}people/intakes/<int:intake_id>/": ("see_audience", NOBODY),
    f"{_ONE}people/intakes/<int:intake_id>/cancellation/": (NOBODY, "send_letters"),
    f"{_ONE}people/retrial/": (NOBODY, "send_letters"),
    f"{_ONE}people/<int:enrolment_id>/end/": (NOBODY, "send_letters"),
    f"{_ONE}rehearsal/": ("see_audience", NOBODY),
    f"{_ONE}rehearsal/letters/": (NOBODY, "edit_letters"),
}

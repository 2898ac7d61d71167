"""What programs send about jobs, proposals and campaigns, by how their addresses end. See test_permissions.py."""

from __future__ import annotations

from typing import Any, Final

from tests.make.programs import EMPTY

_TERMS: Final = {"text": "I have painted signs for ten years.", "milestones": [{"title": "All of it", "amount": 1000}]}
_JOB: Final = {"title": "A sign for my stall", "description": "A painted sign in two colours, as large as a door."}
_CAMPAIGN: Final = {
    "title": "Is there a cat?",
    "instructions": "Look at the picture and say what you see.",
    "fields": [{"key": "said", "words": "What do you see?"}],
    "reward": 500,
}

_TIME: Final = {"begins_at": "2026-03-02T02:00:00Z", "ends_at": "2026-03-02T02:45:00Z", "text": "Letters."}

WORK_BODIES: Final[dict[str, dict[str, Any]]] = {
    "/units/#/cases": {"text": "It is blue."},
    "/cases/#/answer": {"text": "It is green."},
    "/cases/#/proposals": {"amount": 1},
    "/cases/#/proposals/#/answer": {"to": "agree"},
    "/cases/#/agreement": {"statement": 1},
    "/cases/#/state": {"to": "hand_over"},
    "/work/#/review": {"stars": 5},
    "/reviews/#/answer": {"text": "Thank you."},
    "/reports": {"reason": "untrue"},
    "/statements": {"text": "Look here."},
    "/appeal": {"text": "It is green."},
    "/me/jobs": _JOB,
    "/me/jobs/#": _JOB,
    "/jobs/#/state": {"to": "post"},
    "/invitations": {"studio": "nadia"},
    "/me/searches": {"name": "Signs", "q": "sign"},
    "/alerts": {"on": False},
    "/proposals": {"job": "matrix-job", **_TERMS},
    "/versions": _TERMS,
    "/proposals/#/state": {"to": "decline", "reason": "It takes too long."},
    "/conversations/#/offers": {"title": "A sign for the stall", **_TERMS},
    "/offers": {},
    "/agreement": {"version": 2},
    "/campaigns": _CAMPAIGN,
    "/campaigns/#": _CAMPAIGN,
    "/fundings": {"units": []},
    "/time": _TIME,
    "/time/#": _TIME,
    "/uploads": {"name": "sign.png", "size": 20480},
    "/items": {"rows": [{"picture": "1.jpg"}]},
    "/acceptances": {"tasks": [1]},
    "/rejection": {"reason": 0},
    "/own-tasks": {"campaign": EMPTY},
    "/proof": {"answers": {"cat": "no"}},
    "/own-tasks/#/state": {"to": "withdraw"},
}

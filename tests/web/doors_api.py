"""The doors for programs that work or let work: jobs, proposals, fundings, campaigns, tasks. See doors_programs.py."""

from __future__ import annotations

from typing import Final

from tests.web.rights import ACCOUNT, BIDDERS, BUYER, EVERYBODY, HANDS, NOBODY, SIDES, Rights

WORKING: Final[dict[str, Rights]] = {
    "api/v1/skills": (EVERYBODY, NOBODY),
    "api/v1/jobs": (EVERYBODY, NOBODY),
    "api/v1/jobs/<job_slug>": (EVERYBODY, NOBODY),
    "api/v1/me/jobs": (ACCOUNT, ACCOUNT),
    "api/v1/me/jobs/<job>": (BUYER, BUYER),
    "api/v1/me/jobs/<job>/state": (NOBODY, BUYER),
    "api/v1/me/jobs/<job>/invitations": (NOBODY, BUYER),
    "api/v1/me/searches": (ACCOUNT, ACCOUNT),
    "api/v1/me/searches/<search>/alerts": (NOBODY, BUYER),
    "api/v1/me/searches/<search>/removal": (NOBODY, BUYER),
    "api/v1/studios/<handle>/proposals": (NOBODY, "do_work"),
    "api/v1/proposals": (ACCOUNT, NOBODY),
    "api/v1/proposals/<proposal>": (HANDS, NOBODY),
    "api/v1/proposals/<proposal>/versions": (NOBODY, BIDDERS),
    "api/v1/conversations/<conversation>/offers": (NOBODY, "answer_messages"),
    "api/v1/proposals/<proposal>/state": (NOBODY, HANDS),
    "api/v1/proposals/<proposal>/conversation": (NOBODY, HANDS),
    "api/v1/proposals/<proposal>/offers": (NOBODY, HANDS),
    # The studio has made the offer, so it is the buyer who agrees.
    "api/v1/proposals/<proposal>/agreement": (NOBODY, BUYER),
    "api/v1/fundings": (ACCOUNT, NOBODY),
    "api/v1/fundings/<funding>": (BUYER, NOBODY),
    "api/v1/work/<work>/fundings": (NOBODY, BUYER),
    "api/v1/campaigns/<campaign>/fundings": (NOBODY, BUYER),
    "api/v1/work/<work>/files/<file>": (SIDES, NOBODY),
    "api/v1/uploads": (NOBODY, ACCOUNT),
    "api/v1/uploads/<upload>": (BUYER, NOBODY),
    # HEAD, PATCH and DELETE: see tests/api/test_uploads.py.
    "api/v1/uploads/<uuid:upload_id>/bytes": (NOBODY, NOBODY),
    "api/v1/work/<work>/units/<unit>/time": (SIDES, BIDDERS),
    "api/v1/work/<work>/units/<unit>/time/<entry>": (NOBODY, BIDDERS),
    "api/v1/work/<work>/units/<unit>/time/<entry>/removal": (NOBODY, BIDDERS),
    "api/v1/work/<work>/units/<unit>/cases": (NOBODY, HANDS),
    "api/v1/cases": (ACCOUNT, NOBODY),
    "api/v1/cases/<case>": (SIDES, NOBODY),
    "api/v1/cases/<case>/files/<shown>": (SIDES, NOBODY),
    # The buyer has opened it, so it is the studio that answers; the studio has proposed, so it is the buyer.
    "api/v1/cases/<case>/answer": (NOBODY, BIDDERS),
    "api/v1/cases/<case>/statements": (NOBODY, HANDS),
    "api/v1/cases/<case>/proposals": (NOBODY, HANDS),
    "api/v1/cases/<case>/proposals/<settlement>/answer": (NOBODY, BUYER),
    "api/v1/cases/<case>/agreement": (NOBODY, HANDS),
    "api/v1/cases/<case>/state": (NOBODY, HANDS),
    "api/v1/cases/<case>/appeal": (NOBODY, HANDS),
    "api/v1/studios/<handle>/reviews": (EVERYBODY, NOBODY),
    "api/v1/reviews": (ACCOUNT, NOBODY),
    "api/v1/work/<engagement>/review": (HANDS, HANDS),
    # A guest wrote it, so it is the studio that answers.
    "api/v1/reviews/<review>/answer": (NOBODY, "do_work"),
    "api/v1/reviews/<review>/reports": (NOBODY, ACCOUNT),
    "api/v1/campaigns": (ACCOUNT, ACCOUNT),
    "api/v1/campaigns/<campaign>": (BUYER, BUYER),
    "api/v1/campaigns/<campaign>/items": (NOBODY, BUYER),
    "api/v1/campaigns/<campaign>/state": (NOBODY, BUYER),
    "api/v1/campaigns/<campaign>/proofs": (BUYER, NOBODY),
    "api/v1/campaigns/<campaign>/proofs/<task>/rejection": (NOBODY, BUYER),
    "api/v1/campaigns/<campaign>/acceptances": (NOBODY, BUYER),
    "api/v1/campaigns/<campaign>/results": (BUYER, NOBODY),
    "api/v1/studios/<handle>/tasks": ("do_work", NOBODY),
    "api/v1/studios/<handle>/own-tasks": ("do_work", "do_work"),
    "api/v1/studios/<handle>/own-tasks/<task>": ("do_work", NOBODY),
    "api/v1/studios/<handle>/own-tasks/<task>/proof": (NOBODY, "do_work"),
    "api/v1/studios/<handle>/own-tasks/<task>/state": (NOBODY, "do_work"),
}

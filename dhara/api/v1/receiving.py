"""Where the bytes of an upload arrive: tus 1.0 behind the same keys and limits as all else."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from dhara.api.v1 import limits, problems
from dhara.api.v1.access import UPLOADING, NotSignedIn, caller_of
from dhara.api.v1.endpoints.uploads import check_own
from dhara.kit import clock
from dhara.kit.files import tus
from dhara.kit.refusal import Refused


@csrf_exempt
def receive(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """HEAD: how much is here. PATCH: go on. DELETE: give up. Each piece counts as one request."""
    at = clock.now()
    try:
        me = caller_of(request, at)
    except NotSignedIn as unknown:
        use = limits.guessed(request, at)
        return problems.refused(request, unknown if use.allowed else limits.too_many(use))
    except Refused as refusal:
        return problems.refused(request, refusal)
    use = limits.count(request, me, at, often=True)
    try:
        limits.refuse_beyond(use)
        me.require(UPLOADING)
    except Refused as refusal:
        return problems.refused(request, refusal)
    answer = tus.resource(request, upload_id, authorise=lambda found: check_own(found, me), at=at)
    limits.tell(answer, use)
    return answer

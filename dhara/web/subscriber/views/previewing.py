"""What a form that is being built will look like, as its studio types. Nothing is kept."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from dhara.audience.forms import queries, rules
from dhara.audience.forms.models import Form
from dhara.kit import clock
from dhara.kit.locale.languages import known
from dhara.kit.refusal import Invalid
from dhara.people.models import Studio
from dhara.web.subscriber.forms.asking import AskForm
from dhara.web.subscriber.views.asking import look
from dhara.web.ui.limits import limited
from dhara.web.ui.secrecy import private


@csrf_exempt  # it changes nothing, and the signed address is the right
@require_POST
@private
@limited("form-preview", 240, 60)
def preview(request: HttpRequest, token: str) -> HttpResponse:
    studio_id = rules.previews(token) or 0
    studio = Studio.objects.select_related("picture__file", "cover__file").filter(pk=studio_id).first()
    if studio is None:
        raise Http404
    typed = request.POST
    form = Form(studio=studio, token=rules.new_token(), status=rules.OPEN, **_typed(typed))
    chosen = typed.get("magnet", "")
    form.magnet = queries.magnets(studio.pk).filter(pk=int(chosen)).first() if chosen.isdecimal() else None
    with translation.override(known(typed.get("language"), studio.language)):
        asking = AskForm(form, at=clock.now())
        context = {**look(form, framed=True), "asking": asking, "trap": rules.TRAP}
        return render(request, "subscriber/form.html", {**context, "language": translation.get_language()})


def _typed(typed: Any) -> dict[str, Any]:
    """What can be shown of it; what is half typed is left out."""
    texts: dict[str, dict[str, str]] = {}
    with suppress(Invalid):
        said = {code: {part: typed.get(f"{part}_{code}", "") for part in rules.WORDS} for code in ("bn", "en")}
        texts = rules.clean_texts(said)
    asks = [key.removeprefix("ask_") for key in typed if key.startswith("ask_") and typed[key]]
    questions = [{"field": key, "required": typed[f"ask_{key}"] == "must"} for key in asks[: rules.MAX_QUESTIONS]]
    tone = typed.get("tone", "")
    return {"texts": texts, "questions": questions, "look": {"tone": tone if tone in rules.TONES else rules.PAPER}}

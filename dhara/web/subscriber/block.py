"""A form as a part of another page of ours: its words, and the same fields that its own page has.

It is sent to the form's own address, which says what is wrong, keeps what was typed, and works without scripts.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from dhara.audience.forms import actions, rules
from dhara.audience.forms.models import Form
from dhara.people.models import Studio
from dhara.web.subscriber.forms.asking import AskForm
from dhara.web.ui.limits import address_of


def block(request: HttpRequest, form: Form, studio: Studio, *, at: datetime) -> dict[str, Any]:
    """What `subscriber/block.html` needs. The visitor has seen the form. Its time stands still for ten minutes, so that
    a browser's copy of the page stays the same for as long.
    """
    form.studio = studio
    shown = at - timedelta(minutes=at.minute % 10, seconds=at.second, microseconds=at.microsecond)
    asking = AskForm(form, at=shown, page=request.build_absolute_uri())
    actions.see(form, asking.given(address_of(request) or None).origin, at=at)
    language = (get_language() or "en")[:2]
    words = form.texts.get(language) or rules.usual_words(language)
    return {"form": form, "asking": asking, "words": words, "trap": rules.TRAP}

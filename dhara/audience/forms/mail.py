"""The letters that a form causes. They name the person only where the address is proven to be theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from dhara.audience.forms import rules
from dhara.audience.forms.models import Submission
from dhara.kit.actor import Actor
from dhara.kit.locale.dates import show_date
from dhara.kit.mail.actions import forget as forget_letter
from dhara.kit.mail.letters import post


def confirm_url(submission: Submission) -> str:
    """A page with a button: programs that follow links confirm nothing."""
    return f"{settings.PUBLIC_URL}/f/confirm/{submission.token}/"


def confirmation(submission: Submission, *, at: datetime) -> None:
    """Is it you? With the button to the page that confirms. Needs form, studio and magnet."""
    context = {
        "confirm_url": confirm_url(submission),
        "until": show_date(at + rules.KEPT, submission.language),
        "consent": submission.consent,
    }
    _post("form_confirmation", submission, context, at=at)


def already(submission: Submission, *, at: datetime) -> None:
    """To who filled in a form and is subscribed already."""
    _post("form_already", submission, {}, at=at)


def magnet(submission: Submission, *, url: str, name: str, by: Actor, at: datetime) -> None:
    """What was promised is here, at `url`, which opens without signing in. Needs form, studio and magnet."""
    _post("form_magnet", submission, {"url": url, "name": name}, by=by, at=at)


def forget(submission_id: int) -> None:
    for name in ("form_confirmation", "form_already", "form_magnet"):
        forget_letter(f"{name}:{submission_id}")


def _post(name: str, submission: Submission, context: dict[str, Any], *, by: Actor | None = None, at: datetime) -> None:
    form, studio = submission.form, submission.form.studio
    post(
        key=f"{name}:{submission.pk}",
        name=name,
        to=submission.email,
        language=submission.language,
        template=f"audience/mail/{name}",
        context={
            "studio": studio,
            "studio_url": f"{settings.PUBLIC_URL}/@{studio.handle}",
            "magnet": form.magnet,
            "words": form.texts.get(submission.language, {}),
            **context,
        },
        studio_ref=studio.pk,
        by=by,
        at=at,
    )

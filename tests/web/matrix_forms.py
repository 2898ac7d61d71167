"""A studio's form in the world of the permission matrix, with somebody who has yet to confirm."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dhara.audience.forms import rules
from dhara.audience.models import Form
from dhara.people.models import Studio
from tests.make import forms as make


def blanks(studio: Studio, at: datetime) -> dict[str, Any]:
    form = make.form(studio, at=at)
    waits = make.submit(form, "waits@example.com", at=at)
    return {**dict.fromkeys(("form_id", "form"), form.pk), **dict.fromkeys(("submission_id", "submission"), waits.pk)}


def secrets() -> dict[str, str]:
    form = Form.objects.get()
    token = form.submissions.get().token
    public = ("", "thanks/", "frame/", "frame/thanks/", "embed.js")
    preview = {"f/preview/<str:token>/": rules.preview_token(Form.objects.get().studio_id)}
    return preview | {"f/confirm/<str:token>/": token, **{f"f/<str:token>/{path}": form.token for path in public}}

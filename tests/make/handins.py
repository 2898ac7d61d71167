"""Files as people hand them in, and work that has been begun or delivered with them."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dhara.kit.actor import GUEST, Actor, person
from dhara.people.models import Member
from dhara.work.engagements.actions import act
from dhara.work.handins.actions import take
from dhara.work.models import SubmittedFile, Unit
from tests.make import gigs

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def given(name: str = "draft.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(width: int = 1600, height: int = 900, form: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, form, **options)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    made = typst.compile("#pagebreak()".join(f"Page {each}" for each in range(pages)).encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


def worker_of(unit: Unit) -> Actor:
    return person(Member.objects.get(studio=unit.worker).account_id)


def begun(at: datetime, **buyer: Any) -> Unit:
    """A guest's order of a gig; nothing was asked, so the work has begun."""
    return gigs.ordered(at, gigs.offer(at, questions=()), **buyer)


def delivered(unit: Unit, at: datetime, *files: SimpleUploadedFile, **more: Any) -> list[SubmittedFile]:
    by = worker_of(unit)
    taken = take(unit, files, by=by, at=at, **more)
    act(unit.pk, "deliver", files=taken, by=by, at=at)
    return list(SubmittedFile.objects.filter(submission__unit=unit, submission__verb="deliver").order_by("pk"))


def accepted(unit: Unit, at: datetime) -> Unit:
    return act(unit.pk, "accept", by=GUEST, at=at)

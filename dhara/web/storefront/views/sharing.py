"""Pictures for other sites: 1200×630 JPEG, made when first asked for and kept in the storage beside the others."""

from __future__ import annotations

import io
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps

from dhara.kit.files.models import Picture
from dhara.kit.files.queries import picture_with
from dhara.web.ui.limits import limited

SIZE: Final = (1200, 630)
FOREVER: Final = "public, max-age=31536000, immutable"


@require_safe
@limited("share", 120, 60)
def picture(request: HttpRequest, picture_id: int, token: str) -> HttpResponse:  # noqa: ARG001 - Django calls it so
    found = picture_with(picture_id, token) if picture_id < 2**63 else None
    if found is None:
        raise Http404
    key = f"share/{token[:2]}/{picture_id}-{token}.jpg"
    content = _kept(key) or _made(found, key)
    headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
    # Other sites may show it: that is what it is for.
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return HttpResponse(content, content_type="image/jpeg", headers=headers)


def _kept(key: str) -> bytes | None:
    try:
        with default_storage.open(key, "rb") as handle:
            return bytes(handle.read())
    except FileNotFoundError:
        return None


def _made(found: Picture, key: str) -> bytes:
    """The middle of the picture, on the colour of paper where it is transparent."""
    try:
        with default_storage.open(found.at_least(SIZE[0]).key, "rb") as handle:
            image = Image.open(io.BytesIO(handle.read())).convert("RGBA")
    except FileNotFoundError as error:
        raise Http404 from error
    paper = Image.new("RGBA", image.size, "#fdfbf6")
    flat = Image.alpha_composite(paper, image).convert("RGB")
    buffer = io.BytesIO()
    ImageOps.fit(flat, SIZE, Image.Resampling.LANCZOS, centering=(0.5, 0.4)).save(buffer, "JPEG", quality=84)
    content = buffer.getvalue()
    if not default_storage.exists(key):  # two asked at once: theirs is the same
        default_storage.save(key, ContentFile(content))
    return content

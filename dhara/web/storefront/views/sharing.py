"""Pictures for other sites and for letters: JPEG, made when first asked for and kept beside the others."""

from __future__ import annotations

import io
from collections.abc import Callable
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
LETTER_WIDTH: Final = 1200
_SMOOTH: Final = Image.Resampling.LANCZOS
FOREVER: Final = "public, max-age=31536000, immutable"


@require_safe
@limited("share", 120, 60)
def picture(_request: HttpRequest, picture_id: int, token: str) -> HttpResponse:
    """The middle of it, 1200×630, as other sites show it."""
    return _answer(picture_id, token, "share", lambda image: ImageOps.fit(image, SIZE, _SMOOTH, centering=(0.5, 0.4)))


@require_safe
@limited("letter-picture", 600, 60)
def letter(_request: HttpRequest, picture_id: int, token: str) -> HttpResponse:
    """The whole of it, at most 1200 pixels wide: some mail programs show no WEBP."""
    return _answer(picture_id, token, "letter", _narrow)


def _narrow(image: Image.Image) -> Image.Image:
    width = min(image.width, LETTER_WIDTH)
    return image.resize((width, max(1, round(image.height * width / image.width))), _SMOOTH)


def _answer(picture_id: int, token: str, folder: str, shape: Callable[[Image.Image], Image.Image]) -> HttpResponse:
    found = picture_with(picture_id, token) if picture_id < 2**63 else None
    if found is None:
        raise Http404
    key = f"{folder}/{token[:2]}/{picture_id}-{token}.jpg"
    content = _kept(key) or _made(found, key, shape)
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


def _made(found: Picture, key: str, shape: Callable[[Image.Image], Image.Image]) -> bytes:
    """On the colour of paper where it is transparent."""
    try:
        with default_storage.open(found.at_least(SIZE[0]).key, "rb") as handle:
            image = Image.open(io.BytesIO(handle.read())).convert("RGBA")
    except FileNotFoundError as error:
        raise Http404 from error
    paper = Image.new("RGBA", image.size, "#fdfbf6")
    flat = Image.alpha_composite(paper, image).convert("RGB")
    buffer = io.BytesIO()
    shape(flat).save(buffer, "JPEG", quality=84)
    content = buffer.getvalue()
    if not default_storage.exists(key):  # two asked at once: theirs is the same
        default_storage.save(key, ContentFile(content))
    return content

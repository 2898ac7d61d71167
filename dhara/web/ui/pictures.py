"""Where public pictures are: `/media/<id>-<token>/<width>.webp`. What is sold has no address of its own.

The token is part of the address (see `Picture.token`), so that nobody finds pictures by counting, and a changed picture
has a new address: browsers may keep each for ever.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from dhara.kit.files.models import Picture
from dhara.kit.files.queries import picture_with
from dhara.kit.files.ranges import picture_response
from dhara.kit.refusal import Refused


def src(picture: Picture | None, width: int = 640) -> str:
    """The address of the narrowest size of at least `width` pixels; "" for no picture. Needs `file` loaded."""
    return "" if picture is None else _address(picture, picture.at_least(width).width)


def srcset(picture: Picture | None) -> str:
    """All sizes for an `<img srcset>`."""
    if picture is None:
        return ""
    return ", ".join(f"{_address(picture, size.width)} {size.width}w" for size in picture.sizes())


def _address(picture: Picture, width: int) -> str:
    return f"/media/{picture.pk}-{picture.token}/{width}.webp"


@require_safe
def picture(request: HttpRequest, picture_id: int, token: str, width: int) -> HttpResponse:
    """One size of a picture, for anybody who knows its address."""
    found = picture_with(picture_id, token) if picture_id < 2**63 else None
    if found is None:
        raise Http404
    try:
        return picture_response(request, found, width)
    except Refused as refusal:  # the storage has lost it
        raise Http404 from refusal

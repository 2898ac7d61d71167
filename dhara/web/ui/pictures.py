"""Where a picture lies on the web: `/media/<storage key>`, for ever, as its bytes never change.

Keys hold a random id, so they can not be guessed; only keys of pictures are answered (dhara.web.storefront.views.media).
"""

from __future__ import annotations

from typing import Final

from dhara.kit.files.models import Picture

PREFIX: Final = "/media/"


def source(picture: Picture | None, width: int = 640) -> str:
    """The address of the narrowest rendition that is `width` pixels wide or more; "" without a picture.

    Needs `picture.file` loaded.
    """
    return "" if picture is None else PREFIX + picture.at_least(width).key


def srcset(picture: Picture | None, most: int = 2400) -> str:
    """All renditions up to `most` pixels, for `<img srcset>`; "" without a picture."""
    if picture is None:
        return ""
    return ", ".join(f"{PREFIX}{size.key} {size.width}w" for size in picture.sizes() if size.width <= most)


def share(picture: Picture) -> str:
    """The picture cut to 1200×630 as JPEG, as other sites show it beside a link."""
    return f"{PREFIX}share/{picture.pk}-{picture.token}.jpg"

"""Pictures: proven to be raster images, turned upright, freed of metadata and encoded as WEBP in several widths."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from dhara.kit.refusal import Invalid

WIDTHS = (320, 640, 1200)
LARGEST = 2400  # pixels on the longer side of what is kept
MAX_PIXELS = 40_000_000
MAX_JPEG_PIXELS = 150_000_000  # a JPEG is decoded at a fraction of its size, so a phone's largest photos are fine
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
_BROKEN = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
)


@dataclass(frozen=True)
class Encoded:
    """WEBP bytes of one width."""

    width: int
    height: int
    content: bytes


def encode(path: Path) -> list[Encoded]:
    """All sizes, narrowest first, the largest last; a width that the original lacks is left out.

    Raises Invalid: picture_unreadable, picture_too_large.
    """
    image = decoded(path, LARGEST)
    image.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
    widths = [width for width in WIDTHS if width < image.width]
    return [_webp(image, width) for width in widths] + [_webp(image, image.width)]


def decoded(path: Path, largest: int) -> Image.Image:
    """Its first frame, upright, RGB or RGBA, not much larger than `largest` needs where its format allows that.

    Raises as `encode` does.
    """
    try:
        with path.open("rb") as raw, Image.open(raw, formats=_FORMATS) as opened:
            _check_size(opened)
            opened.draft("RGB", (largest, largest))
            return _upright(opened)
    except _BROKEN as error:
        message = _("This is not a picture we can read. Please use JPEG, PNG, WEBP or GIF.")
        raise Invalid("picture_unreadable", message, "file") from error


def _check_size(image: Image.Image) -> None:
    limit = MAX_JPEG_PIXELS if image.format == "JPEG" else MAX_PIXELS
    if image.width * image.height > limit or max(image.size) > 30_000:
        raise Invalid("picture_too_large", _("This picture has too many pixels. Please make it smaller."), "file")


def _upright(image: Image.Image) -> Image.Image:
    """The first frame, turned as the camera was held, in sRGB."""
    profile = image.info.get("icc_profile")
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    with warnings.catch_warnings():  # Pillow grumbles about palettes with transparency; we convert them right away
        warnings.simplefilter("ignore", UserWarning)
        upright = ImageOps.exif_transpose(image)
    flat = upright.convert("RGBA" if has_alpha else "RGB")
    if profile and upright.mode == flat.mode:
        flat = _in_srgb(flat, profile)
    flat.info.clear()
    return flat


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError):
        return image  # a broken profile is no reason to refuse the picture
    return converted or image


def _webp(image: Image.Image, width: int) -> Encoded:
    height = max(1, round(image.height * width / image.width))
    sized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    buffer = io.BytesIO()
    sized.save(buffer, "WEBP", quality=82, method=4)
    return Encoded(sized.width, sized.height, buffer.getvalue())

"""Words across a picture, again and again, so that it can be looked at and not be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_BENGALI = re.compile(r"[\u0980-\u09ff\u0964\u0965\u200c\u200d\u25cc]+")
_LATIN = re.compile(r"[\u0020-\u007e\u00a0-\u00ff\u2010-\u2027\u20ac]+")
_EXTENDED = re.compile(r"[\u0100-\u024f\u1e00-\u1eff]+")
# The files of the fonts, by what is written with them; other signs are left out.
_FONTS = (
    (_BENGALI, "hind-siliguri-bengali-600.ttf"),
    (_LATIN, "hind-siliguri-latin-600.ttf"),
    (_EXTENDED, "hind-siliguri-latin-ext-600.ttf"),
)
_MOST = 40  # letters: a longer name is cut
_ANGLE = 28  # degrees
_INK, _EDGE = (115, 115, 115, 125), (255, 255, 255, 90)  # to be seen on white and on black


def marked(image: Image.Image, words: str, fonts: Path) -> Image.Image:
    """RGB, on white where it was transparent, with `words` all over it."""
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    layer = Image.new("RGBA", image.size)
    stamp = _stamp(words, max(12, min(image.size) // 14), fonts).rotate(_ANGLE, Image.Resampling.BICUBIC, expand=True)
    across, down = max(1, stamp.width * 9 // 10), max(1, stamp.height * 7 // 10)
    for row, top in enumerate(range(-stamp.height // 3, image.height, down)):
        for left in range(-stamp.width // 2 - (row % 2) * across // 2, image.width, across):
            _lay(layer, stamp, left, top)
    flat.paste(layer, mask=layer)
    return flat


def _lay(layer: Image.Image, stamp: Image.Image, left: int, top: int) -> None:
    """The part of the stamp that is on the picture."""
    part = stamp.crop((max(0, -left), max(0, -top), stamp.width, stamp.height))
    layer.alpha_composite(
        part.crop((0, 0, min(part.width, layer.width), min(part.height, layer.height))), (max(0, left), max(0, top))
    )


def _stamp(words: str, size: int, fonts: Path) -> Image.Image:
    """The words once, transparent around them."""
    runs = [(text, ImageFont.truetype(str(fonts / name), size)) for text, name in _runs(words[:_MOST])]
    width = sum(int(font.getlength(text)) + 1 for text, font in runs)
    image = Image.new("RGBA", (max(1, width + size), size * 2))
    draw, left, edge = ImageDraw.Draw(image), size / 2, max(1, size // 18)
    for text, font in runs:
        place = (left, size * 1.4)
        draw.text(place, text, font=font, fill=_INK, anchor="ls", stroke_width=edge, stroke_fill=_EDGE)
        left += font.getlength(text)
    return image


def _runs(words: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the font that has its letters."""
    place = 0
    while place < len(words):
        found = next(((match, name) for want, name in _FONTS if (match := want.match(words, place))), None)
        if found is None:
            place += 1
            continue
        yield found[0][0], found[1]
        place = found[0].end()

"""A small picture of a file with words across it, for those who may not have the file yet.

Files of strangers are opened in a process of its own, with little memory and time and no secrets, so that what a file
does to its reader ends there: `python -m dhara.kit.files.previews`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Final

from PIL import Image

from dhara.kit.files.marking import marked
from dhara.kit.files.pictures import decoded

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/avif"})
PDF: Final = "application/pdf"
LARGEST: Final = 1000  # pixels on the longer side of a picture
SMALLEST: Final = 240
MOST_BYTES: Final = 200 * 1024 * 1024  # a larger file is not looked into
PAGES: Final = 3
PAGE: Final = (630, 891)  # pixels of a page: enough to see how it is set, too few to print it
SECONDS: Final = 60
_MEMORY: Final = 3 * 1024**3  # of address space; threads reserve more than they use
_ROOT: Final = Path(__file__).resolve().parents[3]
_SHEET = """#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: white)
#image({name}, format: "pdf", page: {page}, width: 100%, height: 100%, fit: "contain")"""


class NoPreview(Exception):
    """There is none of this file: another type, too large, broken, or it took too long."""


def can_be_drawn(mime: str, size: int) -> bool:
    """`size` in bytes."""
    return size <= MOST_BYTES and (mime in PICTURES or mime == PDF)


def draw(source: Path, mime: str, words: str, fonts: Path) -> bytes:
    """A JPEG of the file with `words` across it, drawn by a process of its own. Raises NoPreview.

    `source` stands alone in its folder.
    """
    asked = json.dumps({"source": str(source), "mime": mime, "words": words, "fonts": str(fonts)})
    env = {"PATH": os.defpath, "PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "TYPST_PACKAGE_PATH": "/nowhere"}
    command = [sys.executable, "-m", "dhara.kit.files.previews"]
    try:
        done = subprocess.run(
            command, input=asked.encode(), capture_output=True, timeout=SECONDS * 2, env=env, cwd=source.parent
        )
    except subprocess.TimeoutExpired as slow:
        raise NoPreview("it took too long") from slow
    if done.returncode or not done.stdout.startswith(b"\xff\xd8\xff"):
        raise NoPreview(done.stderr.decode(errors="replace")[-300:])
    return done.stdout


def main() -> None:
    """Draw what the standard input asks for onto the standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    source, words, fonts = Path(asked["source"]), asked["words"], Path(asked["fonts"])
    image = _pages(source, words, fonts) if asked["mime"] == PDF else marked(_small(source), words, fonts)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=68, optimize=True, progressive=True)
    sys.stdout.buffer.write(out.getvalue())


def _small(source: Path) -> Image.Image:
    """At most three fifths of what it was."""
    image = decoded(source, LARGEST)
    longest = min(LARGEST, max(SMALLEST, max(image.size) * 3 // 5))
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return image


def _pages(source: Path, words: str, fonts: Path) -> Image.Image:
    """The first pages, one below the other."""
    import typst  # only in this process: it takes memory that a web server would keep

    pages: list[Image.Image] = []
    for page in range(1, PAGES + 1):
        try:
            pages.append(marked(_page(source, page), words, fonts))
        except typst.TypstError:
            if not pages:
                raise
            break
    gap = 12
    sheet = Image.new("RGB", (PAGE[0], len(pages) * (PAGE[1] + gap) - gap), "#888888")
    for place, each in enumerate(pages):
        sheet.paste(each, (0, place * (PAGE[1] + gap)))
    return sheet


def _page(source: Path, page: int) -> Image.Image:
    import typst

    sheet = source.with_name("sheet.typ")
    sheet.write_text(_SHEET.format(name=json.dumps(source.name), width=PAGE[0], height=PAGE[1], page=page))
    made = typst.compile(str(sheet), root=str(source.parent), format="png", ppi=72.0, ignore_system_fonts=True)
    assert isinstance(made, bytes)
    return Image.open(io.BytesIO(made)).convert("RGB").resize(PAGE)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()

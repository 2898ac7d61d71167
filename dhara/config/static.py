"""How collected stylesheets and scripts are compressed: at best where every visitor pays for it, else quickly."""

from __future__ import annotations

import os
import re
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of the packages behind the operator's console. Brotli takes 30 times as long as gzip: most of a first start.
_CONSOLE = re.compile(r"(?:admin|unfold)/")


class _ByReader(Compressor):
    """`root` is where the collected files lie; what it is called itself says nothing about them."""

    def __init__(self, root: str, **options: Any) -> None:
        super().__init__(**options)
        self._root = root
        self._quick = Compressor(use_brotli=False, **options)

    def compress(self, path: str) -> list[str]:
        """Write compressed copies of the file beside it; returns their paths."""
        of_console = _CONSOLE.match(os.path.relpath(path, self._root))
        made: list[str] = self._quick.compress(path) if of_console else super().compress(path)
        return made


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with our choice of how to compress."""

    def create_compressor(self, **options: Any) -> Compressor:
        return _ByReader(self.location, **options)

"""How collected stylesheets and scripts are compressed: at best where every visitor pays for it, else quickly."""

from __future__ import annotations

import re
from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Of the packages behind the operator's console. Brotli takes 30 times as long as gzip: most of a first start.
_CONSOLE = re.compile(r"/(?:admin|unfold)/")


class _ByReader(Compressor):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._quick = Compressor(use_brotli=False, **options)

    def compress(self, path: str) -> list[str]:
        """Write compressed copies of the file beside it; returns their paths."""
        made: list[str] = self._quick.compress(path) if _CONSOLE.search(path) else super().compress(path)
        return made


class CollectedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage with our choice of how to compress."""

    def create_compressor(self, **options: Any) -> Compressor:
        return _ByReader(**options)

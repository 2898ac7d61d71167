"""Papers set by typst, each in a process of its own.

typst keeps in memory what it has set once, 20 MB in every process of the web server; and what goes wrong in it ends
with its process. Starting one takes 40 ms.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

_SECONDS: Final = 60
_SCRIPT: Final = """
import json, sys, typst
asked = json.load(sys.stdin)
sys.stdout.buffer.write(typst.compile(asked.pop("input"), **asked))
"""


def typeset(template: Path, data: dict[str, Any], *, root: Path, fonts: Path, **options: Any) -> bytes:
    """The template's PDF (or, with format="png", a picture of its one page), with `data` as JSON in its inputs.

    `options` are typst's own. Nothing outside of `root` is read but the fonts. Raises RuntimeError where the template
    or an option is wrong, `subprocess.TimeoutExpired` after a minute.
    """
    asked = {
        "input": str(template),
        "root": str(root),
        "font_paths": [str(fonts)],
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        "format": "pdf",
        **options,
    }
    command = [sys.executable, "-I", "-c", _SCRIPT]
    done = subprocess.run(command, input=json.dumps(asked).encode(), capture_output=True, timeout=_SECONDS, check=False)
    if done.returncode:
        raise RuntimeError(f"typst failed: {done.stderr.decode(errors='replace')[-500:]}")
    return done.stdout

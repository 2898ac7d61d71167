"""What the tests of the account's pages share."""

from __future__ import annotations

import io

import pytest
from PIL import Image


@pytest.fixture
def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), "#0b5661").save(buffer, "PNG")
    return buffer.getvalue()

"""Tests of dhara.people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from dhara.kit.refusal import Refused


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The block is refused with this code."""
    with pytest.raises(Refused) as refusal:
        yield
    assert refusal.value.code == code

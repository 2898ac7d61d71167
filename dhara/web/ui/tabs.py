"""Tabs over a list, each of which shows a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_NONE: Mapping[str, int] = MappingProxyType({})


def tabs(base: str, labels: Mapping[str, str], show: str, counts: Mapping[str, int] = _NONE) -> list[dict[str, Any]]:
    """For `<c-tabs>`: the part `show` is current; that without a name is at `base`, the others at `?show=` of it.

    `counts` stand behind their labels; nothing does where there are none.
    """
    return [
        {
            "url": f"{base}?show={name}" if name else base,
            "label": label,
            "current": name == show,
            "count": counts.get(name),
        }
        for name, label in labels.items()
    ]

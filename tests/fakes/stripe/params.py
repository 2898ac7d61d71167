"""Stripe's forms: names with brackets become objects and lists; and the errors of what does not fit."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl


class Refusal(Exception):
    """An answer of Stripe's that is an error: its HTTP status and its `error`."""

    def __init__(self, status: int, message: str, *, type: str = "invalid_request_error", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"type": type, "message": message, **more}


def parse(form: str) -> dict[str, Any]:
    root: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        path = [name.partition("[")[0], *re.findall(r"\[([^\]]*)\]", name)]
        here = root
        for step in path[:-1]:
            here = here.setdefault(step or str(len(here)), {})
        here[path[-1] or str(len(here))] = value
    return _lists(root)


def _lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    made = {name: _lists(value) for name, value in node.items()}
    if made and all(name.isdecimal() for name in made):
        return [made[name] for name in sorted(made, key=int)]
    return made


def only(given: dict[str, Any], *known: str) -> None:
    """Stripe refuses parameters that it does not know."""
    for name in given:
        if name not in (*known, "expand"):
            raise Refusal(400, f"Received unknown parameter: {name}", code="parameter_unknown", param=name)


def need(given: dict[str, Any], name: str) -> Any:
    if given.get(name) in (None, ""):
        raise Refusal(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    return given[name]


def whole(value: Any, name: str) -> int:
    if not re.fullmatch(r"-?\d+", str(value)):
        raise Refusal(400, f"Invalid integer: {value}", code="parameter_invalid_integer", param=name)
    return int(value)


def missing(kind: str, name: str) -> Refusal:
    return Refusal(404, f"No such {kind}: '{name}'", code="resource_missing", param="id")

"""The schema, ready to be shown in the reader's language: chapters of endpoints with what they take and give."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext

Node = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """`where` is empty for a field of a body or an answer."""

    name: str
    type: str
    about: str
    required: bool
    where: str = ""


@dataclass(frozen=True)
class Endpoint:
    """`scope` is what a key needs; `anybody` may come without one, the `token` of an order will do."""

    id: str
    method: str
    path: str
    title: str
    about: str
    scope: str
    anybody: bool
    token: bool
    parameters: list[Field]
    body: list[Field]
    example: str
    answer: list[Field]
    status: str


@dataclass(frozen=True)
class Chapter:
    """`slug` is the same in all languages."""

    slug: str
    title: str
    endpoints: list[Endpoint]


def chapters(schema: Node) -> list[Chapter]:
    """In the order in which the endpoints are declared."""
    found: dict[str, list[Endpoint]] = {}
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            found.setdefault(operation["tags"][0], []).append(_endpoint(schema, path, method, operation))
    return [Chapter(slugify(title), words(title), endpoints) for title, endpoints in found.items()]


def words(text: str) -> str:
    """In the reader's language, with `names` as code. They are all in words.py."""
    parts = gettext(text).split("`") if text else []
    told = (format_html("<code>{}</code>", part) if place % 2 else part for place, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in told))


def _endpoint(schema: Node, path: str, method: str, operation: Node) -> Endpoint:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    body = _resolved(schema, content.get("schema", {}))
    status = next(code for code in operation["responses"] if code.startswith("2"))
    answer = operation["responses"][status]["content"].get("application/json", {}).get("schema", {})
    example = body.get("example")
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        title=words(operation["summary"]),
        about=words(operation.get("description", "")),
        scope=operation["x-scope"],
        anybody={} in operation["security"],
        token={"order": []} in operation["security"],
        parameters=[_parameter(each) for each in operation["parameters"]],
        body=list(_fields(schema, body)),
        example=json.dumps(example, indent=2, ensure_ascii=False) if example else "",
        # What is no JSON, such as a PDF, has no fields.
        answer=list(_fields(schema, _resolved(schema, answer))),
        status=status,
    )


def _parameter(given: Node) -> Field:
    about = words(given.get("description", ""))
    return Field(given["name"], _type(given["schema"]), about, given.get("required", False), given["in"])


def _fields(schema: Node, shape: Node, before: str = "", depth: int = 0) -> Iterator[Field]:
    """The fields of an object, those of the objects within it right behind them."""
    for name, each in shape.get("properties", {}).items():
        required = name in shape.get("required", ())
        yield Field(before + name, _type(each), words(each.get("description", "")), required)
        inner = _inner(schema, each)
        if inner and depth < 2 and not _is_money(inner):
            several = "[]" if each.get("type") == "array" else ""
            yield from _fields(schema, inner, f"{before}{name}{several}.", depth + 1)


def _inner(schema: Node, node: Node) -> Node:
    node = node.get("items", node)
    node = next((each for each in (*node.get("anyOf", ()), *node.get("allOf", ())) if "$ref" in each), node)
    return _resolved(schema, node)


def _is_money(shape: Node) -> bool:
    return bool(shape.get("title") == "MoneyOut")


def _resolved(schema: Node, node: Node) -> Node:
    name = node.get("$ref", "").rpartition("/")[2]
    found: Node = schema["components"]["schemas"][name] if name else node
    return found


def _type(node: Node) -> str:
    """`string`, `integer`, `Money`, `array of Tier`, with `or null` where that is possible."""
    if "anyOf" in node:
        return " | ".join(_type(each) for each in node["anyOf"])
    if "allOf" in node:  # one shape with a default beside it
        return _type(node["allOf"][0])
    if "$ref" in node:
        return str(node["$ref"].rpartition("/")[2].removesuffix("Out").removesuffix("In"))
    if node.get("type") == "array":
        return f"[{_type(node['items'])}]"
    if "enum" in node:
        return " | ".join(f'"{each}"' for each in node["enum"] if each)
    return str(node.get("format") or node.get("type", ""))

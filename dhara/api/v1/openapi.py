"""The schema of the API: what ninja says of the endpoints, and what the door adds to each of them."""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from ninja.operation import Operation

from dhara.api.v1.access import ORDER_TOKEN, Access
from dhara.api.v1.api import api
from dhara.api.v1.problems import MEDIA_TYPE

PREFIX: Final = "/api/v1"
# A real answer of each endpoint: {its name: {"status", "shown"}}. How it is written anew: tests/api/answers.py.
ANSWERS: Final = Path(__file__).with_name("answers.json")
JSON: Final = "application/json"
Node = dict[str, Any]

ABOUT: Final = (
    "What the pages of Dhara do, for programs. Errors are problem+json (RFC 9457) in the language of Accept-Language; "
    "`code` is stable. Money is in minor units, times are RFC 3339. Lists come in pages: send `next` as `cursor`."
)
SECURITY: Final[Node] = {
    "key": {"type": "http", "scheme": "bearer", "description": "An API key, from the settings of your account."},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": settings.SESSION_COOKIE_NAME,
        "description": "For pages of the same site, with X-CSRFToken where something is changed.",
    },
    "order": {"type": "apiKey", "in": "header", "name": ORDER_TOKEN, "description": "The secret of one order."},
}
PROBLEM: Final[Node] = {
    "title": "Problem",
    "type": "object",
    "additionalProperties": False,
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "A stable name for programs."},
        "detail": {"type": "string", "description": "For people, in the language of the answer."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["field", "code", "message"],
                "properties": {name: {"type": "string"} for name in ("field", "code", "message")},
            },
        },
    },
    "example": {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "code": "price_changed",
        "detail": "A price has changed. The total is now ৳500. Please look again before you pay.",
    },
}
HEADERS: Final[Node] = {
    "RateLimit": {"schema": {"type": "string"}, "example": '"default";r=118;t=42', "description": "What is left."},
    "RateLimit-Policy": {"schema": {"type": "string"}, "example": '"default";q=120;w=60', "description": "The limit."},
}
# What any endpoint may answer, and what only those may that take a body.
ALWAYS: Final = (401, 403, 404, 405, 422, 429, 500)
WITH_BODY: Final = (400, 409, 411, 413, 415, 503)


@cache
def schema() -> Node:
    """OpenAPI 3.1, the same for everybody."""
    made: Node = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX + "/")))
    made["info"]["description"] = ABOUT
    made["servers"] = [{"url": "/"}]
    made["components"]["securitySchemes"] = SECURITY
    made["components"]["schemas"]["Problem"] = PROBLEM
    made["components"]["responses"] = {_name(status): _problem(status) for status in (*ALWAYS, *WITH_BODY)}
    made["paths"] = {path.replace("//", "/"): item for path, item in made["paths"].items()}
    known = {operation.operation_id: operation for operation in operations()}
    for item in made["paths"].values():
        for method, described in item.items():
            _complete(described, method, known[described["operationId"]])
    return made


@cache
def _answers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ANSWERS.read_text(encoding="utf-8"))
    return found


def operations() -> list[Operation]:
    return [
        operation
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
    ]


def _complete(described: Node, method: str, operation: Operation) -> None:
    access: Access = operation.view_func.access  # type: ignore[attr-defined]  # declared beside the function
    described["security"] = _security(access)
    described["x-scope"] = access.scope
    for response in described["responses"].values():
        response["headers"] = HEADERS
    answer = _answers().get(described["operationId"])
    if answer:
        for status, response in described["responses"].items():  # what was made looks as what was changed
            if str(status).startswith("2") and JSON in response.get("content", {}):
                response["content"][JSON]["example"] = answer["shown"]
    for status in sorted([*ALWAYS, *(WITH_BODY if method in ("post", "put", "patch") else ())]):
        described["responses"][str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    described["parameters"] = [_parameter(each) for each in described.get("parameters", [])]


def _name(status: int) -> str:
    return HTTPStatus(status).phrase.replace(" ", "")


def _problem(status: int) -> Node:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": HTTPStatus(status).phrase, "content": content, "headers": {} if status == 500 else HEADERS}


def _security(access: Access) -> list[Node]:
    ways: list[Node] = [{"key": []}, {"session": []}]
    if access.token:
        ways.insert(0, {"order": []})
    return [{}, *ways] if access.anybody else ways


def _parameter(given: Node) -> Node:
    """Descriptions beside the parameter, not inside of its schema; a missing one is left out, never null."""
    inner: Node = given["schema"]
    given.pop("examples", None)  # beside a schema they would have names; those within it need none
    if "description" in inner:
        given["description"] = inner.pop("description")
    if "anyOf" in inner:
        inner |= next(each for each in inner.pop("anyOf") if each != {"type": "null"})
    if inner.get("default", "") is None:
        del inner["default"]
    return given

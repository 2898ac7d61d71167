"""The examples of the schema fit the schema, and each body has one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import jsonschema_rs
import pytest
from pydantic import BaseModel

from dhara.api.v1 import openapi

Node = dict[str, Any]


def _of_shape(shape: Node, place: str) -> Iterator[tuple[str, Node, Any]]:
    """(where, schema, example) of a schema and those within; names of fields are no keywords."""
    for number, example in enumerate([shape["example"]] if "example" in shape else shape.get("examples", [])):
        yield f"{place} {number}", shape, example
    inner = [*shape.get("properties", {}).items(), *shape.get("$defs", {}).items()]
    inner += [(key, shape[key]) for key in ("items", "additionalProperties") if isinstance(shape.get(key), dict)]
    inner += [(key, each) for key in ("anyOf", "allOf", "oneOf") for each in shape.get(key, [])]
    for name, each in inner:
        yield from _of_shape(each, f"{place}.{name}")


def _of_holder(holder: Node, place: str) -> Iterator[tuple[str, Node, Any]]:
    """Of a parameter, a header or a body: beside its schema, and within."""
    if "example" in holder:
        yield place, holder["schema"], holder["example"]
    for name, each in holder.get("examples", {}).items():
        yield f"{place} {name}", holder["schema"], each["value"]
    yield from _of_shape(holder["schema"], place)


def _all(schema: Node) -> Iterator[tuple[str, Node, Any]]:
    for name, shape in schema["components"]["schemas"].items():
        yield from _of_shape(shape, name)
    answers = list(schema["components"]["responses"].items())
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            here = f"{method} {path}"
            for each in operation["parameters"]:
                yield from _of_holder(each, f"{here} {each['name']}")
            for kind, each in operation.get("requestBody", {}).get("content", {}).items():
                yield from _of_holder(each, f"{here} {kind}")
            answers += [(f"{here} {status}", each) for status, each in operation["responses"].items()]
    for place, answer in answers:
        for name, each in [*answer.get("headers", {}).items(), *answer.get("content", {}).items()]:
            yield from _of_holder(each, f"{place} {name}")


def _fits(schema: Node, shape: Node, example: Any) -> None:
    whole = {**shape, "components": schema["components"]}
    jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(example)


def test_every_example_fits() -> None:
    schema, wrong, found = openapi.schema(), [], 0
    for place, shape, example in _all(schema):
        found += 1
        try:
            _fits(schema, shape, example)
        except jsonschema_rs.ValidationError as error:
            wrong.append(f"{place}: {error.message}")
    assert not wrong
    assert found > 100


def test_an_example_that_does_not_fit_is_found() -> None:
    shape = {"type": "object", "properties": {"a": {"type": "string", "pattern": "^x$", "examples": ["x", "y"]}}}
    ((_place, first, good), (_other, second, bad)) = _of_shape(shape, "here")
    _fits(openapi.schema(), first, good)
    with pytest.raises(jsonschema_rs.ValidationError):
        _fits(openapi.schema(), second, bad)


def test_every_body_has_an_example() -> None:
    schema = openapi.schema()
    bodies = {
        operation["operationId"]: operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
        for item in schema["paths"].values()
        for operation in item.values()
        if "requestBody" in operation
    }
    shapes = schema["components"]["schemas"]
    assert not [name for name, ref in bodies.items() if "example" not in shapes[ref.rpartition("/")[2]]]
    assert len(bodies) > 15


def test_every_answer_has_an_example() -> None:
    answers = {
        f"{operation['operationId']} {status}": content
        for item in openapi.schema()["paths"].values()
        for operation in item.values()
        for status, response in operation["responses"].items()
        if status.startswith("2") and (content := response.get("content", {}).get("application/json"))
    }
    assert not [name for name, content in answers.items() if "example" not in content]
    assert len(answers) > 60


def test_examples_of_answers_hold_no_field_that_is_gone() -> None:
    """Shapes of answers allow more fields, so that a field can be added; an example has none that nobody names."""
    schema, gone = openapi.schema(), []
    shapes = schema["components"]["schemas"]

    def look(shape: Node, said: Any, place: str) -> None:
        while "$ref" in shape:
            shape = shapes[shape["$ref"].rpartition("/")[2]]
        if isinstance(said, list) and "items" in shape:
            for each in said:
                look(shape["items"], each, place)
        if isinstance(said, dict) and "properties" in shape:
            gone.extend(f"{place}.{name}" for name in said.keys() - shape["properties"].keys())
            for name in said.keys() & shape["properties"].keys():
                look(shape["properties"][name], said[name], f"{place}.{name}")
        if said is not None:
            for each in shape.get("anyOf", ()):
                look(each, said, place)

    for item in schema["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    look(content["schema"], content.get("example"), operation["operationId"])
    assert not gone


def _shapes(kind: Any, found: dict[str, set[type[BaseModel]]]) -> None:
    """Every shape within a type, by its name."""
    for part in get_args(kind):
        _shapes(part, found)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in found[kind.__name__]:
        found[kind.__name__].add(kind)
        for field in kind.model_fields.values():
            _shapes(field.annotation, found)


def test_no_two_shapes_have_one_name() -> None:
    """In the schema the second would take the place of the first."""
    found: dict[str, set[type[BaseModel]]] = defaultdict(set)
    for operation in openapi.operations():
        holders = [*operation.models, *(each for each in operation.response_models.values() if each)]
        for holder in holders:
            for field in getattr(holder, "model_fields", {}).values():
                _shapes(field.annotation, found)
    assert not {name: shapes for name, shapes in found.items() if len(shapes) > 1}
    assert len(found) > 200

"""The API as schemathesis finds it: whatever is sent, it answers as the schema says, and never breaks.

Each endpoint gets valid and broken requests: those that the schema suggests one by one, and random ones from a fixed
seed, always the same. The examples are about things that are there (world.py), so each endpoint does what it is for at
least once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.python._constants.orchestrator import make_constants_value_source
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from dhara.api.v1 import openapi
from dhara.config.wsgi import application
from tests.api import answers
from tests.api import world as here
from tests.api.world import ONLY, World

CONFIG = {
    "seed": 20261121,
    "generation": {"mode": "all", "max-examples": 6, "deterministic": True, "database": "none"},
    "phases": {"coverage": {"enabled": True, "generate-duplicate-query-parameters": True}},
}
# Endpoints that can not do what they are for in this world: name → why. None at present.
NEVER: dict[str, str] = {}


schema = schemathesis.openapi.from_dict(here.described(), config=SchemathesisConfig.from_dict(CONFIG))
schema.app = application


@schema.auth(refresh_interval=None)
class Nadia:
    """Shows her key; schemathesis leaves it out where it looks what happens without."""

    def get(self, case: Any, context: Any) -> str:
        return here.API_KEY

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers["Authorization"] = f"Bearer {data}"


@pytest.fixture
def told() -> Iterator[dict[str, set[int]]]:
    """The statuses of each endpoint's answers: one of them at least must be what it is for."""
    found: dict[str, set[int]] = defaultdict(set)
    yield found
    for name, statuses in found.items():
        assert (min(statuses) < 300) is (name not in NEVER), f"{name} only ever answered {sorted(statuses)}"


@cache
def operation(name: str) -> APIOperation[Any, Any, Any, Any]:
    found = {each.ok().definition.raw["operationId"]: each.ok() for each in schema.get_all_operations()}
    return found[name]


# The world stays as it is for all examples of an endpoint: what one of them orders, the next ones find ordered.
@settings(suppress_health_check=list(HealthCheck), deadline=None, derandomize=True, database=None)
def answered(case: Any, world: World, told: dict[str, set[int]]) -> None:
    for part in ("path_parameters", "query", "body"):
        given = getattr(case, part)
        if (real := world.real(given)) != given:
            setattr(case, part, real)
    # What has the right form can still be refused: an address that nobody has, a tier that is not sold.
    but = [positive_data_acceptance] if case.method in ("POST", "PUT", "PATCH") else []
    answer = case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=but)
    name = case.operation.definition.raw["operationId"]
    told[name].add(answer.status_code)
    if answer.status_code < 300:
        answers.keep(name, answer.status_code, answer.content)


@pytest.mark.parametrize("name", [each.operation_id for each in openapi.operations()])
def test_whatever_is_sent_is_answered_as_the_schema_says(name: str, world: World, told: dict[str, set[int]]) -> None:
    """Its requests are thought out here: `schema.parametrize` would do so for all, in every process that collects."""
    load_all_checks()
    constants = FeedbackSources(constants_value_source=make_constants_value_source(schema))
    tried = build_operation_test(
        config=schema.config, operation=operation(name), test_func=answered, given_kwargs={}, feedback=constants
    )
    tried(world=world, told=told)


def test_every_endpoint_is_tried() -> None:
    named = {operation.operation_id for operation in openapi.operations()}
    assert named >= NEVER.keys() | ONLY.keys()
    assert {each.ok().definition.raw["operationId"] for each in schema.get_all_operations()} == named

"""What holds for every endpoint: limits are told, refusals are problems in both languages, scopes and studios count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest
from django.http import HttpResponse

from dhara.api.keys.rules import SCOPES, STUDIO_SCOPES
from dhara.api.v1 import limits, openapi
from dhara.api.v1.access import Access
from tests.api import world as here
from tests.api.door import Program, key_of, problem
from tests.api.world import World
from tests.make import people

KEY = {"Idempotency_Key": "a-random-word-of-mine"}


@dataclass(frozen=True)
class Call:
    """One endpoint with an example of what is sent to it."""

    name: str
    method: str
    path: str
    body: Any
    access: Access

    def by(self, program: Program, world: World) -> HttpResponse:
        path = "/".join(str(world.there.get(part, part)) for part in self.path.split("/"))
        if self.method == "get":
            return program.get(path)
        if self.method == "post":
            return program.post(path, world.real(self.body), **KEY)
        return program.send(self.method, path, world.real(self.body) or None)


def _calls() -> list[Call]:
    schema, found = here.described(), []
    access = {each.operation_id: cast(Any, each.view_func).access for each in openapi.operations()}
    for path, item in schema["paths"].items():
        for method, told in item.items():
            filled = path.removeprefix(openapi.PREFIX)
            for parameter in told["parameters"]:
                if parameter["in"] == "path":
                    filled = filled.replace(f"{{{parameter['name']}}}", str(parameter["example"]))
            content = told.get("requestBody", {}).get("content", {}).get("application/json")
            name = content["schema"]["$ref"].rpartition("/")[2] if content else ""
            body = schema["components"]["schemas"][name]["example"] if name else {}
            found.append(Call(told["operationId"], method, filled, body, access[told["operationId"]]))
    return found


CALLS = _calls()
OF_STUDIO = [each for each in CALLS if "/nadia/" in each.path and not each.access.anybody]
CLOSED = [each for each in CALLS if not each.access.anybody]


def every(calls: list[Call]) -> Callable[[Any], Any]:
    return pytest.mark.parametrize("call", calls, ids=[each.name for each in calls])


def in_both_languages(ask: Callable[[Program], HttpResponse], key: str, status: int, code: str) -> None:
    """Refused as a problem in the reader's language, with what is left of the limit."""
    said = {}
    for language in ("en", "bn"):
        answer = ask(Program(key, **{"Accept-Language": language}))
        said[language] = problem(answer, status, code)["detail"]
        assert answer["RateLimit"]
    assert not any("\u0980" <= letter <= "\u09ff" for letter in said["en"])
    assert any("\u0980" <= letter <= "\u09ff" for letter in said["bn"])


@every(CALLS)
def test_what_is_left_of_the_limit_is_told(call: Call, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CALLER", limits.Limit("caller", 600, 60))
    monkeypatch.setattr(limits, "ORDERS", limits.Limit("orders", 30, 600))
    first, second = (call.by(Program(here.API_KEY), world) for _time in range(2))
    assert 200 <= first.status_code < 300, first.content
    policy, most = ('"default";q=30;w=600', 30) if call.method == "post" else ('"default";q=600;w=60', 600)
    if call.access.often:
        policy, most = '"default";q=600;w=60', 600
    for place, answer in enumerate((first, second)):
        assert answer["RateLimit-Policy"] == policy
        assert answer["RateLimit"].startswith(f'"default";r={most - 1 - place};t=')
        assert answer["X-Robots-Tag"] == "noindex"
        assert answer["Cache-Control"] == "private, no-store"


@every(CALLS)
def test_beyond_the_limit_it_says_when_to_come_back(call: Call, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CALLER", "ORDERS"):
        monkeypatch.setattr(limits, name, limits.Limit(name, 0, 60))
    in_both_languages(lambda program: call.by(program, world), here.API_KEY, 429, "too_many")
    assert int(call.by(Program(here.API_KEY), world)["Retry-After"]) > 0


@every(CALLS)
def test_a_key_needs_the_scope(call: Call, world: World) -> None:
    owner = people.Account.objects.get(email="nadia@example.com")
    key = key_of(owner, here.NOW, *(each for each in SCOPES if each != call.access.scope))
    in_both_languages(lambda program: call.by(program, world), key, 403, "scope")


@every(CLOSED)
def test_nobody_is_asked_who_they_are(call: Call, world: World) -> None:
    in_both_languages(lambda program: call.by(program, world), "", 401, "not_signed_in")


@every(OF_STUDIO)
def test_others_are_not_told_of_it(call: Call, world: World) -> None:
    stranger = key_of(people.account("stranger@example.com"), here.NOW)
    in_both_languages(lambda program: call.by(program, world), stranger, 404, "not_found")
    owner = people.Account.objects.get(email="nadia@example.com")
    second = key_of(owner, here.NOW, call.access.scope, studio=people.studio(owner, handle="second"))
    problem(call.by(Program(second), world), 404, "not_found")


@every([each for each in CLOSED if not each.access.of_studio and each.access.scope in STUDIO_SCOPES])
def test_a_key_of_a_studio_is_for_the_studio_only(call: Call, world: World) -> None:
    owner = people.Account.objects.get(email="nadia@example.com")
    studio = people.Studio.objects.get(handle="nadia")
    key = key_of(owner, here.NOW, call.access.scope, studio=studio)
    in_both_languages(lambda program: call.by(program, world), key, 403, "studio_key")


@every([each for each in CALLS if each.body])
def test_a_field_that_nobody_knows_is_refused(call: Call, world: World) -> None:
    strange = Call(call.name, call.method, call.path, {**call.body, "strange": 1}, call.access)
    in_both_languages(lambda program: strange.by(program, world), here.API_KEY, 422, "invalid")
    said = strange.by(Program(here.API_KEY), world).json()
    assert ("strange", "extra_forbidden") in {(each["field"], each["code"]) for each in said["errors"]}

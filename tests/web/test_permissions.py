"""The permission matrix: every address of the program × who comes × GET and POST, against the table in `doors.py`.

A refusal also proves that nothing changed: the contents of all tables are the same before and after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from dhara.people.models import Studio
from dhara.people.studios import rules
from tests.web import matrix
from tests.web.bodies_work import WORK_BODIES
from tests.web.doors import (
    ACCOUNT,
    ADDRESSEE,
    BUYER,
    CONSOLE,
    CONSOLE_WAYS,
    DOORS,
    EVERYBODY,
    NOBODY,
    OPERATOR,
    PROTECTED,
    SECRET,
    STAGE,
    Rights,
)
from tests.web.rights import BIDDERS, HANDS, JUDGED, SIDES, TALKERS

OUTSIDE = ("anonymous", "outsider", "buyer", "operator")
ROLES = (*OUTSIDE, *rules.ROLES)
SIGN_IN = "/account/login/"
AT_ONCE = 25
IDEMPOTENT = {"Idempotency-Key": "7f3a1c52-0c4e-4a4e-9d62-1f0b6f1f8a11"}
NO_FILE = {"upload": "0b9cf2a4-6f43-4c3f-9d5a-3a9d6c1f8e27"}
BODIES: dict[str, dict[str, Any]] = {
    "/files/#/versions": NO_FILE,
    **WORK_BODIES,
    "/own-offers": {"kind": "download", "title": "Matrix"},
    "/own-offers/#/state": {"to": "unpublish"},
    "/own-offers/#/pictures": NO_FILE,
    "/own-offers/#/files": NO_FILE,
    "/files/#/retirement": {},
    "/payouts": {"currency": "BDT", "method": 1},
    "/refunds": {"order": "D-2345-6789", "lines": [{"tier": 1}]},
    "/refund-requests": {"tier": 1, "reason": "It is blurred."},
    "/tax-id": {"tax_id": "DE136695976"},
    "/acceptance": {"answer": "Of course."},
    "/refusal": {"answer": "No."},
    "/changes/#/answer": {"to": "agree"},
    "/answer": {"statement": "He thanked us."},
    "/cancellation": {},
    "/coupons": {"code": "MATRIX", "kind": "percent", "percent_bp": 100},
    "/forms/#/state": {"to": "close"},
    "/state": {"to": "pause"},
    "/broadcasts": {"name": "Matrix"},
    "/schedule": {"send_at": "2026-12-01T04:00:00Z"},
    "/paper-profile": {"legal_name": "Matrix"},
    "/disabling": {"reason": "Copied."},
    "/webhooks": {"url": "https://example.com/hook", "events": ["order.paid"]},
    "/webhooks/#": {"url": "https://example.com/hook", "events": ["order.paid"]},
    "/switching": {"on": False},
    "/recommendation": {"tier": None},
    "/contacts": {"email": "matrix@example.com"},
    "/taggings": {"tag": "matrix", "everybody": True},
    "/suppressions": {"email": "kept-out@example.com", "words": "Asked by phone"},
    "/lifting": {"email": "kept-out@example.com", "words": "She called"},
    "/segments": {"name": "Matrix", "rules": {}},
    "/segments/#": {"name": "Other"},
    "/count": {"rules": {}},
    "/forms": {"name": "Matrix"},
    "/forms/#": {"name": "Matrix"},
    "/submissions": {"email": "matrix@example.com"},
    "/rules": {"kind": "bought", "effects": [{"do": "notify"}]},
    "/rules/#": {"kind": "refunded", "effects": [{"do": "notify"}]},
    "/sequences": {"name": "Matrix"},
    "/sequences/#": {"name": "Matrix"},
    "/draft": {"seen": 1, "steps": []},
    "/publication": {"seen": 1},
    "/restoration": {"seen": 1},
    "/people": {"contact": 1},
    "/retrial": {},
    "/intakes": {"segment": 1},
    "/forecast": {"everybody": True},
    "/steps": {"verb": "dispute", "text": "It is not what we agreed on."},
    "/changes": {"sort": "cancel", "text": "Ill."},
    "/messages": {"text": "When is it ready?"},
    "/reading": {"message": None},
    "/tags": {"name": "matrix 2"},
    "/tagging": {"add": ["matrix"]},
    "/unsubscription": {},
    "/erasure": {"email": "reader@example.com"},
}
UPLOAD = {"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Metadata": "filename Y2FyZC50eHQ="}


def walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from walk(each, route)


def routes() -> list[str]:
    return list(dict.fromkeys(walk(get_resolver())))


def rights_of(route: str) -> Rights:
    if route.startswith(CONSOLE):
        return CONSOLE_WAYS.get(route, (OPERATOR, OPERATOR))
    return DOORS[route]


@pytest.fixture
def world(db: Any, now: datetime) -> matrix.World:
    return matrix.make(now)


def fingerprint() -> dict[str, str]:
    """How many rows each table has, and a sum over their contents. Sessions come and go with every visit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_session'")
        tables = [row[0] for row in cursor.fetchall()]
        each = "SELECT '{0}', count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM \"{0}\" t"
        cursor.execute(" UNION ALL ".join(each.format(table) for table in tables))
        return dict(cursor.fetchall())


def admitted(right: str, role: str) -> bool:
    if right in (EVERYBODY, SECRET):
        return True
    if right == ACCOUNT:
        return role != "anonymous"
    if right == ADDRESSEE:
        return role == "buyer"
    if right == TALKERS:
        return role == "buyer" or (role in rules.ROLES and rules.role_may(role, "answer_messages"))
    if right in (SIDES, HANDS, JUDGED):
        if right == JUDGED and role == "operator":
            return True
        return role == "buyer" or (role in rules.ROLES and (right != HANDS or rules.role_may(role, "do_work")))
    if right == BIDDERS:
        return role in rules.ROLES and rules.role_may(role, "do_work")
    if right in (BUYER, OPERATOR, PROTECTED):
        return role == ("operator" if right == PROTECTED else right)
    return right not in (NOBODY, STAGE) and role in rules.ROLES and rules.role_may(role, right)


def refusal_is_right(right: str, role: str, answer: Any) -> bool:
    """Strangers are sent to the sign-in, outsiders find nothing, members are told that their role is not enough."""
    status = answer.status_code
    if right in (STAGE, PROTECTED, ADDRESSEE):
        return 300 <= status < 500
    if right == NOBODY:
        return status in (404, 405) or to_sign_in(answer) or (role in OUTSIDE and status == 401)
    if role == "anonymous":
        return to_sign_in(answer) or status in (401, 404)
    if right == BIDDERS and role == "buyer":
        return status == 403
    if role in OUTSIDE or right in (BUYER, OPERATOR):
        return status in (404, 403) if right == BUYER else status == 404
    return status == 403


def to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(SIGN_IN)


def ask(client: Client, method: str, address: str) -> Any:
    """One request, as a browser or a program would send it, with nothing in it."""
    cache.clear()  # no limit on how often one may ask
    if method == "GET":
        answer = client.get(address)
    elif address.startswith("/api/"):
        # A body of the right shape: what has none is refused before anybody asks who sent it.
        plain = re.sub(r"/\d+(?=/|$)", "/#", address)
        body = next((body for end, body in BODIES.items() if plain.endswith(end)), {"gateway": "sandbox"})
        answer = client.post(address, body, content_type="application/json", headers=IDEMPOTENT)
    else:
        answer = client.post(address, headers=UPLOAD)
    if answer.streaming:
        b"".join(answer)
    return answer


def ask_and_undo(client: Client, method: str, address: str) -> Any:
    kept = {name: morsel.value for name, morsel in client.cookies.items()}
    with transaction.atomic():
        answer = ask(client, method, address)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(kept)
    return answer


@dataclass
class Watch:
    """Holds refusals against the tables, as they were before: some at a time, as reading all tables takes a while."""

    before: dict[str, str]
    since: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def refused(self, seen: str) -> None:
        self.since.append(seen)
        if len(self.since) >= AT_ONCE:
            self.look()

    def look(self) -> None:
        after = fingerprint()
        changed = sorted(table for table in after if after[table] != self.before.get(table))
        if changed:
            self.found.append(f"one of these changed {changed}:\n  " + "\n  ".join(self.since))
        self.before, self.since = after, []


def test_every_address_has_its_line() -> None:
    """A new address needs a line in `tests/web/doors.py`; one that is gone needs none."""
    known = {route for route in routes() if not route.startswith(CONSOLE)}
    missing = [f'    "{route}": (…, …),' for route in sorted(known - DOORS.keys())]
    assert not missing, "Who may GET and POST here? Add to DOORS in tests/web/doors.py:\n" + "\n".join(missing)
    gone = sorted(DOORS.keys() - known)
    assert not gone, f"These addresses are gone; take their lines out of tests/web/doors.py: {gone}"


@pytest.mark.parametrize("role", ROLES)
def test_the_matrix(world: matrix.World, role: str) -> None:
    watch, wrong, client = Watch(fingerprint()), [], world.clients[role]
    for route in (each for each in routes() if each.startswith(CONSOLE) or each in DOORS):
        for method, right in zip(("GET", "POST"), rights_of(route), strict=True):
            let_in = admitted(right, role)
            answer = (ask_and_undo if let_in else ask)(client, method, world.address(route))
            status = answer.status_code
            seen = f"{method} /{route} by {role} ({right}): {status} {answer.headers.get('Location', '')}"
            # What the operator finds in the console is the matter of tests/web/operator.
            hard = () if right == OPERATOR else (401, 403, 404, 405)
            if let_in and (status in hard or status >= 500 or to_sign_in(answer)):
                wrong.append(f"refused: {seen}")
            if not let_in:
                watch.refused(seen)
                if not refusal_is_right(right, role, answer):
                    wrong.append(f"let in: {seen}")
    watch.look()
    assert not wrong + watch.found, "\n".join(wrong + watch.found)


@pytest.mark.parametrize("role", ["anonymous", "owner"])
def test_a_wrong_secret_opens_nothing(world: matrix.World, role: str) -> None:
    watch, wrong = Watch(fingerprint()), []
    for route, rights in DOORS.items():
        for method, right in zip(("GET", "POST"), rights, strict=True):
            if right == SECRET:
                answer = ask(world.clients[role], method, world.address(route, "x" * 32))
                watch.refused(f"{method} /{route}: {answer.status_code} {answer.headers.get('Location', '')}")
                if answer.status_code not in (404, 410):
                    wrong.append(watch.since[-1] if watch.since else route)
    watch.look()
    assert not wrong + watch.found, "\n".join(wrong + watch.found)


def test_the_fingerprint_sees_every_change(world: matrix.World) -> None:
    before = fingerprint()
    assert fingerprint() == before
    Studio.objects.update(tagline="Changed")
    changed = {table for table, content in fingerprint().items() if before[table] != content}
    assert changed == {"people_studio"}

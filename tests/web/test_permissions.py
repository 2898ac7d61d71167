"""The permission matrix: every address of the program × who comes × GET and POST, against the table in `doors.py`.

A refusal also proves that nothing changed: the contents of all tables are the same before and after.
"""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from dhara.api.keys.models import ApiKey
from dhara.catalog.offers.actions import ensure_categories
from dhara.checkout.models import Cart
from dhara.delivery.downloads.queries import link_for
from dhara.delivery.models import DownloadFile, FileVersion, Grant
from dhara.kit import clock
from dhara.kit.actor import person
from dhara.kit.files.actions import store_picture
from dhara.kit.mail.models import Letter
from dhara.money.models import SandboxCharge
from dhara.people.models import Account, Invitation, Studio
from dhara.people.studios import rules
from tests.make import catalog, people
from tests.make import checkout as make_checkout
from tests.make.console import signed_in
from tests.web.doors import (
    ACCOUNT,
    ADDRESSEE,
    BUYER,
    CONSOLE,
    CONSOLE_WAYS,
    DOORS,
    EVERYBODY,
    NOBODY,
    NOWHERE,
    OPERATOR,
    PROTECTED,
    SECRET,
    STAGE,
    Rights,
)

OUTSIDE = ("anonymous", "outsider", "buyer", "operator")
ROLES = (*OUTSIDE, *rules.ROLES)
SIGN_IN = "/account/login/"
AT_ONCE = 25
IDEMPOTENT = {"Idempotency-Key": "7f3a1c52-0c4e-4a4e-9d62-1f0b6f1f8a11"}
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


@dataclass
class World:
    """A studio with one member of each role, an order of a buyer, and what fills in the blanks of addresses."""

    clients: dict[str, Client]
    blanks: dict[str, Any]
    secrets: dict[str, str] = field(default_factory=dict)

    def address(self, route: str, secret: str | None = None) -> str:
        def fill(match: re.Match[str]) -> str:
            name = match[1].rpartition(":")[2]
            if name == "number" and "sitemap" in route:
                return "1"
            if name == "slug" and route.startswith("market/"):
                return "fonts"
            if name == "object_id":
                return "1"
            if name in ("token", "ref"):
                return secret or self.secrets.get(route.replace(match[0], "*", 1)) or self.secrets[route]
            return str(self.blanks[name])

        if route == NOWHERE:
            return "/operator/nothing-here/"
        plain = re.sub(r"\^\(\?P(<\w+>)[^)]*\)/\$", r"\1/", route)
        return "/" + re.sub(r"<([^<>]+)>", fill, plain)


@pytest.fixture
def world(db: Any, now: datetime) -> World:
    cache.clear()
    ensure_categories()
    nadia, mina = _account("nadia"), _account("mina")
    studio = people.studio(nadia)
    clients = {"anonymous": Client(), "outsider": signed_in(_account("karim"))}
    clients["buyer"] = signed_in(mina)
    clients["operator"] = signed_in(_account("boss", is_staff=True), factor="totp")
    clients["owner"] = signed_in(nadia)
    for role in rules.ROLES:
        if role != rules.OWNER:
            clients[role] = signed_in(people.member(studio, _account(role), role=role).account)
    for client in clients.values():
        client.raise_request_exception = False
    return World(clients, **_things(studio, nadia, mina, now))


def _account(name: str, **fields: Any) -> Account:
    return people.account(f"{name}@example.com", password=people.PASSWORD, **fields)


def _things(studio: Studio, nadia: Account, mina: Account, now: datetime) -> dict[str, Any]:
    shop = catalog.Shop(studio, nadia, person(nadia.pk))
    offer = catalog.offer(now, shop, "Wedding cards")
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "#0b5661").save(drawn, "PNG")
    offer.cover = store_picture(drawn.getvalue(), name="cover.png", at=now, studio_ref=studio.pk)
    offer.save()
    spare = people.member(studio, email="spare@example.com").account
    EmailAddress.objects.filter(user=mina).update(verified=True)
    order = make_checkout.paid_order(offer.tiers.get(), by=person(mina.pk), at=now, email="mina@example.com")
    invitation = Invitation.objects.create(
        studio=studio, email="mina@example.com", role="viewer", token="invitation-token", invited_by=nadia,
        created_at=now, expires_at=clock.now() + timedelta(days=2),
    )  # fmt: skip
    waiting = make_checkout.cart_with(make_checkout.tier(studio), at=now)
    Cart.objects.exclude(pk=waiting.pk).delete()  # what was ordered is done with: nobody here has a cart
    key = ApiKey.objects.create(
        account=mina, name="Shop", prefix="dhk_test", hash="0" * 64, scopes=["me:read"], created_at=now
    )
    grant = Grant.objects.get(order=order)
    file = DownloadFile.objects.get(offer=offer)
    version = FileVersion.objects.get(file=file)
    from dhara.web.ui.pictures import src

    _empty, _media, named, _width = src(offer.cover, 320).split("/")
    picture_id, _dash, picture_token = named.partition("-")
    assert order.payment is not None
    blanks = {
        "handle": studio.handle, "slug": offer.slug, "offer_id": offer.pk, "file_id": file.pk,
        "version_id": version.pk, "upload_id": uuid.uuid4(), "number": order.number, "grant_id": grant.pk,
        "invitation_id": invitation.pk, "account_id": spare.pk, "picture_id": picture_id, "width": 320,
        "letter_id": Letter.objects.earliest("id").pk, "line_id": waiting.lines.get().pk, "key_id": key.pk, "pk": 1,
        "source": "sandbox", "rest": "nothing", "app_label": "people", "content_type_id": 1,
    }  # fmt: skip
    secrets = {
        "media/<int:picture_id>-<str:token>/<int:width>.webp": picture_token,
        "media/share/<int:picture_id>-<str:token>.jpg": picture_token,
        "checkout/return/<secret:token>/": order.payment.token,
        "sandbox/pay/<secret:ref>/": SandboxCharge.objects.get(token=order.payment.token).ref,
        "d/<str:token>/": link_for(grant, version, clock.now()).rstrip("/").rpartition("/")[2],
        "account/invitations/<str:token>/": invitation.token,
        "account/invitations/<str:token>/acceptance/": invitation.token,
    }
    for route in DOORS:
        if "/o/<secret:token>/" in route:
            secrets[route] = order.token
    return {"blanks": blanks, "secrets": secrets}


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
        answer = client.post(address, {"gateway": "sandbox"}, content_type="application/json", headers=IDEMPOTENT)
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
def test_the_matrix(world: World, role: str) -> None:
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
def test_a_wrong_secret_opens_nothing(world: World, role: str) -> None:
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


def test_the_fingerprint_sees_every_change(world: World) -> None:
    before = fingerprint()
    assert fingerprint() == before
    Studio.objects.update(tagline="Changed")
    changed = {table for table, content in fingerprint().items() if before[table] != content}
    assert changed == {"people_studio"}

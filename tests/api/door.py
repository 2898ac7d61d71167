"""A program that talks to the API, and the smallest world that it can talk about."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from dhara.api.keys import actions
from dhara.api.keys.rules import SCOPES
from dhara.catalog.models import Offer
from dhara.kit.actor import person
from dhara.people.models import Account, Studio


def key_of(account: Account, at: datetime, *scopes: str, studio: Studio | None = None) -> str:
    """The text of a new key, with all scopes unless some are named."""
    studio_id = studio.pk if studio else None
    _key, text = actions.make(
        name="A program", scopes=scopes or SCOPES, studio_id=studio_id, by=person(account.pk), at=at
    )
    return text


class Program:
    """Talks with a key, as a browser that signed in, or as nobody. `enforce` asks for CSRF tokens."""

    def __init__(self, key: str = "", *, account: Account | None = None, enforce: bool = True, **headers: str) -> None:
        self.client = Client(enforce_csrf_checks=enforce, raise_request_exception=False)
        self.headers = dict(headers)
        if key:
            self.headers["Authorization"] = f"Bearer {key}"
        if account:
            self.client.force_login(account)

    def get(self, path: str, **asked: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", asked, headers=self.headers)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        content = body if isinstance(body, (str, bytes)) else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"/api/v1{path}", content, content_type=kind, headers={**self.headers, **named})

    def send(self, method: str, path: str, body: Any = None) -> HttpResponse:
        """By a method that has no name here."""
        content, kind = ("", "application/octet-stream") if body is None else (json.dumps(body), "application/json")
        return self.client.generic(method.upper(), f"/api/v1{path}", content, kind, headers=self.headers)

    def order(self, body: dict[str, Any], key: str = "") -> HttpResponse:
        return self.post("/orders", body, Idempotency_Key=key or uuid.uuid4().hex)


def wanted(offer: Offer, **fields: Any) -> dict[str, Any]:
    """The body of an order of one copy of an offer for ৳450."""
    return {
        "lines": [{"tier": offer.tiers.get().pk, "quantity": 1}],
        "email": "karim@example.com",
        "name": "Karim Uddin",
        "language": "en",
        "currency": "BDT",
        "confirmed_total": 45_000,
        "gateway": "sandbox",
        **fields,
    }


def problem(response: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """What a refusal says, proven to be a problem of RFC 9457 with this code."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = response.json()
    assert said["status"] == status
    assert said["code"] == code, said
    assert said["type"] == "about:blank"
    assert said["title"]
    assert said["detail"]
    return said

"""Letters for tests: content with every kind of block, and somebody who reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from dhara.audience.messages import rules
from dhara.audience.messages.compile import About, Compiled, compile_letter
from dhara.audience.messages.material import Card, Image, Material
from dhara.audience.messages.rules import Person

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MATERIAL = Material(
    studio_id=1,
    name="Nadia",
    handle="nadia",
    url="https://dhara.example/@nadia",
    sender="Nadia Rahman\nHouse 4, Road 2, Dhaka",
    logo="https://dhara.example/logo.jpg",
    images={4: Image("https://dhara.example/4.jpg", 900, 600)},
    cards={9: Card("https://dhara.example/@nadia/guide", "Guide <b>", "All of it", "৳450", None)},
)


def words(**changed: Any) -> dict[str, Any]:
    blocks = [
        {"kind": "heading", "text": "Welcome, {name|friend}!"},
        {
            "kind": "text",
            "html": '<p>From {field:city|"your city"} – <a href="https://one.example/?a=1&amp;b=2">see</a></p>',
        },
        {"kind": "button", "label": "Get it, {first_name|you}", "url": "https://two.example/"},
        {"kind": "image", "picture": 4, "alt": "A boat", "url": "https://three.example/"},
        {"kind": "offer", "offer": 9, "label": ""},
        {"kind": "quote", "text": "Good\nwork", "by": "Rafi"},
        {"kind": "list", "items": ["one", "two {email}"], "ordered": True},
        {"kind": "divider"},
        {"kind": "spacer", "size": "s"},
    ]
    return {"subject": "For {name|you}", "preheader": "{field:city|Dhaka} calls", "blocks": blocks, **changed}


def content(language: str = "en", **changed: Any) -> dict[str, Any]:
    return rules.clean({language: words(**changed)})


def letter(
    language: str = "en", *, tracking: str = "full", variant: int = 0, material: Material = MATERIAL, **changed: Any
) -> Compiled:
    about = About(7, changed.pop("purpose", rules.BROADCAST), language, variant, tracking)
    return compile_letter(content(language, **changed)[language], about, material)


def person(**changed: Any) -> Person:
    values: dict[str, Any] = {
        "contact_id": 5,
        "delivery_id": 31,
        "email": "karim@example.com",
        "name": "Karim",
        "fields": {"city": "Khulna"},
        "message_id": "<31.0@dhara.example>",
        "at": AT,
        "from_email": "nadia@studio.example",
    }
    return Person(**{**values, **changed})

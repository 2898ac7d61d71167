"""Parts of addresses: a secret is letters that we made, and anything else is not found. Declared by the web's app."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter


class Secret(StringConverter):
    """What secrets.token_urlsafe makes, and the sandbox's references: `<secret:token>`."""

    regex = r"[A-Za-z0-9_-]{8,64}"


def declare() -> None:
    """Called once, before any address is read."""
    register_converter(Secret, "secret")

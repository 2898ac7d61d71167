"""What tests of pages do again and again: come in as somebody, read what a page says."""

from __future__ import annotations

from typing import Any

from django.test import Client


def client(who: Any) -> Client:
    """A browser in which `who` has signed in."""
    made = Client()
    made.force_login(who)
    return made


def text(answer: Any) -> str:
    return str(answer.content.decode())

"""Nadia's shop with its people, each with a browser of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from dhara.kit.actor import person
from tests.make import people
from tests.make.catalog import Shop

HTMX = {"HX-Request": "true"}


@dataclass
class Workplace:
    """`clients` by role; `outsider` is signed in and belongs to no studio."""

    shop: Shop
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"/studio/{self.shop.studio.handle}/"

    @property
    def nadia(self) -> Client:
        return self.clients["owner"]


def client_of(account: Any) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(account)
    return client


def workplace() -> Workplace:
    cast = people.cast()
    place = Workplace(Shop(cast.studio, cast.nadia, person(cast.nadia.pk)))
    place.clients = {
        "owner": client_of(cast.nadia),
        "editor": client_of(cast.rafi),
        "support": client_of(cast.mitu),
        "outsider": client_of(cast.karim),
        "anonymous": Client(headers={"Accept-Language": "en"}),
    }
    for role in ("manager", "viewer"):
        account = people.account(f"{role}@example.com")
        people.member(cast.studio, account, role=role)
        place.clients[role] = client_of(account)
    return place


def png(name: str = "cover.png", size: tuple[int, int] = (640, 480)) -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", size, "#0b5661").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="image/png")


def text(name: str = "guide.txt", content: bytes = b"Cut along the line.\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/plain")

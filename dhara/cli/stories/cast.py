"""Who plays in the story of a sale, and what they know."""

from __future__ import annotations

import io
import random
import secrets
import zipfile
from dataclasses import dataclass, field
from typing import Final

from dhara.cli.stories.mailbox import Mailbox
from dhara.cli.stories.visitor import Visitor
from dhara.cli.stories.world import World

# Seconds after which every process of a Dhara reckons with a number that was set anew (policies, promises).
KEPT: Final = 5.5
PASSWORD: Final = "a stream that flows all night"  # noqa: S105 - of people who are made up


@dataclass
class Seller:
    """`price` in whole taka. `offer` and `tuned` are filled in as the story goes."""

    visitor: Visitor
    name: str
    email: str
    studio: str
    handle: str
    title: str
    price: int
    tag: str
    file_name: str
    file: bytes
    offer: str = ""  # the address of the public page
    editor: str = ""  # the address of the workplace's page of the offer

    @property
    def workplace(self) -> str:
        return f"/studio/{self.handle}/"


@dataclass
class Buyer:
    """`library` and `receipt` are the secret addresses of their order; `links` those of files by their title."""

    visitor: Visitor
    name: str
    email: str
    language: str
    number: str = ""
    receipt: str = ""
    library: str = ""
    screens: list[str] = field(default_factory=list)


@dataclass
class Scene:
    """`own` is the story's own Dhara, None when it plays at somebody else's. `mark` makes names unique."""

    base: str
    mailbox: Mailbox
    own: World | None
    mark: str
    nadia: Seller
    tuhin: Seller
    rafi: Buyer
    mitu: Buyer
    stranger: Visitor

    @property
    def sellers(self) -> tuple[Seller, Seller]:
        return self.nadia, self.tuhin

    def close(self) -> None:
        for each in (self.nadia.visitor, self.tuhin.visitor, self.rafi.visitor, self.mitu.visitor, self.stranger):
            each.close()
        self.mailbox.close()


def scene(base: str, mailbox: Mailbox, own: World | None) -> Scene:
    """Everybody at home, with names that nobody had before."""
    mark = secrets.token_hex(3)
    host = "story.example.com"
    # Taka amounts of which five and one and a half per cent are whole paisa.
    nadia = Seller(
        Visitor(base, "en", name="Nadia"),
        "Nadia Islam",
        f"nadia.{mark}@{host}",
        f"Nadia’s Cards {mark}",
        f"nadia_{mark}",
        f"ঈদের কার্ড {mark}",
        450,
        f"চাঁদরাত{mark}",
        "eid-cards.zip",
        _archive("cards", 420_000),
    )
    tuhin = Seller(
        Visitor(base, "en", name="Tuhin"),
        "Tuhin Ahmed",
        f"tuhin.{mark}@{host}",
        f"Tuhin Type {mark}",
        f"tuhin_{mark}",
        f"জীবনবৃত্তান্তের ছাঁচ {mark}",
        300,
        f"চাকরি{mark}",
        "cv-template.zip",
        _archive("letters", 150_000),
    )
    rafi = Buyer(Visitor(base, "bn", name="Rafi"), "রাফি হাসান", f"rafi.{mark}@{host}", "bn")
    mitu = Buyer(Visitor(base, "en", name="Mitu"), "Mitu Akter", f"mitu.{mark}@{host}", "en")
    return Scene(base, mailbox, own, mark, nadia, tuhin, rafi, mitu, Visitor(base, "en", name="stranger"))


def _archive(name: str, size: int) -> bytes:
    """A zip file of about `size` bytes that can not be made smaller."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr(f"{name}/read-me.txt", "Thank you for buying.\n")
        packed.writestr(f"{name}/{name}.bin", random.Random(size).randbytes(size))
    return content.getvalue()

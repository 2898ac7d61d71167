"""What the demo world will hold, read from content/*.toml: studios, their offers, tiers and files.

An offer with `vary` stands for several: each row of it fills the {marks} in the texts and may replace any field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from dhara.kit.locale.slugs import slugify

CONTENT = Path(__file__).parent / "content"
FIRST = "nadia"

# Our shelves by the short names that the content uses.
SHELVES = {
    "wedding": "print-invitations", "social-templates": "social-media-templates", "brand-templates": "logos-branding",
    "icons": "illustrations-icons", "illustrations": "illustrations-icons", "type": "fonts",
    "business-sheets": "accounts-invoices", "personal-finance": "notion-sheets", "planners": "printables",
    "skills": "skills-career", "recipes": "cooking-health", "faith": "self-help", "travel": "stories-poems",
    "code": "scripts-apps", "website-themes": "themes-plugins", "patterns": "mehendi-alpona", "sound": "beats-loops",
    "sports": "courses", "farming": "gardening", "cv": "cv-letters", "ielts": "spoken-english",
    "english": "spoken-english",
}  # fmt: skip


@dataclass(frozen=True)
class TierPlan:
    """Prices in minor units by currency; none: free. `files`: the first so many files, None all."""

    name: str
    pricing: str
    prices: dict[str, tuple[int, int | None]]
    stock: int | None
    files: int | None


@dataclass(frozen=True)
class OfferPlan:
    """One offer. `number` counts within the studio, `place` is that from 0 to 1; `art` is for the drawing."""

    handle: str
    number: int
    place: float
    slug: str
    title: str
    summary: str
    lead: str
    inside: tuple[str, ...]
    whom: tuple[str, ...]
    language: str
    shelf: str
    tags: tuple[str, ...]
    files: tuple[str, ...]
    tiers: tuple[TierPlan, ...]
    state: str
    sold_out: bool
    art: dict[str, Any]
    by: str

    @property
    def key(self) -> str:
        return f"{self.handle}/{self.slug}"

    @property
    def seed(self) -> int:
        """The same number for the same offer on every machine."""
        return crc32(self.key.encode())


@dataclass(frozen=True)
class StudioPlan:
    handle: str
    name: str
    owner: str
    tagline: str
    bio: str
    language: str
    currency: str
    links: tuple[dict[str, str], ...]
    palettes: tuple[str, ...]
    face: str
    mono: str
    offers: tuple[OfferPlan, ...]

    @property
    def email(self) -> str:
        return f"{self.handle}@demo.dhara.example"


@cache
def studios() -> tuple[StudioPlan, ...]:
    """All studios, Nadia's first, in the same order always."""
    paths = sorted(CONTENT.glob("*.toml"), key=lambda path: (path.stem != FIRST, path.stem))
    return tuple(_studio(tomllib.loads(path.read_text("utf-8"))) for path in paths)


def _studio(read: dict[str, Any]) -> StudioPlan:
    about = read["studio"]
    rows = [_filled(base, row) for base in read["offer"] for row in base.get("vary", [{}])]
    return StudioPlan(
        handle=about["handle"],
        name=about["name"],
        owner=about["owner"],
        tagline=about["tagline"],
        bio=about["bio"].strip(),
        language=about["language"],
        currency=about["currency"],
        links=tuple(about.get("links", ())),
        palettes=tuple(about["palettes"]),
        face=about["face"],
        mono=about["mono"],
        offers=tuple(_offers(about, rows)),
    )


def _filled(base: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The base with the row's fields instead of its own, and the row's values in place of {marks}."""

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            return value.format_map(row) if row else value
        return [fill(each) for each in value] if isinstance(value, list) else value

    return {name: fill(value) for name, value in {**base, **row}.items() if name != "vary"}


def _offers(about: dict[str, Any], rows: list[dict[str, Any]]) -> Iterator[OfferPlan]:
    taken: set[str] = set()
    for number, row in enumerate(rows):
        base = slugify(row["title"])
        slug = base if base not in taken else f"{base}-{number}"
        taken.add(slug)
        yield OfferPlan(
            handle=about["handle"],
            number=number,
            place=number / max(1, len(rows) - 1),
            slug=slug,
            title=row["title"],
            summary=row["sum"],
            lead=row["lead"],
            inside=tuple(row["inside"]),
            whom=tuple(row["whom"]),
            language=row.get("lang", about["language"]),
            shelf=SHELVES.get(row["cat"], row["cat"]),
            tags=tuple(row["tags"]),
            files=tuple(row["files"]),
            tiers=tuple(_tier(each) for each in row["tiers"]),
            state=row.get("state", "published"),
            sold_out=row.get("sold_out", False),
            art=_art(about, row, number),
            by=about["name"],
        )


def _art(about: dict[str, Any], row: dict[str, Any], number: int) -> dict[str, Any]:
    palettes, face = about["palettes"], row.get("face", about["face"])
    if row.get("lang") == "bn" and face in ("serif", "sans"):
        face = "tiro"
    return {
        "scene": row["scene"],
        "tag": row["tag"],
        "lines": row.get("lines", []),
        "place": row.get("place", "sea"),
        "palette": row.get("palette", palettes[number % len(palettes)]),
        "face": face,
    }


def _tier(each: dict[str, Any]) -> TierPlan:
    """`b` and `d`: whole taka and dollars; `choose`, `suggest` (taka) and `choose_d`, `suggest_d`: what one wants."""
    if each.get("free"):
        return TierPlan(each["n"], "free", {}, None, each.get("files"))
    if "choose" in each:
        least_d = each.get("choose_d", each.get("d", 0))
        prices = {
            "BDT": (each["choose"] * 100, each["suggest"] * 100),
            "USD": (least_d * 100, each.get("suggest_d", max(1, least_d * 2)) * 100),
        }
        return TierPlan(each["n"], "choose", {k: (a, s) for k, (a, s) in prices.items()}, None, each.get("files"))
    fixed: dict[str, tuple[int, int | None]] = {"BDT": (each["b"] * 100, None), "USD": (each["d"] * 100, None)}
    return TierPlan(each["n"], "fixed", fixed, each.get("stock"), each.get("files"))

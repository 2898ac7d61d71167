"""From plans to PNG bytes. Many pages in one run: the fonts are read once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from dhara.checkout.orders.receipt import FONTS
from dhara.cli.demo.plans import OfferPlan, StudioPlan

HERE = Path(__file__).parent
MOTIFS = ("river", "alpona", "grid", "kantha", "sun", "jamdani", "leaves", "rings", "jute", "rickshaw")
# These fill their side of the cover so much that a quiet ground suits them best.
QUIET = {"letter": "kantha", "tale": "grid", "icons": "grid", "preset": "rings", "postcard": "grid"}
CONTENTS = {"bn": "ভেতরে যা আছে", "en": "What is inside"}


def fonts() -> list[str]:
    """Folders of the fonts that drawings and documents use."""
    return [str(HERE / "fonts"), str(FONTS)]


def cover(plan: OfferPlan) -> dict[str, Any]:
    art, seed = plan.art, plan.seed
    return {
        **art,
        "drawing": "cover",
        "title": plan.title,
        "sub": plan.inside[0],
        "by": plan.by,
        "motif": QUIET.get(art["scene"]) or MOTIFS[seed % len(MOTIFS)],
        "seed": (seed % 9973) / 997,
        "flip": (plan.number + seed) % 3 == 1,
    }


def contents(plan: OfferPlan) -> dict[str, Any]:
    """The second picture: the list of what is inside."""
    art = plan.art
    heading = CONTENTS[plan.language]
    kept = {name: art[name] for name in ("palette", "face")}
    return {"drawing": "inside", "title": plan.title, "heading": heading, "points": list(plan.inside), **kept}


def avatar(plan: StudioPlan) -> dict[str, Any]:
    return {"drawing": "avatar", "palette": plan.palettes[0], "face": plan.face, "mono": plan.mono}


def banner(plan: StudioPlan) -> dict[str, Any]:
    return {"drawing": "banner", "palette": plan.palettes[0], "seed": len(plan.bio) % 17 / 3}


def draw(items: Sequence[dict[str, Any]], *, width: int = 1200) -> list[bytes]:
    """One PNG for each item, in order; covers are `width` pixels wide and three quarters as high."""
    if not items:
        return []
    made = typst.compile(
        str(HERE / "covers.typ"),
        root=str(HERE),
        format="png",
        ppi=72 * width / 1200,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(items, ensure_ascii=False)},
    )
    return made if isinstance(made, list) else [made]

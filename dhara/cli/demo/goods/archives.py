"""ZIP archives: a note to the buyer, a licence, and several files of the kind that the offer is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from random import Random

from dhara.cli.demo.goods import sound, sources, vectors
from dhara.cli.demo.plans import OfferPlan

Files = Iterator[tuple[str, str | bytes]]
DATED = (2026, 1, 3, 9, 0, 0)  # so that the same archive has the same bytes

READ_ME = {
    "bn": "{title}\n{by}\n\n{summary}\n\nভেতরে যা আছে:\n{points}\n\nকীভাবে শুরু করবেন:\n১. ফাইলগুলো এক ফোল্ডারে রাখুন।\n"
    "২. প্রথমে নমুনা খুলে দেখুন, তারপর কপি করে নিজেরটা বানান।\n৩. আটকে গেলে স্টুডিওতে লিখুন।\n",
    "en": "{title}\n{by}\n\n{summary}\n\nIn this archive:\n{points}\n\n"
    "How to begin:\n1. Keep the files in one folder.\n2. Open the sample first, then make a copy your own.\n"
    "3. Write to the studio when you are stuck.\n",
}
LICENCE = {
    "bn": "নিজের ও নিজের ক্লায়েন্টের কাজে ব্যবহার করতে পারবেন। ফাইলগুলো আলাদা করে বিক্রি বা বিতরণ করা যাবে না।\n",
    "en": "Use these files in your own work and in work for clients. Do not sell or pass on the files themselves.\n",
}


def archive(plan: OfferPlan, name: str) -> bytes:
    """A ZIP with three to a dozen files; the same bytes each time."""
    points = "\n".join(f"- {point}" for point in plan.inside)
    dice = Random(f"{plan.key}/{name}")
    words = {"title": plan.title, "by": plan.by, "summary": plan.summary, "points": points}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in [
            ("README.txt", READ_ME[plan.language].format_map(words)),
            ("LICENCE.txt", LICENCE[plan.language]),
            *CONTENTS.get(plan.art["scene"], _notes)(plan, dice),
        ]:
            packed.writestr(zipfile.ZipInfo(path, DATED), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _icons(_plan: OfferPlan, _dice: Random) -> Files:
    for word in vectors.ICONS:
        yield f"svg/line/{word}.svg", vectors.icon(word, filled=False)
        yield f"svg/filled/{word}.svg", vectors.icon(word, filled=True)


def _patterns(_plan: OfferPlan, dice: Random) -> Files:
    for number in range(1, 7):
        yield f"svg/pattern-{number}.svg", vectors.pattern(dice)
    for number in range(1, 4):
        yield f"svg/circle-{number}.svg", vectors.circle(dice)


def _presets(plan: OfferPlan, dice: Random) -> Files:
    for number in range(1, 9):
        label = f"{plan.title.split(':')[0]} {number:02}"
        yield f"presets/{number:02}.xmp", sources.preset(label, dice)


def _code(plan: OfferPlan, _dice: Random) -> Files:
    yield from sources.code(plan.title).items()


def _site(plan: OfferPlan, dice: Random) -> Files:
    yield "index.html", sources.page(plan.title, plan.summary, plan.inside, plan.language)
    yield "style.css", sources.style(dice, plan.title)
    yield "pictures/ornament.svg", vectors.circle(dice)


def _screens(plan: OfferPlan, dice: Random) -> Files:
    yield "tokens.css", sources.style(dice, plan.title)
    for number in range(1, 7):
        yield f"screens/{number:02}.svg", vectors.screen(dice)


def _sounds(_plan: OfferPlan, dice: Random) -> Files:
    for number in range(1, 4):
        yield f"wav/loop-{number}.wav", sound.loop(dice)


def _notes(plan: OfferPlan, _dice: Random) -> Files:
    for number, point in enumerate(plan.inside, 1):
        lines = "\n".join(f"- [ ] {line}" for line in plan.art["lines"] or plan.tags)
        yield f"pages/{number:02}.md", f"# {point}\n\n{plan.lead}\n\n{lines}\n"
    yield "pages/print.html", sources.page(plan.title, plan.summary, plan.inside, plan.language)


CONTENTS: dict[str, Callable[[OfferPlan, Random], Files]] = {
    "icons": _icons,
    "tile": _patterns,
    "invitation": _patterns,
    "posts": _patterns,
    "stitches": _patterns,
    "letter": _patterns,
    "tale": _patterns,
    "preset": _presets,
    "code": _code,
    "site": _site,
    "app": _screens,
    "audio": _sounds,
}

"""PDF documents, set by typst: a title page, what is inside, pages to read and pages to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from dhara.cli.demo.art import drawing
from dhara.cli.demo.plans import OfferPlan
from dhara.cli.demo.words import answers

TEMPLATE = Path(__file__).parent / "document.typ"
# Scenes whose documents are mostly to be filled in, and as what.
FILLED_IN = {
    "planner": "calendar",
    "checklist": "ticks",
    "table": "rows",
    "notes": "lines",
    "cards": "cards",
    "pitch": "rows",
    "dish": "lines",
    "book": "lines",
    "letter": "lines",
}
WORDS = {
    "bn": {
        "inside": "ভেতরে যা আছে",
        "whom": "কার জন্য",
        "asked": "প্রশ্ন ও উত্তর",
        "fill": "নিজে লিখুন",
        "by": "তৈরি করেছেন",
        "thanks": "কেনার জন্য ধন্যবাদ। ভুল পেলে লিখে জানাবেন; নতুন সংস্করণ আপনার লাইব্রেরিতে চলে আসবে।",
    },
    "en": {
        "inside": "What is inside",
        "whom": "Who it is for",
        "asked": "Questions and answers",
        "fill": "Your own page",
        "by": "Made by",
        "thanks": "Thank you for buying. If you find a mistake, write to me; new versions appear in your library.",
    },
}


def document(plan: OfferPlan, name: str) -> bytes:
    """A document of six to nine pages. `name` is told on the title page, so that two of one offer differ."""
    data: dict[str, Any] = {
        "lang": plan.language,
        "title": plan.title,
        "part": name.rpartition(".")[0].replace("-", " "),
        "summary": plan.summary,
        "lead": plan.lead,
        "by": plan.by,
        "inside": plan.inside,
        "whom": plan.whom,
        "answers": answers(plan),
        "lines": plan.art["lines"],
        "fill": FILLED_IN.get(plan.art["scene"], "lines"),
        "words": WORDS[plan.language],
        "palette": plan.art["palette"],
        "face": plan.art["face"],
        "seed": (plan.seed % 997) / 97,
    }
    made = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parents[1]),
        font_paths=drawing.fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made

"""How a project comes about: a job on the board, a proposal, a smaller offer, a counter-offer, an agreement."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from dhara.cli.stories.job_stage import Project, agrees
from dhara.cli.stories.visitor import Broken, Visitor

TEXT: Final = "I have painted signs for ten years and would draw three sketches first."
# Title, taka, days.
PARTS: Final = (("Sketches", 1000, 3), ("The logo", 2000, 5), ("On the wall", 500, 4))
LESS: Final = (("All of it", 3000, 12), ("", "", ""), ("", "", ""))


def rafi_posts_a_job(stage: Project) -> str:
    """Rafi writes down what he needs, and posts it."""
    rafi, title = stage.rafi, _title(stage)
    rafi.open("/account/jobs/")
    rafi.follow("/account/jobs/new/")
    about = "My stall is called Chayer Adda. I need a logo that can be painted on wood, in two colours."
    given: dict[str, Any] = {
        "title": title,
        "description": about,
        "language": "en",
        "currency": "BDT",
        "budget_most": "5000",
    }
    rafi.fill("description", press="post", **given)
    rafi.see(title)
    stage.job = urlsplit(rafi.page.address).path
    if not re.fullmatch(r"/jobs/[^/]+/", stage.job):
        raise Broken(f"the job was not posted: {rafi.page.address}: {rafi.page.words[:900]}")
    return stage.job


def _title(stage: Project) -> str:
    return f"A logo for my tea stall {stage.scene.mark}"


def nadia_proposes(stage: Project) -> str:
    """Nadia finds it on the board by its words, and proposes three milestones."""
    nadia = stage.nadia
    nadia.open("/jobs/")
    nadia.fill("least", q=f"tea stall {stage.scene.mark}")
    nadia.follow(_title(stage))
    nadia.follow(f"{stage.job}proposal/")
    _write(nadia, f"{stage.job}proposal/", TEXT, PARTS)
    nadia.see("Sketches", "On the wall", "৳3,500")
    stage.proposal = urlsplit(nadia.page.address).path
    return stage.proposal


def _write(visitor: Visitor, form: str, text: str, parts: tuple[tuple[object, object, object], ...]) -> None:
    titles, amounts, days = zip(*parts, strict=True)
    visitor.fill(form, text=text, title=titles, amount=amounts, days=days)


def they_agree(stage: Project) -> str:
    """He offers less for all at once, she answers with her three, he agrees to them."""
    rafi, nadia, offer = stage.rafi, stage.nadia, f"{stage.proposal}offer/"
    rafi.open(stage.proposal)
    rafi.see(TEXT)
    rafi.open(offer)
    _write(rafi, offer, "Could you do it for a little less?", LESS)
    nadia.open(stage.proposal)
    nadia.see("Could you do it for a little less?", "৳3,000")
    nadia.open(offer)
    _write(nadia, offer, TEXT, PARTS)
    rafi.open(stage.proposal)
    rafi.follow(f"{stage.proposal}acceptance/")
    rafi.see("Sketches", "৳৩,৫০০")
    agreement = agrees(stage, rafi)
    stage.units = [int(each) for form in rafi.page.forms for each in form.choices.get("unit", ())]
    nadia.open(stage.home)
    nadia.see("Sketches", "The logo", "On the wall", "Waiting for the buyer to set the money aside")
    return agreement

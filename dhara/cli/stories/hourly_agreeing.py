"""How work by the hour comes about: a job with a rate, a proposal, an offer, an agreement."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

from dhara.cli.stories.hourly_stage import Hourly, agrees

TEXT: Final = "I have answered letters of shops for ten years, in Bengali and in English."


def rafi_posts_a_job(stage: Hourly) -> str:
    """Rafi posts work by the hour: up to ৳400, some ten hours a week."""
    rafi, title = stage.rafi, _title(stage)
    rafi.open("/account/jobs/new/")
    given: dict[str, Any] = {
        "title": title,
        "description": "Each week some thirty letters to my tea stall are to be answered, most of them in Bengali.",
        "language": "en",
        "currency": "BDT",
        "pay": "hourly",
        "weekly_hours": "10",
        "budget_most": "400",
    }
    rafi.fill("description", press="post", **given)
    rafi.see(title, "৳৪০০")
    stage.job = urlsplit(rafi.page.address).path
    return stage.job


def _title(stage: Hourly) -> str:
    return f"Answer letters of my tea stall {stage.scene.mark}"


def nadia_names_her_rate(stage: Hourly) -> str:
    """Nadia finds it, and would do it for ৳350 an hour; without a rate she is told what is missing."""
    nadia, form = stage.nadia, f"{stage.job}proposal/"
    nadia.open(stage.job)
    nadia.see("up to ৳400 an hour")
    nadia.follow(form)
    nadia.fill(form, expect=422, text=TEXT, rate="", weekly_hours="10")
    nadia.fill(form, text=TEXT, rate="350", weekly_hours="10")
    nadia.see("৳350 an hour", "at most 10 hours a week")
    stage.proposal = urlsplit(nadia.page.address).path
    return stage.proposal


def they_agree(stage: Hourly) -> str:
    """He offers ৳300, she agrees; nothing is paid yet."""
    rafi, nadia, offer = stage.rafi, stage.nadia, f"{stage.proposal}offer/"
    rafi.open(offer)
    rafi.fill(offer, text="Could you do it for a little less?", rate="300", weekly_hours="10")
    nadia.open(stage.proposal)
    nadia.see("৳300 an hour")
    nadia.follow(f"{stage.proposal}acceptance/")
    nadia.see("up to ৳3,000 a week", "Work only in a week whose money is set aside")
    return agrees(stage, nadia)

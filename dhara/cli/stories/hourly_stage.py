"""Who and what the story of work by the hour needs: its weeks, time on the clock of the studio."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Final
from zoneinfo import ZoneInfo

from dhara.cli.stories.job_stage import Project, agrees, step
from dhara.cli.stories.visitor import Broken, Visitor
from dhara.kit import clock

__all__ = ["WEEK", "Hourly", "agrees", "back", "pays", "step", "worked", "writes"]

# Ten hours at ৳300, in poisha.
WEEK: Final = 300_000
_DHAKA: Final = ZoneInfo("Asia/Dhaka")


@dataclass
class Hourly(Project):
    """A project by the hour; its weeks stand where milestones do."""

    DAYS: ClassVar[tuple[str, ...]] = ("job_days", "hourly_days")

    def time(self, position: int) -> str:
        return f"/work/{self.work}/weeks/{position}/time/"

    def begin(self, position: int) -> int:
        """The paid week is the present one from now on; the number of its unit."""
        return int(self.inside(f"mid_week({self.work}, {position})")["unit"])

    def unit(self, position: int) -> int:
        return int(self.inside(f"unit({self.work}, {position})")["unit"])

    def span(self, ago: int, minutes: int) -> dict[str, Any]:
        """What is typed for so many minutes that began so many minutes ago."""
        begins = (clock.now() - timedelta(minutes=ago)).astimezone(_DHAKA)
        ends = begins + timedelta(minutes=minutes)
        times = {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
        return {"day": begins.date().isoformat(), **times, "text": "Answered letters"}

    def second_window(self) -> Visitor:
        """Nadia once more, signed in as before; to be closed by who asks for it."""
        other = Visitor(self.scene.base, "en", name="Nadia's second window")
        other.client.cookies.update(self.nadia.client.cookies)
        return other


def pays(stage: Hourly, position: int, choice: str = "pay") -> None:
    """From the project's page to the bank and back; the button pressed again leads to the same payment."""
    rafi, seen = stage.rafi, set()
    for _again in range(2):
        rafi.open(stage.room(position))
        rafi.fill("/pay/work/")
        seen.add(rafi.page.address)
    if len(seen) != 1:
        raise Broken(f"the button pressed again leads to another payment: {seen}")
    rafi.fill("gateway", gateway="sandbox")
    rafi.fill("choice", press=choice)


def writes(stage: Hourly, position: int, *, ago: int, minutes: int, refused: str = "") -> None:
    """Nadia writes time down; where it is refused the page says why, and keeps what she typed."""
    nadia, page = stage.nadia, stage.time(position)
    nadia.open(page)
    expect = (409 if "already" in refused else 422) if refused else 200
    nadia.fill(page, expect=expect, **stage.span(ago, minutes))
    nadia.see(refused or "Written down.")


def worked(stage: Hourly, position: int, minutes: int) -> str:
    found = stage.inside(f"minutes({stage.work}, {position})")["minutes"]
    if found != minutes:
        raise Broken(f"{minutes} minutes were to stand in week {position}: {found}")
    return f"{minutes} minutes"


def back(stage: Hourly, position: int) -> str:
    """A week is paid and closed without time: all of it goes back."""
    pays(stage, position)
    step(stage, stage.nadia, position, "close")
    return stage.stands(position, "accepted", held=0, paid=0, returned=WEEK, given_back=WEEK, clearings=0)

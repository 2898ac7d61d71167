"""How cases end otherwise: settled by both, forgotten by both; and what everybody sees, hears and gets at the end."""

from __future__ import annotations

from typing import Final

from dhara.cli.stories.dispute_stage import SAID, Quarrel, answers_proposal, opens, says
from dhara.cli.stories.dispute_steps import rules
from dhara.cli.stories.gig_ends import starts
from dhara.cli.stories.gigging import delivers
from dhara.cli.stories.mailbox import wait
from dhara.cli.stories.page import Page
from dhara.cli.stories.visitor import Broken

# Hours, as the policies of cases have it.
ANSWER, APPEAL = 72, 120
# Half for Nadia, and half of his 300 taka back to Rafi.
HALF: Final = (14_025, 15_000)
_BOTH, _NADIA, _RAFI = ("nadia", "rafi"), ("nadia",), ("rafi",)
# To whom each letter goes, by how the case went.
RULED: Final = {"case_to_operator": _BOTH, "case_ruled": _BOTH, "ruled": _BOTH, "disputed": _BOTH}
ARGUED: Final = RULED | {
    "case_answered": _RAFI,
    "case_proposed": _BOTH,
    "case_declined": _BOTH,
    "case_appealed": _BOTH,
}
SETTLED: Final = {"disputed": _BOTH, "case_proposed": _RAFI, "ruled": _BOTH}
SILENT: Final = RULED | {"case_reminded": _NADIA}


def begins(stage: Quarrel, name: str, shows: str = "") -> None:
    """Another order, delivered and disputed: Rafi wants all of it back."""
    starts(stage, name)
    delivers(stage, name, "As agreed")
    opens(stage, name, words="এটা অন্য কারও নকশা।", shows=shows)


def they_settle_it(stage: Quarrel) -> str:
    """A second case: Nadia proposes half, Rafi agrees, and the money moves. Nobody else was needed."""
    she_proposes_half(stage, "settled")
    return he_agrees(stage, "settled")


def she_proposes_half(stage: Quarrel, name: str) -> None:
    """And he comes by the letter about it to the page."""
    begins(stage, name)
    home = stage.home(name)
    says(stage, stage.nadia, name, "proposals", amount="140.25", text="Half each?")
    letter = wait(stage.scene.mailbox, stage.scene.rafi.email, "Half each?")
    stage.rafi.open(letter.link(home))
    stage.rafi.see("Half each?")
    stage.figures(stage.rafi, "৳১৫০")


def he_agrees(stage: Quarrel, name: str) -> str:
    answers_proposal(stage, stage.rafi, name, "agreement")
    stage.nadia.open(stage.home(name))
    stage.nadia.see("You have settled it")
    stage.figures(stage.nadia, "৳140.25 to you", "৳150 back to")
    return "settled" if stage.scene.own is None else stage.divided(name, *HALF)


def nobody_answers(stage: Quarrel) -> str:
    """A third: Nadia is reminded and does not answer for three days; the operator gets it with what there is."""
    begins(stage, "silent", shows="alone")
    stage.pass_hours(50)
    letter = wait(stage.scene.mailbox, stage.scene.nadia.email, "You have not answered")
    stage.nadia.open(letter.link(stage.home("silent")))
    stage.nadia.see("please answer")
    stage.case_is("silent", "judge", after=f"pass_hours({ANSWER - 50})")
    rules(stage, stage.operator, "silent", "140.25", "Nothing was said against it.")
    return f"“{letter.subject}”; {stage.untouched('silent')}"


def nobody_appeals(stage: Quarrel) -> str:
    """Nobody appeals for five days: the ruling is carried out by itself, to the poisha."""
    said = stage.divided("silent", *HALF, after=f"pass_hours({APPEAL})")
    stage.rafi.open(stage.home("silent"))
    stage.rafi.see("Nothing was said against it.")
    return said


def both_see_the_same_story(stage: Quarrel) -> str:
    """Both read the same story with all reasons, in the order in which it happened; a stranger reads nothing."""
    for visitor in (stage.nadia, stage.rafi):
        seen = _order(visitor.open(stage.home("argued")))
        if seen != list(SAID):
            raise Broken(f"{visitor.name} does not see it as it happened: {seen}")
    return f"{len(SAID)} texts for both; {strangers_see_nothing(stage)}"


def _order(page: Page) -> list[str]:
    """Which of the texts stand in the story, the first that was said first; the page has the latest on top."""
    story = page.html[page.html.index('class="room-story"') :]
    places = {story.find(text): name for name, text in SAID.items()}
    return [places[place] for place in sorted(places, reverse=True) if place >= 0]


def strangers_see_nothing(stage: Quarrel) -> str:
    """A stranger sees neither a case nor what was shown in it."""
    home, stranger = stage.home("argued"), stage.scene.stranger
    files = [link.address for link in stage.rafi.open(home).links if "/files/" in link.address]
    for address in (home, *files):
        stranger.open(address)
        if "/account/login/" not in stranger.page.address:
            raise Broken(f"a stranger sees {stranger.page.address}")
    return f"{len(files)} files stay between them"


def both_were_written_to(stage: Quarrel) -> str:
    """Each was written to about each case, once for each thing that happened."""
    emails, expected = {"nadia": stage.scene.nadia.email, "rafi": stage.scene.rafi.email}, {}
    for name, kinds in (("argued", ARGUED), ("settled", SETTLED), ("silent", SILENT)):
        expected[name] = {each: sorted(emails[who] for who in kinds[each]) for each in sorted(kinds)}
    where = {name: (stage.orders[name].work, stage.cases[name]) for name in expected}
    found = stage.inside(f"letters({where}, {expected})")
    if found != expected:
        raise Broken(f"the letters are {found} instead of {expected}")
    return ", ".join(f"{name} {sum(map(len, kinds.values()))}" for name, kinds in found.items())

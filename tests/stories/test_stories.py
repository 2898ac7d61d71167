"""Every story as `dhara story NAME` plays it: a Dhara of its own, fakes beside it, real HTTP, SMTP and processes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dhara.cli.complaint import Complaint
from dhara.cli.parts import STORIES, load
from dhara.cli.stories import tale
from dhara.cli.stories.tale import Tale
from dhara.cli.stories.teller import sentence, tell
from dhara.cli.stories.visitor import Broken


def named(name: str) -> Tale:
    found: Any = load("story", STORIES, name)
    story: Tale = found.STORY
    return story


@pytest.mark.parametrize("name", STORIES)
def test_it_ends_well_with_chaos(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Chaos does what calm does, and worse. Calm, `.ci/run` plays them at a fresh `bin/up`, as far as that can be."""
    story = named(name)
    code = story.play(as_json=True, chaos=True, url=None)
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert code == 0, f"{lines[-2:]}\n{told.err}"
    assert [line["words"] for line in lines[:-1]] == [sentence(step) for step in story.chaos]
    assert all(line["ok"] and line["seen"] for line in lines)


@pytest.mark.parametrize("name", STORIES)
def test_it_is_called_as_it_is_asked_for(name: str) -> None:
    story = named(name)
    assert story.name == name
    assert set(story.chaos) - set(story.plain), "chaos must be worse than calm"


@pytest.mark.parametrize("name", STORIES)
def test_chaos_is_not_brought_to_others(name: str) -> None:
    with pytest.raises(Complaint, match="Dhara of its own"):
        named(name).play(chaos=True, url="http://localhost:1")


def goes_well(_scene: object) -> str:
    """This goes well."""
    return "seen"


def breaks(_scene: object) -> str:
    """This breaks."""
    raise Broken("no such page")


def test_a_story_ends_where_it_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    assert not tell("small", [goes_well, breaks, goes_well], None, as_json=False)
    said = capsys.readouterr().out
    assert "✓  1 This goes well." in said
    assert "✗  2 This breaks." in said
    assert "no such page" in said
    assert "2 of 3 steps" in said
    assert not tell("small", [goes_well, breaks], None, as_json=True)
    assert [json.loads(line)["ok"] for line in capsys.readouterr().out.splitlines()] == [True, False, False]
    assert tell("small", [goes_well], None, as_json=False)


def test_elsewhere_it_plays_what_can_be_played_there(capsys: pytest.CaptureFixture[str]) -> None:
    closed: list[str] = []

    class Stage:
        def close(self) -> None:
            closed.append("closed")

    def told(**more: Any) -> int:
        return Tale("small", [breaks], [breaks], stage=lambda _scene: Stage(), **more).play(url="http://localhost:1")

    assert told(elsewhere=[goes_well]) == 0
    assert told() == 1
    assert "What Dhara itself said" not in capsys.readouterr().err
    assert closed == ["closed", "closed"]


def test_a_step_keeps_its_sentence_on_another_stage() -> None:
    class Stage:
        scene = "the people"

    def step(scene: Any) -> str:
        """Somebody does something."""
        return f"seen by {scene}"

    played = tale.of(step)
    assert played(Stage()) == "seen by the people"
    assert sentence(played) == "Somebody does something."

"""The story of a sale as `dhara story sale` plays it: a Dhara of its own, real HTTP, real SMTP, real processes."""

from __future__ import annotations

import json

import pytest

from dhara.cli.complaint import Complaint
from dhara.cli.stories.sale import CHAOS, PLAIN, STORY
from dhara.cli.stories.teller import sentence, tell
from dhara.cli.stories.visitor import Broken

# With `--dist loadgroup` one process plays all stories, one after the other, beside the other tests.
pytestmark = pytest.mark.xdist_group("stories")


@pytest.mark.parametrize("chaos", [False, True], ids=["calm", "chaos"])
def test_a_sale(chaos: bool, capsys: pytest.CaptureFixture[str]) -> None:
    code = STORY.play(as_json=True, chaos=chaos, url=None)
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert code == 0, f"{lines[-2:]}\n{told.err}"
    assert [line["words"] for line in lines[:-1]] == [sentence(step) for step in (CHAOS if chaos else PLAIN)]
    assert all(line["ok"] and line["seen"] for line in lines)


def test_chaos_is_not_brought_to_others() -> None:
    with pytest.raises(Complaint, match="Dhara of its own"):
        STORY.play(chaos=True, url="http://localhost:1")


def test_a_story_ends_where_it_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    def goes_well(_scene: object) -> str:
        """This goes well."""
        return "seen"

    def breaks(_scene: object) -> str:
        """This breaks."""
        raise Broken("no such page")

    assert not tell("small", [goes_well, breaks, goes_well], None, as_json=False)
    said = capsys.readouterr().out
    assert "✓  1 This goes well." in said
    assert "✗  2 This breaks." in said
    assert "no such page" in said
    assert "2 of 3 steps" in said
    assert not tell("small", [goes_well, breaks], None, as_json=True)
    assert [json.loads(line)["ok"] for line in capsys.readouterr().out.splitlines()] == [True, False, False]
    assert tell("small", [goes_well], None, as_json=False)

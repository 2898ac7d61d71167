"""The stories of gateways as `dhara story NAME` plays them: a Dhara of its own, with the gateway's fake beside it."""

from __future__ import annotations

import json

import pytest

from dhara.cli.complaint import Complaint
from dhara.cli.stories import bkash, nagad, sslcommerz
from dhara.cli.stories.teller import sentence

# With `--dist loadgroup` one process plays all stories, one after the other, beside the other tests.
pytestmark = pytest.mark.xdist_group("stories")
STORIES = [bkash.STORY, sslcommerz.STORY, nagad.STORY]


@pytest.mark.parametrize("chaos", [False, True], ids=["calm", "chaos"])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_it_ends_well(story, chaos: bool, capsys: pytest.CaptureFixture[str]) -> None:
    code = story.play(as_json=True, chaos=chaos, url=None)
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert code == 0, f"{lines[-2:]}\n{told.err}"
    assert [line["words"] for line in lines[:-1]] == [
        sentence(step) for step in (story.chaos if chaos else story.plain)
    ]
    assert all(line["ok"] and line["seen"] for line in lines)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_chaos_is_not_brought_to_others(story) -> None:
    with pytest.raises(Complaint, match="Dhara of its own"):
        story.play(chaos=True, url="http://localhost:1")

"""The story of a payout as `dhara story payout` plays it."""

from __future__ import annotations

import json

import pytest

from dhara.cli.complaint import Complaint
from dhara.cli.stories.payout import CHAOS, PLAIN, STORY
from dhara.cli.stories.teller import sentence

pytestmark = pytest.mark.xdist_group("stories")


@pytest.mark.parametrize("chaos", [False, True], ids=["calm", "chaos"])
def test_a_payout(chaos: bool, capsys: pytest.CaptureFixture[str]) -> None:
    code = STORY.play(as_json=True, chaos=chaos, url=None)
    told = capsys.readouterr()
    lines = [json.loads(line) for line in told.out.splitlines()]
    assert code == 0, f"{lines[-2:]}\n{told.err}"
    assert [line["words"] for line in lines[:-1]] == [sentence(step) for step in (CHAOS if chaos else PLAIN)]
    assert all(line["ok"] and line["seen"] for line in lines)


def test_chaos_is_not_brought_to_others() -> None:
    with pytest.raises(Complaint, match="Dhara of its own"):
        STORY.play(chaos=True, url="http://localhost:1")

"""Stories of what comes around a sale, as `dhara story NAME` plays them: a Dhara of its own, fakes beside it."""

from __future__ import annotations

import json
from types import ModuleType

import pytest

from dhara.cli.complaint import Complaint
from dhara.cli.stories import bundle_coupon_upsell, chargeback, refund
from dhara.cli.stories.teller import sentence

# With `--dist loadgroup` one process plays all stories, one after the other, beside the other tests.
pytestmark = pytest.mark.xdist_group("stories")
STORIES = [refund, chargeback, bundle_coupon_upsell]


@pytest.mark.parametrize("chaos", [False, True], ids=["calm", "chaos"])
@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.STORY.name)
def test_it_ends_well(told: ModuleType, chaos: bool, capsys: pytest.CaptureFixture[str]) -> None:
    code = told.STORY.play(as_json=True, chaos=chaos, url=None)
    said = capsys.readouterr()
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert code == 0, f"{lines[-2:]}\n{said.err}"
    assert [line["words"] for line in lines[:-1]] == [sentence(step) for step in (told.CHAOS if chaos else told.PLAIN)]
    assert all(line["ok"] and line["seen"] for line in lines)


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.STORY.name)
def test_chaos_is_not_brought_to_others(told: ModuleType) -> None:
    with pytest.raises(Complaint, match="Dhara of its own"):
        told.STORY.play(chaos=True, url="http://localhost:1")

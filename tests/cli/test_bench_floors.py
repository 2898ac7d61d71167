"""A bar that is not reached is red, but for CI a floor may stand in until it is."""

import pytest

from dhara.cli.commands.bench import _stands


@pytest.mark.parametrize(
    ("line", "strictly", "with_floors"),
    [
        ({"ok": True, "ratio": 1}, True, True),
        ({"ok": False, "ratio": 1}, False, False),
        ({"ok": False, "ratio": 0.02, "floor": 0.015}, False, True),
        ({"ok": False, "ratio": 0.014, "floor": 0.015}, False, False),
    ],
)
def test_floors(line, strictly, with_floors):
    assert _stands(line, False) is strictly
    assert _stands(line, True) is with_floors

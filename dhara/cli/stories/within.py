"""A stage that looks into the story's own Dhara: calls of functions inside of it, and what they answered."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from dhara.cli.stories.cast import Scene
from dhara.cli.stories.visitor import Broken
from dhara.cli.stories.world import World


class Within:
    """`DAYS` are the modules of stories whose functions can be called; each prints one line of JSON at last."""

    scene: Scene
    DAYS: ClassVar[tuple[str, ...]] = ()

    @property
    def own(self) -> World:
        if self.scene.own is None:
            raise Broken("this step needs a Dhara of its own")
        return self.scene.own

    def inside(self, script: str) -> dict[str, Any]:
        """What the script's last call printed. Raises Broken where it failed."""
        known = "; ".join(f"from dhara.cli.stories.{name} import *" for name in self.DAYS)
        code, said = self.own.manage("shell", "-v", "0", "-c", f"{known}; {script}")
        if code:
            raise Broken(f"{script}: {said[-2000:]}")
        found: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
        return found

"""A story that can be played: at a Dhara of its own, with fakes of gateways beside it, or at one that runs already."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import wraps
from typing import Any, Protocol

from dhara.cli.complaint import Complaint
from dhara.cli.stories import cast
from dhara.cli.stories.cast import Scene
from dhara.cli.stories.mailbox import OutboxMailbox, SinkMailbox
from dhara.cli.stories.teller import Step, tell
from dhara.cli.stories.world import world


class Stage(Protocol):
    """A scene, or what a story puts around one; every step gets it."""

    def close(self) -> None:
        """Close what the stage itself opened; the scene is closed by whoever opened it, here."""


class Tale:
    """`plain` and `chaos` are its steps; `elsewhere` those at somebody else's Dhara, where they are not `plain`.

    `stage` makes of the people what the steps need; `fakes` are the gateways whose fakes run beside its own Dhara.
    """

    def __init__(
        self,
        name: str,
        plain: Sequence[Step],
        chaos: Sequence[Step],
        *,
        stage: Callable[[Scene], Stage] = lambda scene: scene,
        fakes: Sequence[str] = (),
        elsewhere: Sequence[Step] = (),
    ) -> None:
        self.name, self.plain, self.chaos, self.elsewhere = name, plain, chaos, elsewhere
        self._stage, self._fakes = stage, fakes

    def play(self, *, as_json: bool = False, chaos: bool = False, url: str | None = None) -> int:
        """0 when the story ends well. Raises Complaint for chaos at somebody else's Dhara."""
        if chaos and url:
            raise Complaint("With --chaos a story kills processes, so it only plays at a Dhara of its own: omit --url.")
        steps = self.chaos if chaos else (self.elsewhere or self.plain) if url else self.plain
        with _scene(url, self._fakes) as scene:
            stage = self._stage(scene)
            try:
                whole = tell(self.name, steps, stage, as_json=as_json)
            finally:
                stage.close()
            if not whole and scene.own:
                print(f"What Dhara itself said last:\n{scene.own.words()[-6000:]}", file=sys.stderr)
            return 0 if whole else 1


@contextmanager
def _scene(url: str | None, fakes: Sequence[str]) -> Iterator[Scene]:
    if url:
        with closing(cast.scene(url, OutboxMailbox(url), None)) as scene:
            yield scene
        return
    with world(fakes=fakes) as own:
        assert own.sink is not None
        with closing(cast.scene(own.url, SinkMailbox(own.sink), own)) as scene:
            yield scene


def of(step: Callable[[Scene], str]) -> Step:
    """A step that needs nothing but the people, on a stage that holds them as `scene`."""

    @wraps(step)
    def played(stage: Any) -> str:
        return step(stage.scene)

    return played

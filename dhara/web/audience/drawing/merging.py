"""Where the branches of a fork come together again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# What follows the last step: everybody who comes here is through.
END = ""

Ways = Sequence[tuple[str, str]]
Graph = Mapping[str, Ways]


def together(graph: Graph) -> dict[str, frozenset[str]]:
    """Per node that can reach the end: the nodes that every way from it to the end goes through, itself among them.

    Nodes that lead only to exits (or round in circles) are left out: nobody comes back from there. `graph` gives each
    node its [(way, target)]; `END` is a target of its own.
    """
    alive = _reaching(graph)
    everything = frozenset(alive)
    found = dict.fromkeys(alive, everything)
    found[END] = frozenset({END})
    changed = True
    while changed:
        changed = False
        for name in alive - {END}:
            onward = [found[target] for _way, target in graph[name] if target in alive]
            new = frozenset.intersection(*onward) | {name}
            if new != found[name]:
                found[name], changed = new, True
    return found


def _reaching(graph: Graph) -> set[str]:
    """The nodes from which the end can be reached, and the end."""
    before: dict[str, set[str]] = {}
    for name, ways in graph.items():
        for _way, target in ways:
            before.setdefault(target, set()).add(name)
    alive, open_ = {END}, [END]
    while open_:
        fresh = before.get(open_.pop(), set()) - alive
        alive |= fresh
        open_ += fresh
    return alive


def meeting(known: Mapping[str, frozenset[str]], targets: Sequence[str]) -> str | None:
    """The first node where all branches that go on come together; None where at most one goes on."""
    going = [known[target] for target in targets if target in known]
    if len(going) < 2:
        return None
    shared = frozenset.intersection(*going)
    # The nearest has the most still before it.
    return max(shared, key=lambda name: (len(known[name]), name))

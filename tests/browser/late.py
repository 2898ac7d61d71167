"""A slow line: a script that comes only when the test says so."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route

PATIENCE = 200


def hold_back(page: Page, name: str) -> Callable[[], None]:
    """Keep the script called `name` (without its ending) away from the page until what is returned is called.

    That raises IndexError where the page never asked for it.
    """
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    def let_come() -> None:
        for _ in range(PATIENCE):
            if held:
                break
            page.wait_for_timeout(50)
        held.pop().continue_()

    page.route(f"**/js/{name}*.js", keep)
    return let_come

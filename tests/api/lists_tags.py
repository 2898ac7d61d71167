"""How the lists of what became of tags are filled. See test_lists.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dhara.audience.contacts import actions
from dhara.audience.models import Contact
from dhara.kit.actor import SYSTEM
from dhara.people.models import Studio
from tests.api import world as here
from tests.api.world import ID, World
from tests.make import audience
from tests.make.letters import crowd

MANY: Final = 20
_BASE: Final = f"/studios/{here.HANDLE}"


def _of_many(world: World) -> None:
    """By as many forms as rows."""
    for number, contact in enumerate(crowd(Studio.objects.get(handle=here.HANDLE), MANY)):
        actions.tag(contact, world.there[ID["tag"]], by=SYSTEM, at=here.NOW, source=f"form:{number}")


def _of_one(world: World) -> None:
    one = Contact.objects.select_related("studio").get(pk=world.there[ID["contact"]])
    for number in range(MANY):
        tag = audience.tag(one.studio, f"Told {number}")
        actions.tag(one, tag.pk, by=SYSTEM, at=here.NOW, source="form:1")


LISTS: Final[dict[str, tuple[str, Callable[[World], None]]]] = {
    "list_tag_changes": (f"{_BASE}/tags/{ID['tag']}/changes", _of_many),
    "list_contact_tag_changes": (f"{_BASE}/contacts/{ID['contact']}/tag-changes", _of_one),
}

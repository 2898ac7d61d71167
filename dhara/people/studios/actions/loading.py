"""What every verb begins with: the studio locked, the actor's right to the verb checked."""

from __future__ import annotations

from dhara.kit.actor import Actor
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.people.studios import rules
from dhara.people.studios.models import Studio
from dhara.people.studios.queries import role_of


def locked(studio_id: int) -> Studio:
    """The studio, locked until the transaction ends: changes of its members wait for each other."""
    studio = Studio.objects.select_for_update().filter(pk=studio_id).first()
    if studio is None:
        raise NotFoundHere
    return studio


def locked_for(studio_id: int, verb: str, by: Actor) -> Studio:
    """The locked studio, when the actor may do `verb` there.

    A person needs a role that includes it; Dhara itself may; an operator has verbs of their own (`for_operator`).
    """
    studio = locked(studio_id)
    if by.kind != "system":
        role = role_of(by.id, studio_id) if by.kind == "person" else None
        rules.allow(role, verb, studio.status)
    return studio


def for_operator(studio_id: int, by: Actor) -> Studio:
    if by.kind != "operator":
        raise NotAllowed
    return locked(studio_id)

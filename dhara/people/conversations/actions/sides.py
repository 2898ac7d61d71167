"""Both sides of a conversation, locked; and who may speak for one of them."""

from __future__ import annotations

from dhara.kit.actor import Actor
from dhara.kit.refusal import NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.people.conversations.models import Conversation, Party

VERB = "answer_messages"


def lock(party_id: int, *, by: Actor) -> tuple[Conversation, Party, Party]:
    """The conversation, the party and the other one. Raises NotFoundHere, or NotAllowed for a member without right."""
    found = Party.objects.filter(pk=party_id).values_list("conversation_id", flat=True).first()
    if found is None:
        raise NotFoundHere
    conversation = Conversation.objects.select_for_update(of=("self",)).select_related("studio").get(pk=found)
    sides = {each.pk: each for each in Party.objects.filter(conversation=conversation).select_related("account")}
    mine = sides.pop(party_id)
    speaks_for(mine, conversation, by=by)
    return conversation, mine, next(iter(sides.values()))


def speaks_for(party: Party, conversation: Conversation, *, by: Actor) -> None:
    """A member who answers for the studio; the account itself; for a guest, whoever the door let in."""
    if party.studio_id is not None:
        require_actor(by, conversation.studio, VERB)
    elif party.account_id is not None and by.kind != "system" and by.id != party.account_id:
        raise NotFoundHere

"""Conversations of an account and of its studios: read, answer, mark as read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Path, Query, Router, Status
from pydantic import Field

from dhara.api.requests.actions import make_once
from dhara.api.v1.access import TALKING, TALKS, Caller, caller, needs
from dhara.api.v1.cursors import Cursors
from dhara.api.v1.endpoints.orders import IdempotencyKey, body_of
from dhara.api.v1.endpoints.sales import studio_of
from dhara.api.v1.schemas import conversations as shapes
from dhara.api.v1.schemas.base import BIGGEST
from dhara.api.v1.schemas.market import Paged
from dhara.kit import clock
from dhara.kit.refusal import NotFoundHere
from dhara.people.conversations import actions, queries, rules
from dhara.people.models import Message, Party

router = Router(tags=["Conversations"])
TalkId = Annotated[int, Field(ge=1, le=BIGGEST)]


@router.get("/conversations", response=shapes.TalkPage, operation_id="list_conversations", summary="Conversations")
@needs(TALKS)
def list_conversations(request: HttpRequest, asked: Query[shapes.ConversationsAsked]) -> Any:
    """Your own as a customer, or with `studio` those of a studio; the latest first."""
    me = caller(request)
    found = queries.narrowed(_parties(asked.studio, me), show=asked.show, kind=asked.kind, text=asked.q.strip())
    told = asked.model_dump(exclude={"cursor", "limit"})
    cursors = Cursors("conversations", caller=me.name, **told)
    rows = list(_after(found, cursors.read(asked.cursor))[: asked.limit + 1])
    shown = rows[: asked.limit]
    items = [shapes.row_out(each) for each in queries.rows(shown)]
    following = None
    if len(rows) > len(shown):
        following = cursors.write([shown[-1].conversation.last_at.isoformat(), shown[-1].pk])
    return shapes.TalkPage(items=items, next=following)


@router.get(
    "/conversations/{conversation}",
    response=shapes.TalkOut,
    operation_id="get_conversation",
    summary="One conversation",
)
@needs(TALKS)
def get_conversation(request: HttpRequest, conversation: Path[TalkId], asked: Query[Paged]) -> Any:
    """Its messages, a page at a time, the latest first. To read is not to mark as read."""
    mine = side_in(conversation, caller(request))
    cursors = Cursors("messages", party=mine.pk)
    shown, following = cursors.page(queries.seen_by(mine).order_by("-pk"), asked)
    return shapes.talk_out(mine, queries.other_side(mine), shown, following)


@router.post(
    "/conversations/{conversation}/messages",
    response={201: shapes.MessageOut},
    operation_id="write_message",
    summary="Answer",
)
@needs(TALKING)
def write_message(
    request: HttpRequest, conversation: Path[TalkId], wanted: shapes.MessageIn, idempotency_key: IdempotencyKey
) -> Any:
    """As your side. What seems to be a fraud is held until an operator has looked: see `held`.

    Send the same `Idempotency-Key` again when no answer came: it is written once.
    """
    me, at = caller(request), clock.now()
    mine = side_in(conversation, me)

    def write() -> int:
        files = [each.pk for each in actions.take(mine.pk, wanted.uploads, by=me.by, at=at)]
        return actions.write(party_id=mine.pk, body=wanted.text, files=files, by=me.by, at=at, via=rules.API).pk

    key = f"message:{mine.pk}:{me.person.pk}:{idempotency_key}"
    made, _new = make_once(write, key=key, body=body_of(wanted), at=at)
    found = Message.objects.prefetch_related("files__file").get(pk=made)
    return Status(201, shapes.message_out(found, mine))


@router.post(
    "/conversations/{conversation}/reading",
    response=shapes.UnreadOut,
    operation_id="read_conversation",
    summary="Mark as read",
)
@needs(TALKING)
def read_conversation(request: HttpRequest, conversation: Path[TalkId], wanted: shapes.ReadIn) -> Any:
    """Up to a message, or all. For a studio the whole team has read it."""
    me = caller(request)
    mine, upto = side_in(conversation, me), None
    if wanted.message is not None:
        upto = queries.seen_by(mine).filter(pk=wanted.message).values_list("shown_at", flat=True).first()
        if upto is None:
            raise NotFoundHere()
    return shapes.UnreadOut(unread=actions.mark_read(mine.pk, upto=upto, by=me.by, at=clock.now()))


def _parties(handle: str, me: Caller) -> QuerySet[Party]:
    """A key of a studio has that studio's, whether it is named or not."""
    if not handle and me.key is not None and me.key.studio is not None:
        handle = me.key.studio.handle
    if not handle:
        return queries.of_account(me.person.pk)
    studio = studio_of(handle, me)
    me.viewer.require(studio, "see_messages")
    return queries.of_studio(studio)


def _after(parties: QuerySet[Party], mark: Any) -> QuerySet[Party]:
    """After the mark of a page: by the last message, whether it was read or not, as that changes in between."""
    parties = parties.order_by("-conversation__last_at", "-pk")
    if mark is None:
        return parties
    moment, last = datetime.fromisoformat(mark[0]), mark[1]
    return parties.filter(Q(conversation__last_at__lt=moment) | Q(conversation__last_at=moment, pk__lt=last))


def side_in(conversation_id: int, me: Caller) -> Party:
    """The side that the caller may see: their own, or a studio's. Raises NotFoundHere to others."""
    sides = Party.objects.select_related("conversation__studio").filter(conversation=conversation_id)
    studio_id = me.key.studio_id if me.key else None
    if studio_id is None and (own := sides.filter(account=me.person).first()):
        return own
    party = sides.filter(role=rules.STUDIO).first()
    if party is None or studio_id not in (None, party.studio_id):
        raise NotFoundHere()
    me.viewer.require(party.conversation.studio, "see_messages")
    return party

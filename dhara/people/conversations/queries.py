"""Reads: whose conversations there are, what each side sees of one, and what waits for the operator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from dhara.people.conversations import rules
from dhara.people.conversations.models import Conversation, Message, MessageFile, Party, Report
from dhara.people.studios.models import Studio

WAITING = Q(held_at__isnull=False, released_at__isnull=True, removed_at__isnull=True)
SHOWS = ("", "unread", "archived")


@dataclass(frozen=True)
class Row:
    """A line of a list: one's own party, the other one, and the last message that both can see."""

    mine: Party
    other: Party
    last: Message | None

    @property
    def conversation(self) -> Conversation:
        return self.mine.conversation


def of_account(account_id: int | None) -> QuerySet[Party]:
    """What somebody has asked or bought: their own sides, never those of studios."""
    if account_id is None:
        return Party.objects.none()
    return Party.objects.filter(account_id=account_id).select_related("conversation__studio")


def guest(party_id: int) -> Party | None:
    """The side of a guest; None when there is none, or when an account has taken it over."""
    found = Party.objects.filter(pk=party_id, role=rules.CUSTOMER, account=None)
    return found.select_related("conversation__studio").first()


def of_studio(studio: Studio) -> QuerySet[Party]:
    return Party.objects.filter(studio=studio).select_related("conversation__studio")


def narrowed(parties: QuerySet[Party], *, show: str = "", kind: str = "", text: str = "") -> QuerySet[Party]:
    """Those that are not archived (or only those), of one kind of subject, with a text in them; unread ones first.

    What is masked can not be found by: else a number could be guessed digit by digit.
    """
    there = Message.objects.filter(conversation=OuterRef("conversation"))
    seen = there.filter(Q(shown_at__isnull=False) | Q(party=OuterRef("pk")))
    parties = parties.filter(Exists(seen), archived_at__isnull=show != "archived")
    if show == "unread":
        parties = parties.filter(unread__gt=0)
    if kind:
        parties = parties.filter(conversation__subject__startswith=f"{kind}:")
    if text:
        parties = parties.filter(_says(text))
    return parties.annotate(all_read=Q(unread=0)).order_by("all_read", "-conversation__last_at", "-id")


def _says(text: str) -> Q:
    there = Message.objects.filter(conversation=OuterRef("conversation"), removed_at__isnull=True)
    open_ones = there.filter(conversation__agreed_at__isnull=False, shown_at__isnull=False, body__icontains=text)
    own = there.filter(party=OuterRef("pk"), body__icontains=text)
    others = Party.objects.filter(conversation=OuterRef("conversation"), name__icontains=text)
    return Q(conversation__title__icontains=text) | Q(Exists(others)) | Q(Exists(open_ones)) | Q(Exists(own))


def rows(parties: Iterable[Party]) -> list[Row]:
    """Lines for a page of parties; two queries, however many."""
    mine = list(parties)
    ids = [each.conversation_id for each in mine]
    others = {(each.conversation_id, each.role): each for each in Party.objects.filter(conversation__in=ids)}
    newest = Message.objects.filter(conversation=OuterRef("pk"), shown_at__isnull=False).order_by("-shown_at")
    last_ids = Conversation.objects.filter(pk__in=ids).values(last=Subquery(newest.values("pk")[:1]))
    last = {each.conversation_id: each for each in Message.objects.filter(pk__in=last_ids)}
    return [
        Row(each, others[each.conversation_id, other_role(each.role)], last.get(each.conversation_id)) for each in mine
    ]


def other_role(role: str) -> str:
    return rules.CUSTOMER if role == rules.STUDIO else rules.STUDIO


def other_side(party: Party) -> Party:
    return Party.objects.get(conversation_id=party.conversation_id, role=other_role(party.role))


def seen_by(party: Party) -> QuerySet[Message]:
    """What one side sees, in the order in which it appeared: all that was shown, and their own that was not."""
    files = MessageFile.objects.select_related("file", "picture__file")
    return (
        Message.objects.filter(conversation=party.conversation_id)
        .filter(Q(shown_at__isnull=False) | Q(party=party))
        .prefetch_related(Prefetch("files", queryset=files))
        .order_by("id")
    )


def unread_of(party: Party) -> QuerySet[Message]:
    """Messages of the other side that this one has not read, oldest first."""
    messages = Message.objects.filter(
        conversation=party.conversation_id, shown_at__isnull=False, removed_at__isnull=True
    ).exclude(party=party)
    return (messages.filter(shown_at__gt=party.read_to) if party.read_to else messages).order_by("shown_at")


def unread_conversations(parties: QuerySet[Party]) -> int:
    """How many have something new, counted up to 99."""
    return unread(parties)[:99].count()


def unread(parties: QuerySet[Party]) -> QuerySet[Party]:
    """Those with something new that are not put away."""
    return parties.filter(unread__gt=0, archived_at__isnull=True)


def about(subject: str, *, studio_id: int, account_id: int | None = None) -> Conversation | None:
    """The conversation about a subject, of an account where there is one each."""
    found = Conversation.objects.filter(key=key_of(subject, studio_id, account_id))
    return found.select_related("studio").first()


def has_spoken(party: Party) -> bool:
    """Whether this side has written something that the other one was shown."""
    return Message.objects.filter(party=party, shown_at__isnull=False).exists()


def is_blocked(conversation_id: int) -> bool:
    """Whether one side has blocked the other."""
    return Party.objects.filter(conversation=conversation_id, blocked_at__isnull=False).exists()


def key_of(subject: str, studio_id: int, account_id: int | None) -> str:
    """About an order there is one conversation with each studio; about an offer one for each who asks."""
    return f"{subject}|studio:{studio_id}" + ("" if subject.startswith("order:") else f"|account:{account_id}")


def holding(conversation_id: int, role: str) -> list[str]:
    """Why messages of one side wait for the operator, in the language that is active; nothing where none does."""
    found = _waiting(conversation_id, role)
    return [str(each) for each in rules.reasons_of(",".join(found.order_by("pk").values_list("held_for", flat=True)))]


def waits(conversation: OuterRef, role: str) -> Exists:
    """For lists: whether a message of one side waits for the operator."""
    return Exists(_waiting(conversation, role))


def _waiting(conversation: int | OuterRef, role: str) -> QuerySet[Message]:
    return Message.objects.filter(WAITING, conversation=conversation, party__role=role)


def held_spells(conversation_id: int, role: str, *, since: datetime) -> list[tuple[datetime, datetime | None]]:
    """From when to when each message of one side waited for the operator, the earliest first; None: it still does.

    Also those that began before `since` and may have waited then.
    """
    lately = Q(released_at=None) | Q(released_at__gt=since)
    found = Message.objects.filter(lately, conversation=conversation_id, party__role=role, held_at__isnull=False)
    rows = found.order_by("held_at").values_list("held_at", "released_at", "removed_at")
    return [(begin, min(filter(None, ends), default=None)) for begin, *ends in rows if begin]


def held() -> QuerySet[Message]:
    """What waits for the operator, the longest first."""
    return Message.objects.filter(WAITING).select_related("conversation__studio", "party").order_by("held_at")


def open_reports() -> QuerySet[Report]:
    return Report.objects.filter(handled_at__isnull=True).select_related("conversation__studio", "party").order_by("at")


def readable_by_operators() -> QuerySet[Conversation]:
    """Conversations that were reported or hold something back: no other is shown to an operator."""
    reported = Report.objects.filter(conversation=OuterRef("pk"))
    holding = Message.objects.filter(conversation=OuterRef("pk"), held_at__isnull=False)
    return Conversation.objects.filter(Q(Exists(reported)) | Q(Exists(holding))).select_related("studio")

"""Reads: a studio's sequences, the graphs of versions, what a graph may name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from dhara.audience.contacts import rules as contacts
from dhara.audience.contacts.models import Field
from dhara.audience.messages.models import Message
from dhara.audience.segments import queries as segments
from dhara.audience.segments import rules as segment_rules
from dhara.audience.segments import things
from dhara.audience.sequences import rules
from dhara.audience.sequences.models import Enrolment, Sequence, SequenceVersion, Trigger
from dhara.audience.sequences.rules import Graph, Known
from dhara.people.access.queries import Viewer
from dhara.people.models import Studio


def visible_to(viewer: Viewer, studio: Studio) -> QuerySet[Sequence]:
    """The studio's sequences, the latest first, for members who may see its audience."""
    found = Sequence.objects.filter(studio=studio).select_related("current").order_by("-id")
    return found if viewer.may(studio, "see_audience") else found.none()


def with_counts(sequences: QuerySet[Sequence]) -> QuerySet[Any]:
    """With `inside`, `held`, `ended` (`finished` or left) and `reached`: how many people are or were in each."""
    states = {
        "inside": [rules.ACTIVE_IN],
        "held": [rules.HELD],
        "ended": [rules.FINISHED, rules.LEFT],
        "finished": [rules.FINISHED],
        "reached": [rules.REACHED],
    }
    return sequences.annotate(
        **{name: Count("enrolments", filter=Q(enrolments__state__in=of)) for name, of in states.items()}
    )


def by_state(sequences: QuerySet[Sequence]) -> dict[str, int]:
    """How many of them are in each state; those in which none is are not there."""
    return dict(sequences.order_by().values_list("status").annotate(Count("pk")))


def triggers(sequence: Sequence) -> list[Trigger]:
    """What brings people into it."""
    return list(sequence.triggers.filter(role=rules.ENTERS).order_by("id"))


def graph_of(version_id: int) -> Graph:
    """The graph of a version, which never changes: read once in each process. Do not change what you get."""
    return _graph(str(connection.settings_dict["NAME"]), version_id)


@lru_cache(maxsize=2_000)
def _graph(_database: str, version_id: int) -> Graph:
    graph: Graph = SequenceVersion.objects.values_list("graph", flat=True).get(pk=version_id)
    return graph


def known(studio: Studio, graph: Any, *events: tuple[str, str]) -> Known:
    """What there is of the things that a graph and `events` (kind, ref) name. One read for each kind of thing."""
    nodes = graph.get("nodes") if isinstance(graph, dict) else None
    given = [node for node in (nodes or {}).values() if isinstance(node, dict)] if isinstance(nodes, dict) else []
    refs = {str(node.get("ref") or "") for node in given if node.get("kind") == rules.GOAL} | {ref for _, ref in events}
    wanted: dict[str, set[int]] = {
        "message": _whole(node.get("message") for node in given),
        "tag": _whole(node.get("tag") for node in given),
    }
    for ref in refs:
        kind, _colon, number = ref.partition(":")
        if kind in _REFS and number.isascii() and number.isdecimal() and len(number) < 18:
            wanted.setdefault(kind, set()).add(int(number))
    names = things.names(studio.pk, wanted)
    by_kind: dict[str, dict[int, str]] = {}
    for (kind, key), name in names.items():
        by_kind.setdefault(kind, {})[key] = name
    fields = things.fields(studio.pk)
    return Known(
        messages=by_kind.get("message", {}),
        tags=by_kind.get("tag", {}),
        fields={key: field.label for key, field in fields.items()},
        things={f"{kind}:{key}": name for (kind, key), name in names.items() if kind in _REFS},
        clean_rules=partial(segment_rules.clean, studio=studio),
        rules_in_words=partial(segments.sentence, studio_id=studio.pk),
        clean_value=partial(_clean_value, fields),
    )


# What an event may be about, as `things` calls it.
_REFS = ("offer", "form", "tag")


def _whole(values: Iterable[Any]) -> set[int]:
    return {value for value in values if isinstance(value, int) and not isinstance(value, bool) and value > 0}


def _clean_value(fields: dict[str, Field], key: str, value: Any) -> Any:
    field = fields[key]
    return contacts.clean_value(field.kind, field.choices, value)


def of_contact(contact_id: int) -> QuerySet[Enrolment]:
    """A contact's passages, the latest first."""
    return Enrolment.objects.filter(contact_id=contact_id).select_related("sequence", "version").order_by("-id")


def people(sequence: Sequence, *, state: str = "", node: str = "") -> QuerySet[Enrolment]:
    """Who is or was in it, the latest first; `node` narrows it to those who stand there."""
    found = Enrolment.objects.filter(sequence=sequence).select_related("contact").order_by("-id")
    found = found.filter(state=state) if state else found
    return found.filter(node=node) if node else found


def by_name(studio: Studio) -> QuerySet[Sequence]:
    """For lists to choose from: all that are not put away."""
    return Sequence.objects.filter(studio=studio).exclude(status=rules.ARCHIVED).order_by(Lower("name"), "id")


# What two letters have in common that say the same.
SAID = ("content", "from_name", "reply_to", "tracking", "purpose")


def unpublished(sequence: Sequence) -> bool:
    """Whether the draft, or one of its letters, says something else than the version by which people go."""
    if sequence.current is None:
        return True
    runs, rewritten = running(sequence, sequence.current.graph)
    draft = sequence.draft
    return bool(rewritten) or (runs["nodes"], runs["start"]) != (draft.get("nodes"), draft.get("start"))


def running(sequence: Sequence, published: Graph) -> tuple[Graph, set[str]]:
    """A published graph as the draft would say it, and the steps whose letter was written anew since; one read.

    Where a step of the draft has another letter, for which the one that is sent would be kept, nothing changes.
    """
    drafted = dict(rules.of_kind(sequence.draft, rules.SEND))
    stays = kept(sequence.draft, published)
    runs = rules.as_drafted(published)
    rewritten = set()
    for name, node in rules.of_kind(published, rules.SEND):
        own = drafted[name].get("message") if name in drafted else None
        if own is not None and stays.get(own) == node["message"]:
            runs["nodes"][name] = {**runs["nodes"][name], "message": own}
        elif own is not None and own == node.get("of"):
            rewritten.add(name)
    return runs, rewritten


def kept(draft: Graph, published: Graph) -> dict[int, int]:
    """By the draft's letter the one sent now that says the same: the one made of it, else that of the same step.

    Each that is sent stands for one letter of the draft: two are two letters to who gets them.
    """
    own = {name: node.get("message") for name, node in rules.of_kind(draft, rules.SEND)}
    was = dict(rules.of_kind(published, rules.SEND))
    made_of = {node.get("of"): node["message"] for node in was.values()}
    pairs: list[tuple[Any, Any]] = [(letter, made_of.get(letter)) for letter in own.values()]
    pairs += [(letter, was[name]["message"]) for name, letter in own.items() if name in was]
    letters = Message.objects.in_bulk({pk for pair in pairs for pk in pair if pk})
    found: dict[int, int] = {}
    for letter, sent in pairs:
        is_free = letter in letters and letter not in found and sent not in found.values()
        if is_free and alike(letters[letter], letters.get(sent)):
            found[letter] = sent
    return found


def alike(letter: Message, other: Message | None) -> bool:
    """Whether the two say the same."""
    return other is not None and all(getattr(letter, name) == getattr(other, name) for name in SAID)


def letters_of(sequence: Sequence) -> list[Message]:
    """The letters of the draft, each once, in the order in which a reader may get them."""
    nodes = sequence.draft["nodes"]
    wanted = [nodes[name].get("message") for name in rules.walk(sequence.draft) if nodes[name]["kind"] == rules.SEND]
    found = Message.objects.select_related("studio").filter(studio=sequence.studio_id).in_bulk(set(wanted) - {None})
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]


def says_something(letter: Message) -> bool:
    """Whether it has a subject and something below it, in one language at least, as publishing asks."""
    return any(words.get("subject") and words.get("blocks") for words in letter.content.values())
